import { type EventData, eventOf, type LeadlineEvent } from '@leadline/events';
import type { BodyReading, Place } from './body-reading.js';
import { readCommitMessage } from './commit-message.js';
import { bodyOf, linkedIssues } from './linked-issues.js';
import { envelopeOf, namesOf, type Repository } from './repository.js';
import { revisionOf } from './revision.js';

const BRANCH = 'refs/heads/';
const TAG = 'refs/tags/';

/** A full ref by its form and short name; null: neither branch nor tag (notes, replacements). */
export function refOf(fullRef: string): { form: 'branch' | 'tag'; name: string } | null {
  if (fullRef.startsWith(BRANCH)) return { form: 'branch', name: fullRef.slice(BRANCH.length) };
  if (fullRef.startsWith(TAG)) return { form: 'tag', name: fullRef.slice(TAG.length) };
  return null;
}

/**
 * What is said of a ref within one second: a push says more than a hook that only announces the ref and knows no commit,
 * so it outranks it. A hook that tells a deletion knows as much as the push that deletes.
 */
export const refRank = { announced: 0, created: 1, moved: 2, deleted: 3 } as const;

export interface PushedCommit {
  readonly sha: string;
  /** RFC 3339; undefined: the hook does not tell. */
  readonly committedAt: string | undefined;
  readonly authoredAt?: string | undefined;
  readonly message: string;
  /** Whether an automaton wrote it. */
  readonly bot: boolean;
  /** The account of the person who wrote it; undefined: the hook names none. */
  readonly author?: string | undefined;
  /** Paths it touched; undefined: the hook does not tell. */
  readonly paths?: readonly string[] | undefined;
  /** First parent first; undefined: the hook does not tell. */
  readonly parents?: readonly string[] | undefined;
}

/** What a push did to one ref. */
export interface Push {
  readonly repository: Repository;
  /** E.g. "refs/heads/main". */
  readonly ref: string;
  /** Where the ref pointed to; undefined: it is new. */
  readonly before: string | undefined;
  /** Where it points to; undefined: it was deleted. */
  readonly tip: string | undefined;
  /** RFC 3339; undefined: the sender does not tell. */
  readonly pushedAt: string | undefined;
  /** Oldest first. */
  readonly commits: readonly PushedCommit[];
  /**
   * What the first of the commits landed after. undefined: not known, after a force push (the branch no longer contains
   * what it pointed to) or where the sender left out older commits.
   */
  readonly landedAfter: string | undefined;
  /** Commit that a tag stands on; the tip of an annotated tag is the tag's own object. */
  readonly taggedCommit?: string | undefined;
}

/** Commits in the order they landed, and where the branch or tag points; none: the ref is neither. */
export function pushEvents(push: Push): LeadlineEvent[] {
  const ref = refOf(push.ref);
  if (ref === null) return [];
  const { defaultBranch } = push.repository;
  const isDefault = ref.form === 'branch' && (defaultBranch === undefined ? undefined : ref.name === defaultBranch);
  const commits = commitEvents(push, isDefault === true);
  return [...commits, ref.form === 'branch' ? branchEvent(push, ref.name, isDefault) : tagEvent(push, ref.name)];
}

function branchEvent(push: Push, name: string, isDefault: boolean | undefined): LeadlineEvent<'branch'> {
  const { repository, before, tip, pushedAt } = push;
  const id = `push:${repository.key}:${name}:${before ?? 'none'}:${tip ?? 'none'}`;
  const { repo, repositoryId } = namesOf(repository);
  return eventOf('branch', envelopeOf(repository, id, pushedAt), {
    repo,
    repositoryId,
    projectId: repository.projectId,
    ref: name,
    tip: tip ?? null,
    isDefault,
    movedAt: pushedAt,
    deleted: tip === undefined,
    occurredAt: pushedAt,
    revision: refRevision(push),
  });
}

function tagEvent(push: Push, name: string): LeadlineEvent<'release'> {
  const { repository, before, tip, pushedAt } = push;
  const id = `push:${repository.key}:${TAG}${name}:${before ?? 'none'}:${tip ?? 'none'}`;
  const sha = push.taggedCommit ?? tip;
  return eventOf('release', envelopeOf(repository, id, pushedAt), {
    id: tagId(repository, name),
    ...namesOf(repository),
    source: repository.source,
    form: 'tag',
    tag: name,
    ...(tip === undefined ? { deleted: true } : { sha, publishedAt: pushedAt, deleted: false }),
    occurredAt: pushedAt,
    revision: refRevision(push),
  });
}

/** Id of the entity that a tag, and the release published on it, are. */
export const tagId = ({ source, key }: Repository, tag: string): string => `${source}/${key}/tag/${tag}`;

/** Where a sender tells no time, that a ref is gone is the last that is said of it. */
function refRevision({ before, tip, pushedAt }: Push): number {
  const rank = tip === undefined ? refRank.deleted : before === undefined ? refRank.created : refRank.moved;
  return pushedAt === undefined ? rank : revisionOf(pushedAt, rank);
}

function commitEvents(push: Push, toDefaultBranch: boolean): LeadlineEvent<'commit'>[] {
  const { repository, ref, pushedAt } = push;
  let { landedAfter } = push;
  return push.commits.map((commit) => {
    const id = `commit:${repository.key}:${ref}:${landedAfter ?? 'none'}:${commit.sha}`;
    const data = commitOf(push, commit, landedAfter, toDefaultBranch);
    landedAfter = commit.sha;
    return eventOf('commit', envelopeOf(repository, id, pushedAt), data);
  });
}

function commitOf(
  { repository, ref, pushedAt }: Push,
  { sha, committedAt, authoredAt, message, bot, author, paths, parents }: PushedCommit,
  landedAfter: string | undefined,
  toDefaultBranch: boolean,
): EventData<'commit'> {
  const { title, flags, reverts } = readCommitMessage(message);
  const { repo, repositoryId } = namesOf(repository);
  const branch = toDefaultBranch ? undefined : refOf(ref)?.name;
  const { issues } = linkedIssues({ body: bodyOf(message), branch });
  return {
    sha,
    repo,
    repositoryId,
    committedAt,
    authoredAt,
    parents: parents && [...parents],
    bot,
    author,
    title,
    landedAfter,
    flags,
    issues,
    reverts,
    paths: paths && [...paths],
    pushedAt: toDefaultBranch ? pushedAt : undefined,
    occurredAt: pushedAt,
    revision: commitRevision(pushedAt, toDefaultBranch),
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
  return toDefaultBranch ? revisionOf(pushedAt, 0) : Math.floor(revisionOf(pushedAt, 0) / 10_000);
}

/** Paths a commit touched; undefined: the hook does not tell. A path stands in one list only. */
export function pathsTouched(reading: BodyReading, commit: Place): string[] | undefined {
  const added = reading.texts(commit, 'added');
  const modified = reading.texts(commit, 'modified');
  const removed = reading.texts(commit, 'removed');
  if (added === undefined && modified === undefined && removed === undefined) return undefined;
  return [...(added ?? []), ...(modified ?? []), ...(removed ?? [])];
}

/** Commits of a push oldest first, whichever way round the sender lists them: the ref's tip is the newest. */
export function oldestFirst(commits: readonly PushedCommit[], tip: string | undefined): readonly PushedCommit[] {
  return commits.length > 1 && commits[0]?.sha === tip ? commits.toReversed() : commits;
}
