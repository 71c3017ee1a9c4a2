import { eventOf, type LeadlineEvent } from '@leadline/events';
import { readCommitMessage } from './commit-message.js';
import { bodyOf, linkedIssues } from './linked-issues.js';
import { envelopeOf, namesOf, type Repository } from './repository.js';
import { revisionOf } from './revision.js';

/** A commit as a forge's API lists it. */
export interface ListedCommit {
  readonly sha: string;
  readonly committedAt: string;
  readonly authoredAt: string | undefined;
  readonly message: string;
  readonly bot: boolean;
  /** The account of the person who wrote it; undefined: the list names none. */
  readonly author?: string | undefined;
  /** First parent first. */
  readonly parents: readonly string[];
}

/** The pull request whose commits were listed. */
export interface ListedOf {
  readonly number: number;
  readonly headSha: string | undefined;
}

/**
 * Commits with their parents, which no push tells; of all else a push says more, so it outranks them. Of a pull request
 * also which commits are its own, where the list ends in its tip: longer lists are cut off.
 */
export function listedCommits(
  repository: Repository,
  commits: readonly ListedCommit[],
  of: ListedOf | undefined,
): LeadlineEvent[] {
  const events = commits.map((commit) => commitEvent(repository, commit));
  const tip = commits.at(-1);
  if (of === undefined || tip === undefined || tip.sha !== of.headSha) return events;
  const head = envelopeOf(
    repository,
    `pull_request_commits:${repository.key}:${of.number}:${tip.sha}`,
    tip.committedAt,
  );
  const listed = eventOf('pull_request', head, {
    number: of.number,
    ...namesOf(repository),
    commits: commits.map(({ sha }) => sha),
    occurredAt: tip.committedAt,
    revision: revisionOf(tip.committedAt, 0),
  });
  return [...events, listed];
}

function commitEvent(repository: Repository, commit: ListedCommit): LeadlineEvent<'commit'> {
  const { sha, committedAt, authoredAt, parents, bot, author } = commit;
  const { title, flags, reverts } = readCommitMessage(commit.message);
  return eventOf('commit', envelopeOf(repository, `listed_commit:${repository.key}:${sha}`, committedAt), {
    sha,
    ...namesOf(repository),
    committedAt,
    authoredAt,
    parents: [...parents],
    bot,
    ...(author !== undefined && { author }),
    title,
    flags,
    ...linkedIssues({ body: bodyOf(commit.message) }),
    reverts,
    occurredAt: committedAt,
    revision: 0,
  });
}
