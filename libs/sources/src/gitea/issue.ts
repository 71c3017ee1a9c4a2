import { eventOf } from '@leadline/events';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { type ForgeHook, labelsOf, SOURCE } from './repository.js';

export function issue({ body, reading, repository, action }: ForgeHook): Understood {
  const place = reading.requiredObject(body, 'issue');
  const id = repository.on(reading.requiredId(place, 'id'));
  const openedAt = reading.requiredMoment(place, 'created_at');
  const updatedAt = reading.moment(place, 'updated_at') ?? openedAt;
  // Old versions tell that an issue is closed, not since when: then the hook of the closing does.
  const closedAt = reading.moment(place, 'closed_at') ?? (action === 'closed' ? updatedAt : undefined);
  const deleted = action === 'deleted';
  return says(
    eventOf('issue', envelopeOf(repository, `issue:${id}:${updatedAt}:${action}`, updatedAt), {
      id: `${SOURCE}/${id}`,
      ...namesOf(repository),
      number: reading.requiredInteger(place, 'number'),
      source: SOURCE,
      title: reading.text(place, 'title') ?? '',
      url: reading.link(place, 'html_url'),
      labels: labelsOf(place, reading),
      openedAt,
      closedAt: closedAt ?? null,
      deleted,
      occurredAt: updatedAt,
      revision: revisionOf(updatedAt, rankOf(action, closedAt !== undefined)),
    }),
  );
}

function rankOf(action: string, closed: boolean): number {
  if (action === 'deleted') return 9;
  if (closed) return 7;
  if (action === 'reopened') return 8;
  return action === 'opened' ? 0 : 1;
}
