import { type EventData, eventOf } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { linkedIssues } from '../linked-issues.js';
import { rejected, says, type Understood } from '../json-hook.js';
import { envelopeOf, namesOf } from '../repository.js';
import { revisionOf } from '../revision.js';
import { accountOf, personOf, type RepositoryHook } from './repository.js';

type PullRequest = EventData<'pull_request'>;

const FULFILLED = 'pullrequest:fulfilled';
const REJECTED = 'pullrequest:rejected';

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Pull-request-events */
export function pullRequest({ body, reading, repository, event }: RepositoryHook): Understood {
  const place = reading.requiredObject(body, 'pullrequest');
  const number = reading.requiredInteger(place, 'id');
  const state = reading.text(place, 'state');
  if (contradicts(event, state)) {
    return rejected('type_mismatch', `the header says ${event}, the pull request is ${state}`, '/pullrequest/state');
  }
  const openedAt = reading.requiredMoment(place, 'created_on');
  const updatedAt = reading.moment(place, 'updated_on') ?? openedAt;
  const destination = reading.object(place, 'destination');
  const source = reading.object(place, 'source');
  const id = `pull_request:${repository.key}:${number}:${updatedAt}:${event || (state ?? '')}`;
  const { repo, repositoryId } = namesOf(repository);
  const { mergedAt, closedAt, mergeSha } = outcomeOf(place, reading, event, state, updatedAt);
  const { reviews } = reviewOf(body, place, reading);
  const branch = reading.text(source && reading.object(source, 'branch'), 'name');
  const { issues } = linkedIssues(
    { body: reading.text(place, 'description'), branch },
    event === 'pullrequest:updated',
  );
  return says(
    eventOf('pull_request', envelopeOf(repository, id, updatedAt), {
      repo,
      repositoryId,
      number,
      title: reading.text(place, 'title') ?? '',
      url: linkOf(place, reading),
      bot: accountOf(reading, reading.object(place, 'author'))?.bot,
      author: personOf(reading, reading.object(place, 'author')),
      // Mostly short hashes, which name no commit for certain.
      headSha: fullShaOf(reading.text(source && reading.object(source, 'commit'), 'hash')),
      baseRef: reading.text(destination && reading.object(destination, 'branch'), 'name'),
      openedAt,
      mergedAt,
      closedAt,
      mergeSha,
      reviews,
      issues,
      occurredAt: updatedAt,
      revision: revisionOf(updatedAt, rankOf(event, state)),
    }),
  );
}

const outcomes: ReadonlyMap<string, string> = new Map([
  [FULFILLED, 'MERGED'],
  [REJECTED, 'DECLINED'],
]);

const contradicts = (event: string, state: string | undefined): boolean =>
  outcomes.has(event) && state !== undefined && /^[A-Z]+$/.test(state) && state !== outcomes.get(event);

/** The hook of the merge tells when it was by `updated_on`; later hooks know no more of when. */
function outcomeOf(
  place: Place,
  reading: BodyReading,
  event: string,
  state: string | undefined,
  updatedAt: string,
): Partial<PullRequest> {
  const isOf = (name: string, outcome: string): boolean => event === name || (event === '' && state === outcome);
  if (isOf(FULFILLED, 'MERGED')) {
    const mergeSha = fullShaOf(reading.text(reading.object(place, 'merge_commit'), 'hash'));
    return { mergedAt: updatedAt, closedAt: updatedAt, ...(mergeSha !== undefined && { mergeSha }) };
  }
  if (isOf(REJECTED, 'DECLINED')) return { closedAt: updatedAt };
  return state === 'OPEN' ? { closedAt: null } : {};
}

function rankOf(event: string, state: string | undefined): number {
  if (event === FULFILLED || state === 'MERGED') return 9;
  if (event === REJECTED || state === 'DECLINED') return 7;
  return event === 'pullrequest:created' ? 0 : 1;
}

/** What somebody else than the author did: approve, ask for changes, or comment. */
function reviewOf(body: Place, place: Place, reading: BodyReading): Pick<PullRequest, 'reviews'> {
  const author = accountOf(reading, reading.object(place, 'author'));
  for (const [member, time, state] of [
    ['approval', 'date', 'approved'],
    ['changes_request', 'date', 'changes_requested'],
    ['comment', 'created_on', 'commented'],
  ] as const) {
    const said = reading.object(body, member);
    const at = reading.moment(said, time);
    const account = accountOf(reading, said && reading.object(said, 'user'));
    if (at !== undefined && account !== undefined && account.by !== author?.by)
      return { reviews: [{ at, ...account, state }] };
  }
  return {};
}

function linkOf(place: Place, reading: BodyReading): string | undefined {
  const links = reading.object(place, 'links');
  const html = links && reading.object(links, 'html');
  return html === null ? undefined : reading.link(html, 'href');
}
