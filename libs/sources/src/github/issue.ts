import { eventOf } from '@leadline/events';
import { envelope, type Hook, labelsOf, revisionIn, says, type Understood } from './hook.js';
import { labelRank, labelSuffix } from './labelled.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#issues. Whether it is an incident, the catalogue says. */
export function issue(hook: Hook): Understood {
  const { body, reading, repository, action } = hook;
  const place = reading.requiredObject(body, 'issue');
  const id = reading.requiredId(place, 'id');
  const openedAt = reading.requiredInstant(place, 'created_at');
  const closedAt = reading.instant(place, 'closed_at');
  const updatedAt = reading.instant(place, 'updated_at') ?? closedAt ?? openedAt;
  const labels = labelsOf(reading, place);
  const gone = action === 'deleted' || action === 'transferred';
  const event = eventOf(
    'issue',
    envelope(repository, `issues:${id}:${updatedAt}:${action}${labelSuffix(hook)}`, updatedAt),
    {
      id: `github/${id}`,
      repo: repository.repo,
      repositoryId: repository.repositoryId,
      number: reading.requiredInteger(place, 'number'),
      source: 'github',
      title: reading.text(place, 'title') ?? '',
      url: reading.link(place, 'html_url'),
      labels,
      openedAt,
      closedAt: closedAt ?? null,
      closedAs: closedAt === undefined ? null : (reading.text(place, 'state_reason') ?? null),
      deleted: gone,
      occurredAt: updatedAt,
      revision: revisionIn(hook, updatedAt, gone ? 9 : rankOf(action, closedAt !== undefined, labels.length)),
    },
  );
  return says(event);
}

function rankOf(action: string, closed: boolean, labels: number): number {
  if (closed) return 7;
  if (action === 'reopened') return 8;
  return action === 'opened' ? 0 : labelRank(action, labels);
}
