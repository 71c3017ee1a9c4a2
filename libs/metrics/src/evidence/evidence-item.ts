/** Where an entry stands: `numerator` is also part of the denominator; of metrics without a ratio all samples are `sample`. */
export const evidenceParts = ['numerator', 'denominator', 'sample', 'left_out'] as const;
export type EvidencePart = (typeof evidenceParts)[number];

/** What an entry of evidence is. */
export type EvidenceThing =
  | 'deployment'
  /** A pull request, or a commit pushed directly, in a deployment. */
  | 'change'
  | 'commit'
  /** The k-th attempts of all targets of a deployment. */
  | 'attempt'
  /** An approval that a deployment had to wait for. */
  | 'gate'
  /** A deployment that was taken back, or a rollout that was aborted. */
  | 'rollback'
  | 'incident'
  | 'flag'
  /** The steps that brought a flag to users in one environment. */
  | 'flag_release'
  | 'observation'
  /** An attempt of a run of a pipeline. */
  | 'run'
  | 'train'
  /** A target of an environment of a service. */
  | 'place';

/** Why something is no part of a number, or only of its denominator. */
export const leftOutReasons = [
  /** Its environment is not of tier production. */
  'not_production',
  /** Its instant lies outside the window. */
  'outside_window',
  'in_progress',
  'cancelled',
  /** It failed before it reached users. */
  'not_exposed',
  /** It failed, and its source does not tell whether it reached users (option assumeExposed). */
  'exposure_unknown',
  'excluded_by_person',
  'redeploy',
  'rollback',
  'config',
  'flag',
  /** A hotfix, left out by the option excludeFixOnly. */
  'fix_only',
  /** A repair that was planned is rework of nobody: in the denominator only. */
  'planned',
  /** Something says that it failed, and a person said that it did not: in the denominator only. */
  'marked_ok',
  /** A deployment that failed carries nothing into production. */
  'failed_rollout',
  /** It shares no commit with what was deployed before (option firstDeployment). */
  'no_baseline',
  /** It brought nothing that was not deployed before. */
  'nothing_new',
  /** The deployed commit, or commits on the way to it, are not known. */
  'commits_unknown',
  'bot',
  'merge_commit',
  /** Its patch was deployed before, or is in the same deployment twice (option identity). */
  'same_patch',
  /** It ends before it begins, by more than clocks may differ (option clockSkewToleranceS). */
  'negative_duration',
  /** It shares an episode with another failed deployment, which stands for both. */
  'same_episode',
  /** Nothing was reported that this number is made from: silence is not zero. */
  'not_reported',
  /** Nobody told when it started. */
  'start_unknown',
  /** No check was made after it. */
  'unverified',
  /** A check of it still runs. */
  'check_running',
  /** It was no canary: no step had a part of the traffic alone. */
  'no_canary',
  /** Its canary was not decided: no check passed and none failed. */
  'undecided',
  /** Its costs are told in several currencies. */
  'several_currencies',
  /** A policy decides this gate, and no person. */
  'policy_gate',
  /** It was a false positive or a duplicate. */
  'no_disturbance',
  /** Users did not notice (option includeInternal). */
  'not_user_facing',
  /** It is less severe than the option minSeverity asks for. */
  'below_severity',
  /** Nobody told when it began. */
  'begin_unknown',
  /** Nothing tells that something was wrong before it was taken back. */
  'not_detected',
  /** The rollback that took it back took back others too, one of which stands for all. */
  'same_rollback',
  /** The flag's release did not fail. */
  'not_failed',
  /** The change left a flag as far on as it was. */
  'exposure_unchanged',
  /** No user has seen it yet. */
  'not_seen_yet',
  /** The flag was archived. */
  'archived',
  /** A later report of its service takes its place. */
  'superseded',
  /** It belongs to no deployment: below the line alone. */
  'no_deployment',
  /** It is a run of continuous integration. */
  'not_of_deployment',
  /** Its plan, with the tolerance, is not over. */
  'not_due',
  /** Its train carried it: in the denominator only. */
  'aboard',
  /** No change that landed goes by the name that a manifest gives. */
  'change_unknown',
  /** A production deployment brought it. */
  'shipped',
  /** Nobody told where this part of its lead time ends, or it came too late: its time is in a part beside it. */
  'boundary_unknown',
  /** It was pushed directly, and had no pull request. */
  'pushed_directly',
  /** Nobody but its author looked at it before the merge. */
  'not_reviewed',
  /** Nobody approved it before the merge. */
  'not_approved',
  /** Its deployment waited for nobody's approval. */
  'no_gate',
  /** One of the two places that are compared was never deployed to. */
  'never_deployed',
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** What says that a deployment failed. */
export interface FailureEvidence {
  /** person: a mark. rollout: its own status or an attempt's. The others are rules 1, 3, 4 and 5 of metrics.md 3.3. */
  readonly rule: 'person' | 'rollout' | 'incident' | 'rollback' | 'fix' | 'inferred';
  /** Id of the incident or deployment that says so; '' of a person or the rollout itself. */
  readonly by: string;
}

/** Key of a row of `deployments`. */
export interface EvidentDeployment {
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
}

/** What every entry says of the thing it is. */
export interface ShownThing {
  readonly thing: EvidenceThing;
  /** As its source gave it; of a deployment the smallest id of its attempts. */
  readonly id: string;
  /** Tells it apart from every other entry of the same instant. */
  readonly key: string;
  /** What puts it into a window, epoch milliseconds; its start while it has not finished. */
  readonly instant: number;
  /** null: it belongs to none, or to several. */
  readonly service: string | null;
  readonly environment: string | null;
  /** Deployment that it is or belongs to; null: none. */
  readonly deployment: EvidentDeployment | null;
  readonly title: string | null;
  /** Of its deployment; '' where there is none. */
  readonly status: string;
  readonly kind: string;
  readonly sha: string;
  readonly version: string;
  readonly url: string;
}

/** Something that a number was made from or might have been. */
export interface EvidenceItem extends ShownThing {
  readonly part: EvidencePart;
  /** Why it is left out, or not in the numerator though it might be; null: it needs no word. */
  readonly reason: LeftOutReason | null;
  /** "change:<repository>#<number>" or "commit:<sha>" of a sample that is no deployment. */
  readonly change: string | null;
  /** Where the sample's clock opens and closes, epoch milliseconds; null: no duration, or not closed yet. */
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  /** The sample, in the unit of the metric; null: the metric is made of shares, or it is left out. */
  readonly value: number | null;
  /** What it adds above the line and below it; null: the metric is no share, or it is left out. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** What says that it failed; empty: nothing, or the metric does not ask. */
  readonly failures: readonly FailureEvidence[];
  /** Ids of the incidents it is about. */
  readonly incidents: readonly string[];
  /** Id of the release train that it was booked on; null: the metric is of no bookings, or it is the train itself. */
  readonly train: string | null;
}
