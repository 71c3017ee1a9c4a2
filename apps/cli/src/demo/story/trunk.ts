import { shaOf } from '../chance.js';
import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import type { Recorder } from '../delivery.js';
import { type Commit, pushBody } from '../github/push.js';
import { SECOND } from '../time.js';

/** A state of the main branch. */
export interface Version {
  readonly sha: string;
  /** How many pushes came before it. */
  readonly order: number;
  readonly title: string;
}

/** The main branch of a repository. */
export interface Trunk {
  tip(): Version;
  /** Puts commits on it and tells of the push; the version it then has, and when (pushes are seconds apart). */
  land(landing: Landing): { readonly version: Version; readonly at: number };
}

export interface Landing {
  /** Oldest first. */
  readonly commits: readonly Commit[];
  readonly title: string;
  readonly pusher: Account;
  readonly at: number;
  /** SHAs that were pushed to a feature branch before. */
  readonly known?: ReadonlySet<string>;
}

export function createTrunk(repository: Repository, seed: number, record: Recorder): Trunk {
  let tip: Version = { sha: shaOf(`${seed}/${repository.fullName}/history`), order: 0, title: 'Earlier work' };
  let lastPush = 0;
  return {
    tip: () => tip,
    land: ({ commits, title, pusher, at: wanted, known }) => {
      const at = Math.max(wanted, lastPush + 2 * SECOND);
      const before = tip.sha;
      const push = { branch: 'main', before, commits, at, pusher, ...(known === undefined ? {} : { known }) };
      record({ at, kind: 'hook', event: 'push', body: () => pushBody(repository, push) });
      tip = { sha: commits.at(-1)?.sha ?? before, order: tip.order + 1, title };
      lastPush = at;
      return { version: tip, at };
    },
  };
}
