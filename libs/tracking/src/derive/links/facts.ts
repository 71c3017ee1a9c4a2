import type { carrierClasses, ChangeElement, CommitElement, LinkElement, UsedUp } from '@leadline/tables';
import type { CommitState } from '../../fold/commit.js';
import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';

export type CarrierClass = (typeof carrierClasses)[number];

/**
 * One interval of knowledge in which a row is a succeeded, non-flag production deployment of the service. A row may
 * have several versions, with disjoint intervals. All production environments of a service form one chain, ordered by
 * (finishedAt, id); deployments that count nowhere are in it too, because they use up their commits.
 */
export interface ChainVersion {
  /** Key of the deployment's row. */
  readonly row: string;
  readonly environment: string;
  readonly id: string;
  readonly sha: string | null;
  /** Epoch milliseconds, as all instants here. */
  readonly finishedAt: number;
  readonly knownFrom: number;
  readonly knownUntil: number;
  readonly kindClass: CarrierClass;
  /** Commits of other repositories that it brought as well. */
  readonly others?: readonly string[];
  /** Commits the pipeline said it carried. */
  readonly listed: readonly string[] | null;
  /** Of a rollback: the version that was live before it; null: none, or it is no rollback. */
  readonly replacedSha: string | null;
}

/**
 * What is known of commits and pull requests. `absent`: nothing is known of it; `not_loaded`: the caller has not looked
 * yet. A commit without a committer date is as good as absent.
 */
export interface CommitGraph {
  commit(sha: string): Timeline<CommitState> | 'absent' | 'not_loaded';
  /** Pull requests that name the SHA in any of their moments (hints are confirmed here). */
  changesOf(sha: string): readonly Timeline<PullRequestState>[] | 'not_loaded';
  /** SHAs that ever had the patch id (hints are confirmed here). */
  commitsOfPatch(patchId: string): readonly string[] | 'not_loaded';
}

/** That a row carried a commit, known in [from, until). */
export interface Carrying {
  readonly row: string;
  readonly from: number;
  readonly until: number;
}

/** What an earlier run stored, so that it need not be found again. */
export interface LinkMemo {
  /** The chain hash stored with a row. */
  chainHash(row: string): string | undefined;
  /** Which stored rows carried the commit, and when that was known; rows that are derived anew are not heeded. */
  carriersOf(sha: string): readonly Carrying[] | 'not_loaded';
  /** Rows that depend on a commit or pull request that changed since. */
  readonly invalid: ReadonlySet<string>;
}

export interface LinkOptions {
  readonly memo?: LinkMemo;
  /** At most this many commits are carried by one deployment; beyond, the link says truncated. */
  readonly maxCommits: number;
  /**
   * Monorepos: whether a commit that changed these paths is one of the service's. Others are used up without being
   * samples. Not asked where the paths are unknown: such commits count.
   */
  readonly paths?: (changed: readonly string[] | null) => boolean;
  /** Identity of the rule in `paths`, and of how results are stored: it enters the chain hash, so that another reuses nothing. */
  readonly pathsVersion?: string;
}

/** A flag that a change it carried, or took back, belongs to (metrics-deployment.md A), known in [knownFrom, knownUntil). */
export interface FlagElement {
  knownFrom: number;
  knownUntil: number;
  flag: string;
  /** What belongs to the flag: "commit:<sha>" or "change:<repository>#<number>"; "taken_back" of a rollback. */
  by: string;
}

/** What one deployment carried, ready for its row. */
export interface RowLinks {
  readonly links: LinkElement[];
  readonly commits: CommitElement[];
  readonly changes: ChangeElement[];
  /** Flags of what it carried: one element for each flag and commit, and for each flag and change. */
  readonly flags: FlagElement[];
  readonly chainHash: string;
  /** Every commit it used up, samples of the service or not, and when that was known: what the memo is asked for. Intervals may adjoin. */
  readonly carried: { sha: string; from: number; until: number }[];
  /** Of these, while they were no samples of the service. */
  readonly usedUp: UsedUp[];
  /** Every SHA whose commit or pull requests it depends on: what must derive it anew when it changes. */
  readonly shas: string[];
}

export type DerivedLinks =
  | { readonly outcome: 'complete'; readonly rows: ReadonlyMap<string, RowLinks>; readonly reused: readonly string[] }
  | {
      readonly outcome: 'needs';
      readonly commits: readonly string[];
      readonly changesOf: readonly string[];
      readonly patches: readonly string[];
      /** SHAs to be answered by {@link LinkMemo.carriersOf}. */
      readonly carried: readonly string[];
    };
