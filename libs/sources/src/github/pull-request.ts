import { eventOf } from '@leadline/events';
import { flagsOf } from '../flag-labels.js';
import { linkedIssues } from '../linked-issues.js';
import {
  envelope,
  type Hook,
  isAutomatonAccount,
  labelsOf,
  personOf,
  revisionIn,
  says,
  shaOf,
  type Understood,
} from './hook.js';
import { labelRank, labelSuffix } from './labelled.js';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
export function pullRequest(hook: Hook): Understood {
  const { body, reading, repository, action } = hook;
  const place = reading.requiredObject(body, 'pull_request');
  const head = reading.object(place, 'head');
  const base = reading.object(place, 'base');
  const number = reading.requiredInteger(place, 'number');
  const openedAt = reading.requiredInstant(place, 'created_at');
  const mergedAt = reading.instant(place, 'merged_at');
  const closedAt = reading.instant(place, 'closed_at');
  const updatedAt = reading.instant(place, 'updated_at') ?? mergedAt ?? closedAt ?? openedAt;
  const labels = labelsOf(reading, place);
  const rank = rankOf(hook, { merged: mergedAt !== undefined, closed: closedAt !== undefined, labels });
  const { flags } = flagsOf(labels);
  const { issues } = linkedIssues(
    { body: reading.text(place, 'body'), branch: reading.text(head, 'ref') },
    action === 'edited',
  );
  const event = eventOf(
    'pull_request',
    envelope(
      repository,
      `pull_request:${repository.id}:${number}:${updatedAt}:${action}${labelSuffix(hook)}`,
      updatedAt,
    ),
    {
      repo: repository.repo,
      repositoryId: repository.repositoryId,
      number,
      title: reading.text(place, 'title') ?? '',
      url: reading.link(place, 'html_url'),
      bot: isAutomatonAccount(reading, reading.object(place, 'user')),
      author: personOf(reading, reading.object(place, 'user')),
      headSha: shaOf(reading.text(head, 'sha')),
      baseRef: reading.text(base, 'ref'),
      baseSha: shaOf(reading.text(base, 'sha')),
      openedAt,
      closedAt: closedAt ?? null,
      readyAt: readiness(action, updatedAt).readyAt,
      mergedAt,
      // Before the merge, merge_commit_sha is a trial merge that no branch ever carries.
      mergeSha: mergedAt === undefined ? undefined : shaOf(reading.text(place, 'merge_commit_sha')),
      labels,
      // Silence leaves alone what others said; only taking a label away says that there are none.
      flags: action === 'unlabeled' ? (flags ?? []) : flags,
      issues,
      occurredAt: updatedAt,
      revision: revisionIn(hook, updatedAt, rank),
    },
  );
  return says(event);
}

function readiness(action: string, updatedAt: string): { readyAt?: string | null } {
  if (action === 'ready_for_review') return { readyAt: updatedAt };
  return action === 'converted_to_draft' ? { readyAt: null } : {};
}

function rankOf(
  hook: Hook,
  state: { readonly merged: boolean; readonly closed: boolean; readonly labels: readonly string[] },
): number {
  if (state.merged) return 9;
  if (state.closed) return 7;
  if (hook.action === 'reopened') return 8;
  return hook.action === 'opened' ? 0 : labelRank(hook.action, state.labels.length);
}
