import type { MetricId, ScannedRecovery } from '@leadline/metrics';
import type { DeploymentRecord, IncidentRecord, OutlierMeasure, Span } from './outlier.js';

/** A deployment as the rules look at it. */
export interface ScannedDeployment {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Whether it counts as a deployment. */
  readonly isCounted: boolean;
  /** null: it is no part of the rate. */
  readonly isFailed: boolean | null;
  readonly isRework: boolean | null;
  /** Median lead time of what it carried, in seconds; null: no sample. */
  readonly leadTime: number | null;
}

export interface ScannedGroup {
  readonly name: string;
  /** In any order, over all the history that was loaded. */
  readonly deployments: readonly ScannedDeployment[];
  /** From its failed deployments, in any order; absent: nobody asked. */
  readonly recoveries?: readonly ScannedRecovery[];
}

/** A long record among those of one service. */
export interface SlowRecord {
  readonly at: number;
  readonly seconds: number;
  readonly record: DeploymentRecord | IncidentRecord;
}

/** Durations of one kind of one service, over the last 180 days. */
export interface ServiceRecords {
  readonly service: string;
  readonly measure: Extract<OutlierMeasure, 'lead_time' | 'rollout' | 'incident'>;
  /** All of them. */
  readonly seconds: readonly number[];
  /** How many of them lie in the period. */
  readonly inPeriod: number;
  /** At least those above nine of ten. */
  readonly slow: readonly SlowRecord[];
}

/** Everything a scan looks at. */
export interface OutlierScanInput {
  readonly metrics: readonly MetricId[];
  /** What is judged, up to asOf; empty: nothing is known of it yet. */
  readonly period: Span;
  /** What it is judged by, where it is judged by its own past. */
  readonly baseline: Span;
  /** Full weeks and days of the time zone, ascending, over all history up to the end of the period. */
  readonly weeks: readonly Span[];
  readonly days: readonly Span[];
  readonly groups: readonly ScannedGroup[];
  /** Names are paths: "eng" contains "eng/payments". */
  readonly areNested: boolean;
  /** Every deployment once, whatever groups it belongs to. */
  readonly everything: readonly ScannedDeployment[];
  readonly records: readonly ServiceRecords[];
  /** Failures since then may not be known yet, epoch milliseconds. */
  readonly settledUntil: number;
}
