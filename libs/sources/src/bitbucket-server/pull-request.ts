import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { linkedIssues } from '../linked-issues.js';
import { says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { accountOf, personOf, repositoryOf } from './repository.js';

type PullRequest = EventData<'pull_request'>;

/** https://confluence.atlassian.com/bitbucketserver/event-payload-938025882.html#Eventpayload-Pullrequestevents */
export function pullRequest(event: string, body: Place, reading: BodyReading): Understood {
  const place = reading.requiredObject(body, 'pullRequest');
  const toRef = reading.requiredObject(place, 'toRef');
  const repository = repositoryOf(reading.requiredObject(toRef, 'repository'), reading);
  const number = reading.requiredInteger(place, 'id');
  const openedAt = reading.requiredMoment(place, 'createdDate');
  // Reviews leave the pull request's own date alone; the event has one.
  const at = reading.moment(body, 'date') ?? reading.moment(place, 'updatedDate') ?? openedAt;
  const state = reading.requiredText(place, 'state');
  const author = reading.object(place, 'author');
  const { repo, repositoryId } = namesOf(repository);
  const { mergedAt, closedAt, mergeSha } = outcomeOf(event, state, place, reading, at);
  const { reviews } = reviewOf(event, body, place, reading, at);
  const { issues } = linkedIssues(
    { body: reading.text(place, 'description'), branch: reading.text(reading.object(place, 'fromRef'), 'displayId') },
    event === 'pr:modified',
  );
  return says(
    eventOf('pull_request', envelopeOf(repository, `pull_request:${repository.key}:${number}:${at}:${event}`, at), {
      repo,
      repositoryId,
      projectId: repository.projectId,
      number,
      title: reading.text(place, 'title') ?? '',
      url: linkOf(place, reading),
      bot: accountOf(reading, author && reading.object(author, 'user'))?.bot,
      author: personOf(reading, author && reading.object(author, 'user')),
      headSha: fullShaOf(reading.text(reading.object(place, 'fromRef'), 'latestCommit')),
      baseRef: reading.text(toRef, 'displayId'),
      baseSha: fullShaOf(reading.text(toRef, 'latestCommit')),
      openedAt,
      mergedAt,
      closedAt,
      mergeSha,
      reviews,
      issues,
      occurredAt: at,
      revision: revisionOf(at, rankOf(event, state)),
    }),
  );
}

function outcomeOf(event: string, state: string, place: Place, reading: BodyReading, at: string): Partial<PullRequest> {
  const closedAt = reading.moment(place, 'closedDate') ?? reading.moment(place, 'updatedDate');
  if (state === 'MERGED') {
    const properties = reading.object(place, 'properties');
    const merge = properties && reading.object(properties, 'mergeCommit');
    const mergeSha = fullShaOf(reading.text(merge, 'id'));
    return { mergedAt: closedAt, closedAt, ...(mergeSha !== undefined && { mergeSha }) };
  }
  if (state === 'DECLINED') return { closedAt };
  return { closedAt: event === 'pr:deleted' ? at : null };
}

function rankOf(event: string, state: string): number {
  if (state === 'MERGED') return 9;
  if (state === 'DECLINED' || event === 'pr:deleted') return 7;
  if (event === 'pr:reopened') return 8;
  return event === 'pr:opened' ? 0 : 1;
}

const decisions: ReadonlyMap<string, string> = new Map([
  ['pr:reviewer:approved', 'approved'],
  ['pr:reviewer:needs_work', 'changes_requested'],
  ['pr:reviewer:changes_requested', 'changes_requested'],
  ['pr:reviewer:unapproved', 'dismissed'],
  ['pr:comment:added', 'commented'],
]);

function reviewOf(
  event: string,
  body: Place,
  place: Place,
  reading: BodyReading,
  at: string,
): Pick<PullRequest, 'reviews'> {
  const state = decisions.get(event);
  const participant = reading.object(body, 'participant');
  const comment = reading.object(body, 'comment');
  const reviewer = accountOf(
    reading,
    (participant && reading.object(participant, 'user')) ?? (comment && reading.object(comment, 'author')),
  );
  const author = reading.object(place, 'author');
  const own = accountOf(reading, author && reading.object(author, 'user'))?.by;
  if (state === undefined || reviewer === undefined || reviewer.by === own) return {};
  return { reviews: [{ at, ...reviewer, state }] };
}

function linkOf(place: Place, reading: BodyReading): string | undefined {
  const links = reading.object(place, 'links');
  const [self] = links === null || !Array.isArray(links.fields['self']) ? [] : links.fields['self'];
  return typeof self !== 'object' || self === null
    ? undefined
    : reading.link({ fields: { ...self }, pointer: '' }, 'href');
}
