import type { Catalogue } from '@leadline/events';
import type { EvidenceItem, EvidencePart, MetricId, PointReference } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/*
 * What people and programs read beneath the metrics. Every instant is in epoch milliseconds, UTC; null: not known or not
 * happened. Every list is paged by an opaque cursor, and `asOf` asks for what was known then.
 */

/** `first`: 1 to {@link MOST_ROWS_OF_A_PAGE}, else it is clipped. `after`: the `endCursor` of the page before. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Of the last item; null: the page is empty. */
  readonly endCursor: string | null;
  readonly hasNext: boolean;
}

/** The cursor or id was not made by Leadline: the caller's mistake, to be shown with the name of the argument. */
export class UnreadableReference extends Error {
  constructor(
    readonly argument: 'after' | 'id' | 'point',
    readonly text: string,
  ) {
    super(`${argument} is nothing that Leadline gave out: ${text.slice(0, 80)}`);
    this.name = 'UnreadableReference';
  }
}

// ── Deployments ────────────────────────────────────────────────────────────────────────────────────────────────────

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
  readonly tier: string;
  readonly repository: string;
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
  /** Ids of all its attempts. */
  readonly attempts: readonly string[];
  /** Id of the deployment it replaced on its first target; null: none known. */
  readonly replaced: string | null;
  readonly reports: readonly DeploymentReport[];
  readonly reasons: readonly FailureReason[];
  readonly links: DeploymentLinks | null;
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

/** `id`: of a {@link DeploymentSummary}, or of any attempt as its source gave it. null: there is none. */
export type FindDeployment = (analytics: Analytics, id: string, asOf: number) => Promise<DeploymentDetail | null>;

// ── Events and deliveries ──────────────────────────────────────────────────────────────────────────────────────────

export interface EventReference {
  readonly id: string;
  readonly entity: string;
  readonly kind: string;
  /** When it happened by the source's clock. */
  readonly time: number | null;
  /** Position of the delivery it came with, "<partition>:<offset>": its bytes lie there in the log. */
  readonly delivery: string;
}

export interface StoredEvent extends EventReference {
  readonly source: string;
  readonly revision: number;
  readonly receivedAt: number;
  /** `data` of the event. */
  readonly data: Readonly<Record<string, unknown>>;
}

export type ListEvents = (analytics: Analytics, entity: string, page: PageRequest) => Promise<Page<StoredEvent>>;

export interface DeliverySummary {
  /** Position in the log, "<partition>:<offset>"; raw bytes are read there. */
  readonly position: string;
  /** As the sender gave it, else the SHA-256 of the body. */
  readonly deliveryId: string;
  readonly endpoint: string;
  readonly source: string;
  readonly event: string;
  readonly outcome: 'normalized' | 'ignored' | 'quarantined';
  readonly reason: string | null;
  readonly bytes: number;
  readonly receivedAt: number;
  readonly events: readonly EventReference[];
}

/** `id`: position or delivery id (of several deliveries with one id, the latest). null: there is none. */
export type FindDelivery = (analytics: Analytics, id: string) => Promise<DeliverySummary | null>;

export interface DeliveryFilter {
  readonly endpoints?: readonly string[];
  readonly outcomes?: readonly DeliverySummary['outcome'][];
}
export type ListDeliveries = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: DeliveryFilter },
) => Promise<Page<Omit<DeliverySummary, 'events'>>>;

export interface QuarantineEntry {
  /** Position of the delivery. */
  readonly id: string;
  readonly deliveryId: string;
  readonly endpoint: string;
  readonly source: string;
  readonly stage: 'normalize' | 'fold';
  readonly code: string;
  readonly message: string;
  /** JSON pointer into the body; '' the whole. */
  readonly pointer: string;
  readonly receivedAt: number;
  readonly state: 'open' | 'resolved';
  readonly attempts: number;
}

export interface QuarantineFilter {
  readonly endpoints?: readonly string[];
  readonly codes?: readonly string[];
  /** Default: open ones. */
  readonly state?: 'open' | 'resolved' | 'all';
}
export type ListQuarantine = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: QuarantineFilter },
) => Promise<Page<QuarantineEntry>>;

export interface OutcomeCounts {
  readonly normalized: number;
  readonly ignored: number;
  readonly quarantined: number;
}

/** An endpoint that ever received something. */
export interface SourceHealth {
  readonly endpoint: string;
  readonly source: string;
  readonly lastReceivedAt: number;
  /** Received in the 24 hours and the 7 days before `now`. */
  readonly last24Hours: OutcomeCounts;
  readonly last7Days: OutcomeCounts;
  /** In quarantine now, whenever they came. */
  readonly openInQuarantine: number;
}
export type ListSources = (analytics: Analytics, now: number) => Promise<readonly SourceHealth[]>;

// ── Changes ────────────────────────────────────────────────────────────────────────────────────────────────────────

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
}

