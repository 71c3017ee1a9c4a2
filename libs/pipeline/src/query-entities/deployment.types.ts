import type { Analytics } from '@leadline/ports';
import type { EventReference } from './delivery.types.js';
import type { Page, PageRequest } from './paging.types.js';

export const deploymentStatuses = ['succeeded', 'failed', 'in_progress', 'cancelled'] as const;
export type DeploymentStatus = (typeof deploymentStatuses)[number];

/** What a deployment's row is found by. */
export interface DeploymentKey {
  readonly service: string;
  readonly environment: string;
  /** "group:<group>" or "attempt:<id>". */
  readonly deployment: string;
  readonly occurrence: number;
}

export interface DeploymentFilter {
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  /** Paths; a parent includes its descendants. Membership at the deployment's instant decides. */
  readonly teams?: readonly string[];
  readonly repositories?: readonly string[];
  readonly targets?: readonly string[];
  readonly flags?: readonly string[];
  /** "key:value"; several narrow as "any of". */
  readonly tags?: readonly string[];
  readonly statuses?: readonly DeploymentStatus[];
  readonly kinds?: readonly string[];
  /** Full SHA, or a prefix of at least 7 hexadecimal digits. */
  readonly sha?: string;
  /** Half-open [from, to) over the deployment's instant: its finish, while it runs its start. */
  readonly from?: number;
  readonly to?: number;
  /** Whether it failed, by the rules and default options of the change fail rate. */
  readonly failed?: boolean;
}

export interface DeploymentSummary extends DeploymentKey {
  /** Opaque; what {@link DeploymentDetail} is asked for by. */
  readonly id: string;
  /** Smallest id of its attempts, as their source gave it. */
  readonly reportedId: string;
  /** Ids of all its attempts. */
  readonly attempts: readonly string[];
  readonly tier: string;
  readonly repository: string;
  /** Other repositories that it brought commits of. */
  readonly otherRepositories: readonly string[];
  /** Owners at its instant. */
  readonly teams: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
  readonly targets: readonly string[];
  readonly status: DeploymentStatus;
  readonly kind: string;
  /** Latest mark of a person: failed, ok, hotfix or excluded. */
  readonly verdict: string | null;
  readonly planned: boolean;
  readonly startedAt: number | null;
  /** null: in progress. */
  readonly finishedAt: number | null;
  readonly sha: string | null;
  readonly version: string | null;
  readonly source: string;
  /** Keyed hash of who started it. */
  readonly actor: string | null;
  readonly url: string | null;
  /** Whether it is a member of C under the default options (metrics.md §2). */
  readonly counted: boolean;
  /** By the rules of the change fail rate under the default options. */
  readonly failed: boolean;
  /** Commits and changes it carried for the first time. */
  readonly commitCount: number;
  readonly changeCount: number;
}

/** Why a deployment failed or may have. */
export interface FailureReason {
  /** incident (rule 1), rollback (3), fix (4), inferred (5): metrics.md 3.3. */
  readonly rule: 'incident' | 'rollback' | 'fix' | 'inferred';
  /** Id of the incident or deployment that says so. */
  readonly by: string;
  /** Seconds that timeWindowS or rollbackWindowS are compared with; 0 where there is no limit. */
  readonly gapSeconds: number;
  /** N of sevN; null: no such severity. */
  readonly severity: number | null;
  readonly userFacing: boolean;
  readonly impactAt: number | null;
  readonly detectedAt: number | null;
  readonly resolvedAt: number | null;
  /** Whether it speaks under the default options. */
  readonly counts: boolean;
}

/** How its changes were found. */
export interface DeploymentLinks {
  readonly basis: 'list' | 'ancestry' | 'landing' | 'head' | 'none';
  /** It shares no commit with what the service deployed before. */
  readonly noBaseline: boolean;
  /** The walk was cut at its bound. */
  readonly truncated: boolean;
  /** SHAs whose commits are not known yet. */
  readonly waiting: readonly string[];
}

