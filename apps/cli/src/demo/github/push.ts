import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import { instantText } from '../time.js';
import { contextBody, SITE } from './common.js';

/** A commit as it came to lie on a branch. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly message: string;
  /** Committer date. */
  readonly at: number;
  readonly author: Account;
  readonly committer: Account;
  readonly added: readonly string[];
  readonly modified: readonly string[];
}

export interface Push {
  readonly branch: string;
  /** Where the branch pointed before; null: it is new. */
  readonly before: string | null;
  /** Oldest first, at least one. */
  readonly commits: readonly Commit[];
  /** SHAs that were pushed before, to another branch. */
  readonly known?: ReadonlySet<string>;
  readonly at: number;
  readonly pusher: Account;
}

const NOWHERE = '0'.repeat(40);

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#push */
export function pushBody(repository: Repository, push: Push): object {
  const { branch, before, commits, pusher, at, known } = push;
  const head = commits.at(-1) as Commit;
  const context = contextBody(repository, pusher, at) as { repository: object };
  const described = commits.map((commit) => commitBody(repository, commit, known?.has(commit.sha) !== true));
  return {
    ref: `refs/heads/${branch}`,
    before: before ?? NOWHERE,
    after: head.sha,
    created: before === null,
    deleted: false,
    forced: false,
    base_ref: null,
    compare: `${SITE}/${repository.fullName}/compare/${(before ?? NOWHERE).slice(0, 12)}...${head.sha.slice(0, 12)}`,
    commits: described,
    head_commit: described.at(-1),
    ...context,
    // Unlike in every other event, a number here.
    repository: { ...context.repository, pushed_at: Math.floor(at / 1000), master_branch: 'main' },
    pusher: { name: pusher.login, email: pusher.email },
  };
}

function commitBody({ fullName }: Repository, commit: Commit, distinct: boolean): object {
  const { sha, tree, message, at, author, committer, added, modified } = commit;
  return {
    id: sha,
    tree_id: tree,
    distinct,
    message,
    timestamp: instantText(at),
    url: `${SITE}/${fullName}/commit/${sha}`,
    author: personBody(author),
    committer: personBody(committer),
    added,
    removed: [],
    modified,
  };
}

const personBody = ({ name, email, login }: Account): object => ({ name, email, username: login });
