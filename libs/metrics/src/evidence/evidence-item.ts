/** Where an entry stands: `numerator` is also part of the denominator; of metrics without a ratio all samples are `sample`. */
export const evidenceParts = ['numerator', 'denominator', 'sample', 'left_out'] as const;
export type EvidencePart = (typeof evidenceParts)[number];

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
] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** What says that a deployment failed. */
export interface FailureEvidence {
  /** person: a mark. rollout: its own status or an attempt's. The others are rules 1, 3, 4 and 5 of metrics.md 3.3. */
  readonly rule: 'person' | 'rollout' | 'incident' | 'rollback' | 'fix' | 'inferred';
  /** Id of the incident or deployment that says so; '' of a person or the rollout itself. */
  readonly by: string;
}

/** A deployment, or a sample of it, that a number was made from or might have been. */
export interface EvidenceItem {
  readonly part: EvidencePart;
  /** Why it is left out, or not in the numerator though it might be; null: it needs no word. */
  readonly reason: LeftOutReason | null;
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  /** Smallest id of its attempts, as their source gave it. */
  readonly reportedId: string;
  readonly status: string;
  readonly kind: string;
  readonly sha: string;
  readonly version: string;
  readonly url: string;
  /** What puts it into a window, epoch milliseconds; its start while it has not finished. */
  readonly instant: number;
  /** "change:<repository>#<number>" or "commit:<sha>" of the sample; null: the deployment itself is. */
  readonly change: string | null;
  /** Where the sample's clock opens and closes, epoch milliseconds; null: no duration, or not closed yet. */
  readonly opensAt: number | null;
  readonly closesAt: number | null;
  /** The sample, in seconds. */
  readonly seconds: number | null;
  /** What says that it failed; empty: nothing, or the metric does not ask. */
  readonly failures: readonly FailureEvidence[];
  /** Ids of the incidents of its recovery episode. */
  readonly incidents: readonly string[];
}
