import type { Catalogue } from '@leadline/events';
import type { Analytics } from '@leadline/ports';

/** A place a change may have reached: a target of an environment of a service. */
export interface Whereabouts {
  readonly service: string;
  readonly environment: string;
  readonly tier: string;
  readonly target: string | null;
  readonly state:
    /** The version that is live there contains it. */
    | 'live'
    /** It was live, and a rollback to a version before it took it away. */
    | 'rolled_back'
    /** Merged or pushed, and no deployment there has carried it yet. */
    | 'waiting';
  /** Finish of the first deployment that brought it; null: waiting. */
  readonly since: number | null;
  /** Id of that deployment. */
  readonly deployment: string | null;
  /** Finish of the rollback that took it away. */
  readonly until: number | null;
  /** Id of what is live there now; null: nothing. */
  readonly liveDeployment: string | null;
  /** Id of a deployment in progress that will bring it; null: none, or it is there. */
  readonly underway: string | null;
}

export interface ChangeCommit {
  readonly sha: string;
  readonly title: string | null;
  readonly committedAt: number | null;
}

export interface PullRequestSummary {
  readonly entity: string;
  readonly repository: string;
  readonly number: string;
  readonly title: string;
  readonly url: string | null;
  readonly openedAt: number | null;
  /** When it was ready for review: opened, or no draft any more. */
  readonly readyAt: number | null;
  /** By another human. */
  readonly firstReviewAt: number | null;
  /** Last approval by another human. */
  readonly approvedAt: number | null;
  readonly mergedAt: number | null;
  readonly mergeSha: string | null;
}

export interface ChangeDetail {
  /** "change:<repository>#<number>" or "commit:<sha>". */
  readonly change: string;
  readonly repository: string;
  readonly title: string | null;
  readonly url: string | null;
  /** The pull request it is or belongs to; null: pushed directly, or none is known. */
  readonly pullRequest: PullRequestSummary | null;
  readonly commits: readonly ChangeCommit[];
  readonly whereabouts: readonly Whereabouts[];
  /** Id of the production deployment that carried it first; null: none did. */
  readonly carriedBy: string | null;
}

export type FoundChange =
  | { readonly outcome: 'found'; readonly change: ChangeDetail }
  | { readonly outcome: 'unknown' }
  /** A prefix that several commits begin with: some of them. */
  | { readonly outcome: 'ambiguous'; readonly shas: readonly string[] }
  /** Neither a number nor at least 7 hexadecimal digits. */
  | { readonly outcome: 'unreadable' };

/**
 * `revision`: SHA, unambiguous prefix of at least 7 digits, or number of a pull request ("12" or "#12"). With a
 * catalogue, services of a monorepo that the change does not touch are left out.
 */
export type FindChange = (
  analytics: Analytics,
  asked: {
    readonly repository: string;
    readonly revision: string;
    readonly asOf: number;
    readonly catalogue?: Catalogue;
  },
) => Promise<FoundChange>;

/** A commit or pull request that a person may mean. */
export interface ChangeCandidate {
  readonly repository: string;
  /** SHA of a commit, number of a pull request: `change` takes it. */
  readonly revision: string;
  /** Of a pull request; null: a commit. */
  readonly number: string | null;
  readonly title: string | null;
  readonly url: string | null;
  /** When it was merged, opened or committed; null: not known. */
  readonly at: number | null;
}

/** `text`: what the person wrote; at most `first` candidates. */
export type FindChanges = (
  analytics: Analytics,
  asked: { readonly text: string; readonly first: number; readonly asOf: number },
) => Promise<readonly ChangeCandidate[]>;
