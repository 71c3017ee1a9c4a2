import { eventOf, type LeadlineEvent } from '@leadline/events';
import { isAutomaton } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, says, type Understood } from '../json-hook.js';
import { oldestFirst, type PushedCommit, pushEvents } from '../push.js';
import { envelopeOf, namesOf, type Repository } from '../repository.js';
import { revisionOf } from '../revision.js';
import { accountOf, personOf, type RepositoryHook } from './repository.js';

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Push */
export function push({ body, reading, repository }: RepositoryHook): Understood {
  const changes = reading.objects(reading.requiredObject(body, 'push'), 'changes');
  const events = changes.flatMap((change) => changeEvents(repository, reading, change));
  return events.length > 0 ? says(...events) : ignored('the push changed neither a branch nor a tag');
}

function changeEvents(repository: Repository, reading: BodyReading, change: Place): LeadlineEvent[] {
  const after = reading.object(change, 'new');
  const before = reading.object(change, 'old');
  const named = after ?? before;
  const prefix = named === null ? undefined : prefixes.get(reading.text(named, 'type') ?? '');
  if (named === null || prefix === undefined) return [];
  const target = after && reading.object(after, 'target');
  const tip =
    after === null ? undefined : fullShaOf(reading.requiredText(reading.requiredObject(after, 'target'), 'hash'));
  const from = before === null ? undefined : fullShaOf(reading.text(reading.object(before, 'target'), 'hash'));
  const commits = reading.objects(change, 'commits').map((place) => commitOf(reading, place, target));
  const isWhole = !reading.truth(change, 'truncated') && !reading.truth(change, 'forced');
  // An annotated tag has a date of its own; a push has none, and no push is earlier than the commit it ends in.
  const pushedAt = reading.moment(after, 'date') ?? reading.moment(target, 'date');
  return [
    ...pushEvents({
      repository,
      ref: `${prefix}${reading.requiredText(named, 'name')}`,
      before: from,
      tip,
      pushedAt,
      commits: oldestFirst(commits, tip),
      landedAfter: isWhole ? from : undefined,
    }),
    ...(prefix === BRANCH ? commits.flatMap((commit) => mergeEvents(repository, commit)) : []),
  ];
}

const BRANCH = 'refs/heads/';
const prefixes: ReadonlyMap<string, string> = new Map([
  ['branch', BRANCH],
  ['tag', 'refs/tags/'],
  ['annotated_tag', 'refs/tags/'],
]);

function commitOf(reading: BodyReading, place: Place, target: Place | null): PushedCommit {
  const sha = reading.requiredText(place, 'hash');
  const isTarget = reading.text(target, 'hash') === sha;
  const author = reading.object(place, 'author');
  const account = author && (reading.object(author, 'user') ?? author);
  const raw = reading.text(author, 'raw');
  const parents = Array.isArray(place.fields['parents'])
    ? reading.objects(place, 'parents').map((parent) => reading.requiredText(parent, 'hash'))
    : undefined;
  return {
    sha,
    committedAt: reading.moment(place, 'date') ?? (isTarget ? reading.moment(target, 'date') : undefined),
    message: reading.text(place, 'message') ?? '',
    author: personOf(reading, account),
    bot: accountOf(reading, account)?.bot ?? isAutomaton(raw?.replace(/\s*<[^>]*>$/, '')),
    parents,
  };
}

/** How Bitbucket itself begins the message of a merge or squash. */
const MERGED = /^Merged in .{1,300} \(pull request #(\d{1,10})\)/;

/** Hooks of pull requests name the merge commit by a short hash; its own message says which pull request it merged. */
function mergeEvents(repository: Repository, { sha, committedAt, message }: PushedCommit): LeadlineEvent[] {
  const number = MERGED.exec(message)?.[1];
  if (number === undefined || committedAt === undefined) return [];
  const id = `merge_commit:${repository.key}:${number}:${sha}`;
  return [
    eventOf('pull_request', envelopeOf(repository, id, committedAt), {
      number: Number(number),
      ...namesOf(repository),
      mergeSha: sha,
      occurredAt: committedAt,
      revision: revisionOf(committedAt, 0),
    }),
  ];
}
