import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import { ignored, quoted, says, type Understood } from '../json-hook.js';
import { oldestFirst, pathsTouched, type PushedCommit, pushEvents, refOf } from '../push.js';
import { keyOn, type Repository } from '../repository.js';

export const SOURCE = 'harness-code';

export function repositoryOf(place: Place, reading: BodyReading): Repository {
  return {
    source: SOURCE,
    key: keyOn(reading.text(place, 'git_url'), null, reading.requiredKey(place, 'id')),
    repo: reading.requiredText(place, 'path'),
    defaultBranch: reading.text(place, 'default_branch'),
  };
}

/** A branch or tag that was created, updated or deleted. It tells no time: none is earlier than its last commit. */
export function push(body: Place, reading: BodyReading): Understood {
  const repository = repositoryOf(reading.requiredObject(body, 'repo'), reading);
  const ref = reading.requiredText(reading.requiredObject(body, 'ref'), 'name');
  if (refOf(ref) === null) return ignored(`${quoted(ref)} is neither a branch nor a tag`);
  const before = fullShaOf(reading.requiredText(body, 'old_sha'));
  const tip = fullShaOf(reading.requiredText(body, 'sha'));
  const head = reading.object(body, 'head_commit') ?? reading.object(body, 'commit');
  const listed = reading.objects(body, 'commits').map((place) => commitOf(reading, place));
  const total = reading.integer(body, 'total_commits_count') ?? listed.length;
  const isWhole = listed.length > 0 && total <= listed.length && !reading.truth(body, 'forced');
  const last = head === null ? undefined : commitOf(reading, head);
  const commits = listed.length > 0 ? listed : last !== undefined && last.sha === tip ? [last] : [];
  return says(
    ...pushEvents({
      repository,
      ref,
      before,
      tip,
      pushedAt: last?.committedAt,
      commits: tip === undefined ? [] : oldestFirst(commits, tip),
      landedAfter: isWhole ? before : undefined,
      taggedCommit: fullShaOf(last?.sha),
    }),
  );
}

export function commitOf(reading: BodyReading, place: Place): PushedCommit {
  const author = reading.object(place, 'author');
  const identity = author && reading.object(author, 'identity');
  return {
    sha: reading.requiredText(place, 'sha'),
    committedAt: reading.moment(reading.object(place, 'committer'), 'when'),
    authoredAt: reading.moment(author, 'when'),
    message: reading.text(place, 'message') ?? '',
    bot: isAutomaton(reading.text(identity, 'name')),
    author: isAutomaton(reading.text(identity, 'name')) ? undefined : personNamed(reading.text(identity, 'email')),
    paths: pathsTouched(reading, place),
  };
}
