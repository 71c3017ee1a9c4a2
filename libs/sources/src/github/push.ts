import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from '../body-reading.js';
import { readCommitMessage } from './commit-message.js';
import {
  envelope,
  type Hook,
  ignored,
  isAutomaton,
  type Repository,
  revisionOf,
  says,
  shaOf,
  type Understood,
} from './hook.js';
import { refOf, refRank } from './ref.js';

/** A push as its commits need it. */
interface Push {
  readonly ref: string;
  readonly toDefaultBranch: boolean;
  /** RFC 3339: when GitHub took it; undefined: old servers do not tell. */
  readonly pushedAt: string | undefined;
  /** Of its commits. */
  readonly revision: number | undefined;
  readonly reading: BodyReading;
  readonly repository: Repository;
}

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
export function push({ body, reading, repository }: Hook): Understood {
  const fullRef = reading.requiredText(body, 'ref');
  const ref = refOf(fullRef);
  if (ref === null) return ignored(`${fullRef.slice(0, 64)} is neither a branch nor a tag`);
  const before = shaOf(reading.requiredText(body, 'before'));
  const tip = shaOf(reading.requiredText(body, 'after'));
  // In hooks of pushes, and only there, pushed_at is a number: epoch seconds of this push.
  const pushedAt = reading.instant(repository.place, 'pushed_at') ?? tipTime(reading, body);
  const toDefaultBranch = ref.form === 'branch' && ref.name === repository.defaultBranch;
  const commits = commitEvents(
    {
      ref: fullRef,
      toDefaultBranch,
      pushedAt,
      revision: commitRevision(pushedAt, toDefaultBranch),
      reading,
      repository,
    },
    reading.objects(body, 'commits'),
    // After a force push the branch no longer contains what it pointed to, so nothing landed after that.
    reading.truth(body, 'forced') ? undefined : before,
  );
  const rank = tip === undefined ? refRank.deleted : before === undefined ? refRank.created : refRank.moved;
  const occurrence = { repository, pushedAt, before, tip, revision: revisionOf(pushedAt, rank) };
  if (ref.form === 'branch') return says(...commits, branchEvent(ref.name, occurrence, toDefaultBranch));
  // The tip of an annotated tag is the tag's own object; head_commit is the commit it stands on.
  const headCommit = reading.object(body, 'head_commit');
  const sha = headCommit === null ? tip : shaOf(reading.text(headCommit, 'id'));
  return says(...commits, tagEvent(ref.name, occurrence, sha));
}

/** The pushed commit's own time stands for a push that tells none: no push is earlier. */
function tipTime(reading: BodyReading, body: Place): string | undefined {
  const headCommit = reading.object(body, 'head_commit');
  return headCommit === null ? undefined : reading.instant(headCommit, 'timestamp');
}

interface Occurrence {
  readonly repository: Repository;
  readonly pushedAt: string | undefined;
  readonly before: string | undefined;
  readonly tip: string | undefined;
  readonly revision: number | undefined;
}

function branchEvent(name: string, occurrence: Occurrence, isDefault: boolean): LeadlineEvent<'branch'> {
  const { repository, pushedAt, before, tip, revision } = occurrence;
  const id = `push:${repository.id}:${name}:${before ?? 'none'}:${tip ?? 'none'}`;
  return eventOf('branch', envelope(repository, id, pushedAt), {
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    ref: name,
    tip: tip ?? null,
    isDefault,
    movedAt: pushedAt,
    deleted: tip === undefined,
    occurredAt: pushedAt,
    revision,
  });
}

function tagEvent(name: string, occurrence: Occurrence, sha: string | undefined): LeadlineEvent<'release'> {
  const { repository, pushedAt, before, tip, revision } = occurrence;
  const id = `push:${repository.id}:refs/tags/${name}:${before ?? 'none'}:${tip ?? 'none'}`;
  return eventOf('release', envelope(repository, id, pushedAt), {
    id: `github/${repository.id}/tag/${name}`,
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    source: 'github',
    form: 'tag',
    tag: name,
    ...(tip === undefined ? { deleted: true } : { sha, publishedAt: pushedAt, deleted: false }),
    occurredAt: pushedAt,
    revision,
  });
}

/** The commits of a push, oldest first, each after the one listed before it. */
function commitEvents(push: Push, commits: readonly Place[], before: string | undefined): LeadlineEvent<'commit'>[] {
  let landedAfter = before;
  return commits.map((place) => {
    const commit = commitOf(push, place, landedAfter);
    const id = `commit:${push.repository.id}:${push.ref}:${landedAfter ?? 'none'}:${commit.sha}`;
    landedAfter = commit.sha;
    return eventOf('commit', envelope(push.repository, id, push.pushedAt), commit);
  });
}

function commitOf(push: Push, place: Place, landedAfter: string | undefined): EventData<'commit'> {
  const { reading, repository, pushedAt, toDefaultBranch, revision } = push;
  const { title, flags, reverts } = readCommitMessage(reading.text(place, 'message') ?? '');
  return {
    sha: reading.requiredText(place, 'id'),
    repo: repository.repo,
    repositoryId: repository.repositoryId,
    committedAt: reading.requiredInstant(place, 'timestamp'),
    bot: isAutomaton(authorOf(reading, place)),
    title,
    landedAfter,
    flags,
    reverts,
    paths: pathsOf(reading, place),
    pushedAt: toDefaultBranch ? pushedAt : undefined,
    occurredAt: pushedAt,
    revision,
  };
}

/**
 * A commit is pushed to its feature branch and again, by the merge, to the default branch; each push names another
 * commit it landed after. What the default branch says must win, whichever came later: its pushes count in
 * milliseconds × 10, all others in seconds, which is less for every time since 1990. The others are still worth
 * having: along them the original commits of a squashed pull request are found.
 */
function commitRevision(pushedAt: string | undefined, toDefaultBranch: boolean): number | undefined {
  if (pushedAt === undefined) return undefined;
  const at = Date.parse(pushedAt);
  return toDefaultBranch ? at * 10 : Math.floor(at / 1000);
}

/** Who wrote a commit. The committer tells only where no author is named: merges in the browser are committed by GitHub. */
function authorOf(reading: BodyReading, commit: Place): string | undefined {
  const person = reading.object(commit, 'author') ?? reading.object(commit, 'committer');
  return reading.text(person, 'username') ?? reading.text(person, 'name');
}

/** Paths a commit touched; undefined: the hook does not tell. A path stands in one list only. */
function pathsOf(reading: BodyReading, commit: Place): string[] | undefined {
  const added = reading.texts(commit, 'added');
  const modified = reading.texts(commit, 'modified');
  const removed = reading.texts(commit, 'removed');
  if (added === undefined && modified === undefined && removed === undefined) return undefined;
  return [...(added ?? []), ...(modified ?? []), ...(removed ?? [])];
}
