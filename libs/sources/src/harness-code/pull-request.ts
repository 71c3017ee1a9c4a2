import { type EventData, eventOf } from '@leadline/events';
import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { linkedIssues } from '../linked-issues.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { commitOf, repositoryOf, SOURCE } from './push.js';

type PullRequest = EventData<'pull_request'>;

/** Triggers in the order in which those of one second happened. */
const ranks: ReadonlyMap<string, number> = new Map([
  ['pullreq_created', 0],
  ['pullreq_closed', 7],
  ['pullreq_reopened', 8],
  ['pullreq_merged', 9],
]);

/** Times of the pull request itself are milliseconds where they are told; else the commit's stands for what happened to it. */
export function pullRequest(trigger: string, body: Place, reading: BodyReading): Understood {
  const repository = repositoryOf(reading.requiredObject(body, 'repo'), reading);
  const place = reading.requiredObject(body, 'pull_req');
  const number = reading.requiredInteger(place, 'number');
  const head = reading.object(body, 'head_commit') ?? reading.object(body, 'commit');
  const isMerge = trigger === 'pullreq_merged';
  const committedAt = head === null || !isMerge ? undefined : commitOf(reading, head).committedAt;
  const told = reading.moment(place, 'merged') ?? reading.moment(place, 'updated') ?? reading.moment(place, 'edited');
  const at = told ?? committedAt ?? reading.moment(place, 'created');
  const sha = fullShaOf(reading.text(body, 'sha'));
  const rank = ranks.get(trigger) ?? 1;
  const { repo, repositoryId } = namesOf(repository);
  const { mergedAt, closedAt, mergeSha, method } = outcomeOf(place, reading, { at, sha });
  const { reviews } = reviewOf(trigger, body, place, reading, at);
  const { issues } = linkedIssues({ branch: reading.text(place, 'source_branch') });
  return says(
    eventOf(
      'pull_request',
      envelopeOf(repository, `pull_request:${repository.key}:${number}:${at ?? sha ?? 'untimed'}:${trigger}`, at),
      {
        repo,
        repositoryId,
        number,
        title: reading.text(place, 'title') ?? '',
        url: reading.link(place, 'pr_url'),
        bot: isAutomaton(reading.text(reading.object(place, 'author'), 'uid')),
        author: personNamed(reading.text(reading.object(place, 'author'), 'email')),
        headSha: isMerge ? undefined : sha,
        baseRef: reading.text(place, 'target_branch'),
        openedAt: reading.moment(place, 'created'),
        mergedAt,
        closedAt,
        mergeSha,
        method,
        reviews,
        issues,
        occurredAt: at,
        revision: at === undefined ? rank : revisionOf(at, rank),
      },
    ),
  );
}

const methods: ReadonlyMap<string, PullRequest['method']> = new Map([
  ['merge', 'merge'],
  ['squash', 'squash'],
  ['rebase', 'rebase'],
]);

function outcomeOf(
  place: Place,
  reading: BodyReading,
  { at, sha }: { readonly at: string | undefined; readonly sha: string | undefined },
): Partial<PullRequest> {
  switch (reading.requiredText(place, 'state')) {
    case 'merged': {
      const method = methods.get(reading.text(place, 'merge_strategy') ?? '');
      return { mergedAt: at, closedAt: at, mergeSha: sha, ...(method !== undefined && { method }) };
    }
    case 'closed':
      return { closedAt: reading.moment(place, 'closed') ?? at };
    default:
      return { closedAt: null };
  }
}

/** A decision, or a comment of somebody else than the author. */
function reviewOf(
  trigger: string,
  body: Place,
  place: Place,
  reading: BodyReading,
  at: string | undefined,
): Pick<PullRequest, 'reviews'> {
  const principal = reading.object(body, 'principal');
  const id = reading.key(principal, 'id');
  const author = reading.key(reading.object(place, 'author'), 'id');
  const comment = reading.object(body, 'comment');
  const decision = trigger === 'pullreq_review_submitted' ? reading.text(body, 'decision') : undefined;
  const decided = { approved: 'approved', changereq: 'changes_requested' }[decision ?? ''] ?? 'commented';
  const when = reading.moment(comment, 'created') ?? at;
  if ((comment === null && decision === undefined) || id === undefined || id === author || when === undefined)
    return {};
  const bot = isAutomaton(reading.text(principal, 'uid')) || reading.text(principal, 'type') !== 'user';
  return { reviews: [{ at: when, by: `${SOURCE}:${id}`, bot, state: decided }] };
}