export type FoundChange =
  | { readonly outcome: 'found'; readonly change: ChangeDetail }
  | { readonly outcome: 'unknown' }
  /** A prefix that several commits begin with: some of them. */
  | { readonly outcome: 'ambiguous'; readonly shas: readonly string[] }
  /** Neither a number nor at least 7 hexadecimal digits. */
  | { readonly outcome: 'unreadable' };

/** `revision`: SHA, unambiguous prefix of at least 7 digits, or number of a pull request ("12" or "#12"). */
export type FindChange = (
  analytics: Analytics,
  asked: { readonly repository: string; readonly revision: string; readonly asOf: number },
) => Promise<FoundChange>;

// ── Incidents and flags ────────────────────────────────────────────────────────────────────────────────────────────

export interface IncidentFilter {
  readonly services?: readonly string[];
  /** Current owners of the services, by the catalogue; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly open?: boolean;
  /** Half-open [from, to) over startedAt. */
  readonly from?: number;
  readonly to?: number;
}

export interface IncidentSummary {
  readonly id: string;
  readonly entity: string;
  readonly service: string;
  readonly severity: string | null;
  readonly status: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly source: string;
  readonly startedAt: number;
  readonly detectedAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly resolvedAt: number | null;
  readonly userFacing: boolean;
  /** false: a false positive, a duplicate, or not caused by a change. */
  readonly counts: boolean;
  /** Ids of the deployments it names as its cause. */
  readonly causedBy: readonly string[];
}
export type ListIncidents = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: PageRequest & { readonly where?: IncidentFilter; readonly asOf: number },
) => Promise<Page<IncidentSummary>>;
export type FindIncident = (analytics: Analytics, id: string, asOf: number) => Promise<IncidentSummary | null>;

export interface FlagChangeFilter {
  readonly flags?: readonly string[];
  readonly services?: readonly string[];
  readonly environments?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}
export interface FlagChangeSummary {
  readonly id: string;
  readonly entity: string;
  readonly flag: string;
  readonly services: readonly string[];
  readonly environment: string;
  readonly tier: string;
  readonly at: number;
  /** Share of users, 0 to 100; null: not told. */
  readonly exposure: number | null;
  readonly planned: boolean;
  readonly failed: boolean | null;
  readonly source: string;
}
export type ListFlagChanges = (
  analytics: Analytics,
  request: PageRequest & { readonly where?: FlagChangeFilter; readonly asOf: number },
) => Promise<Page<FlagChangeSummary>>;

// ── Services and teams ─────────────────────────────────────────────────────────────────────────────────────────────

export interface ServiceSummary {
  readonly name: string;
  /** As the catalogue names it ("github:acme/payments"), else as deployments named it. */
  readonly repositories: readonly string[];
  /** Paths of its owners at `asOf`. */
  readonly teams: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the catalogue declares it. */
  readonly mapped: boolean;
  /** Lines of leadline.yaml that would map it; null: it is mapped. */
  readonly yaml: string | null;
  readonly environments: readonly string[];
  readonly lastDeployment: { readonly id: string; readonly environment: string; readonly at: number } | null;
  /** Why its numbers are stale: the error its last derivation ended with. */
  readonly staleBecause: string | null;
}
export interface ServiceFilter {
  readonly names?: readonly string[];
  /** Owners at `asOf`; a parent includes its descendants. */
  readonly teams?: readonly string[];
  readonly mapped?: boolean;
}
export type ListServices = (
  analytics: Analytics,
  catalogue: Catalogue,
  request: PageRequest & { readonly where?: ServiceFilter; readonly asOf: number },
) => Promise<Page<ServiceSummary>>;

export interface TeamSummary {
  /** "eng/payments". */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** null: a root. */
  readonly parent: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Services it owns itself at `asOf`. */
  readonly services: readonly string[];
  /** With those of its descendants. */
  readonly allServices: readonly string[];
}
/** Every team of the tree, parents before children. */
export type ListTeams = (catalogue: Catalogue, asOf: number) => readonly TeamSummary[];

// ── Evidence ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type { PointReference } from '@leadline/metrics';

export interface EvidenceEntry extends EvidenceItem {
  /** Opaque id of the deployment. */
  readonly deploymentId: string;
  /** Title of the commit or change of the sample. */
  readonly title: string | null;
}

export interface EvidencePage extends Page<EvidenceEntry> {
  /** How many entries there are of each part, over all pages. */
  readonly counts: Readonly<Record<EvidencePart, number>>;
}

export type FindEvidence = (
  analytics: Analytics,
  point: PointReference,
  request: PageRequest & { readonly parts?: readonly EvidencePart[] },
) => Promise<EvidencePage>;

/** A statement as it runs, with its values: "explain". */
export interface ExplainedMetric {
  readonly metric: MetricId;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}