/** How its commit was found where no report names it as it is known. */
export interface FoundVersion {
  /** artifact: one it names says so; tag: the image's tag is the commit; short: a short SHA was reported. */
  readonly basis: 'artifact' | 'tag' | 'short';
  /** What was reported: the name of the artifact, or the short SHA. */
  readonly by: string;
  /** How many commits it may be; unless it is one, none is taken. */
  readonly candidates: number;
}

/** Where a version runs, and since when. */
export interface DeploymentReach {
  /** Every target it was reported for; '' is the environment as a whole. null: it did not get there yet. */
  readonly targets: readonly { readonly target: string; readonly reachedAt: number | null }[];
  readonly firstAt: number | null;
  /** null: not everywhere yet. */
  readonly allAt: number | null;
}

export interface CarriedCommit {
  readonly sha: string;
  /** First line of its message; null: not known. */
  readonly title: string | null;
  readonly committedAt: number;
  /** With the originals' time where a forge reset it. */
  readonly repairedAt: number;
  readonly bot: boolean;
  readonly merge: boolean;
  /** The deployed commit itself. */
  readonly head: boolean;
  /** Pull request, "change:<repository>#<number>"; null: pushed directly. */
  readonly change: string | null;
}

export interface CarriedChange {
  /** "change:<repository>#<number>", or "commit:<sha>" for a direct push. */
  readonly change: string;
  readonly title: string;
  readonly url: string | null;
  readonly firstCommitAt: number;
  readonly openedAt: number;
  readonly mergedAt: number;
  readonly bot: boolean;
  readonly head: boolean;
}

/** A report of an attempt by one source: the witnesses of a deployment. */
export interface DeploymentReport {
  /** "deployment:<id>", "release:<id>" or "run:<id>": what its events are asked for by. */
  readonly entity: string;
  readonly id: string;
  readonly source: string;
  readonly status: string;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly sha: string | null;
}

/** The deployment as it was known in an interval. */
export interface DeploymentMoment {
  /** null: always known. */
  readonly knownFrom: number | null;
  /** null: still true. */
  readonly knownUntil: number | null;
  readonly status: DeploymentStatus;
  readonly kind: string;
  readonly verdict: string | null;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  readonly sha: string | null;
}

export interface DeploymentDetail extends DeploymentSummary {
  /** Id of the deployment it replaced on its first target; null: none known. */
  readonly replaced: string | null;
  readonly reports: readonly DeploymentReport[];
  readonly reasons: readonly FailureReason[];
  readonly links: DeploymentLinks | null;
  readonly found: FoundVersion | null;
  /** Version of its configuration: the commit of a configuration repository, or what its source calls so. */
  readonly configVersion: string | null;
  readonly reach: DeploymentReach;
  readonly commits: readonly CarriedCommit[];
  readonly changes: readonly CarriedChange[];
  /** How it looked over time, oldest first. */
  readonly history: readonly DeploymentMoment[];
  /** Events of its attempts, marks and corrections included, oldest first. */
  readonly events: readonly EventReference[];
}

export type ListDeployments = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: DeploymentFilter; readonly asOf: number },
) => Promise<Page<DeploymentSummary>>;

export type CountDeployments = (
  analytics: Analytics,
  request: { readonly where?: DeploymentFilter; readonly asOf: number },
) => Promise<number>;

/** `ids`: of {@link DeploymentSummary}, or of attempts as their sources gave them. By id; what nobody knows is missing. */
export type FindDeploymentSummaries = (
  analytics: Analytics,
  ids: readonly string[],
  asOf: number,
) => Promise<ReadonlyMap<string, DeploymentSummary>>;
export type FindDeployments = (
  analytics: Analytics,
  ids: readonly string[],
  asOf: number,
) => Promise<ReadonlyMap<string, DeploymentDetail>>;

/** `id`: of a {@link DeploymentSummary}, or of any attempt as its source gave it. null: there is none. */
export type FindDeployment = (analytics: Analytics, id: string, asOf: number) => Promise<DeploymentDetail | null>;
