import { type EventData, eventOf } from '@leadline/events';
import type { Place } from '../body-reading.js';
import { flagsOf } from '../flag-labels.js';
import { fullShaOf } from '../git-names.js';
import { linkedIssues } from '../linked-issues.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { accountOf, type ForgeHook, labelsOf, personOf } from './repository.js';

type PullRequest = EventData<'pull_request'>;

export function pullRequest(hook: ForgeHook): Understood {
  const { body, reading, repository, action } = hook;
  const place = reading.requiredObject(body, 'pull_request');
  const number = reading.requiredInteger(place, 'number');
  const openedAt = reading.requiredMoment(place, 'created_at');
  const mergedAt = reading.moment(place, 'merged_at');
  const closedAt = reading.moment(place, 'closed_at') ?? mergedAt;
  const updatedAt = reading.moment(place, 'updated_at') ?? closedAt ?? openedAt;
  const labels = labelsOf(place, reading);
  const head = reading.object(place, 'head');
  const base = reading.object(place, 'base');
  const { repo, repositoryId } = namesOf(repository);
  const { reviews } = reviewOf(hook, place, updatedAt);
  const { flags } = flagsOf(labels);
  const { issues } = linkedIssues(
    { body: reading.text(place, 'body'), branch: reading.text(head, 'ref') },
    action === 'edited',
  );
  return says(
    eventOf(
      'pull_request',
      envelopeOf(repository, `pull_request:${repository.key}:${number}:${updatedAt}:${action}`, updatedAt),
      {
        repo,
        repositoryId,
        number,
        title: reading.text(place, 'title') ?? '',
        url: reading.link(place, 'html_url'),
        bot: accountOf(reading, repository, reading.object(place, 'user'))?.bot,
        author: personOf(reading, reading.object(place, 'user')),
        headSha: fullShaOf(reading.text(head, 'sha')),
        baseRef: reading.text(base, 'ref'),
        baseSha: fullShaOf(reading.text(base, 'sha')),
        openedAt,
        closedAt: closedAt ?? null,
        mergedAt,
        mergeSha: mergedAt === undefined ? undefined : fullShaOf(reading.text(place, 'merge_commit_sha')),
        reviews,
        labels,
        flags,
        issues,
        occurredAt: updatedAt,
        revision: revisionOf(updatedAt, rankOf(action, mergedAt !== undefined, closedAt !== undefined)),
      },
    ),
  );
}

function rankOf(action: string, merged: boolean, closed: boolean): number {
  if (merged) return 9;
  if (closed) return 7;
  if (action === 'reopened') return 8;
  return action === 'opened' ? 0 : 1;
}

/** By the review's type: pull_request_review_approved, …_rejected, …_comment; whoever sends the hook reviewed. */
const decisions: readonly (readonly [word: string, state: string])[] = [
  ['approved', 'approved'],
  ['rejected', 'changes_requested'],
  ['comment', 'commented'],
];

function reviewOf({ body, reading, repository }: ForgeHook, place: Place, at: string): Pick<PullRequest, 'reviews'> {
  const review = reading.object(body, 'review');
  const type = reading.text(review, 'type') ?? '';
  const state = decisions.find(([word]) => type.includes(word))?.[1];
  const reviewer = accountOf(reading, repository, reading.object(body, 'sender'));
  const author = accountOf(reading, repository, reading.object(place, 'user'));
  if (state === undefined || reviewer === undefined || reviewer.by === author?.by) return {};
  return { reviews: [{ at, ...reviewer, state }] };
}
