import type { MetricId, Unit } from '@leadline/metrics';

/** What finds outliers, in the order in which people see them (metrics.md 7). */
export const outlierRules = [
  /** A share against that of all groups: posterior rule. */
  'rate_against_peers',
  /** A group's typical lead time against those of the others, each with its own error. */
  'lead_time_against_peers',
  /** A group's typical recovery time against those of the others, in the same way. */
  'recovery_against_peers',
  /** A share against the group's own before: Fisher's exact test. */
  'rate_against_history',
  /** Lead time against the group's own before: Welch's test of logarithms, one median per deployment. */
  'lead_time_against_history',
  /** Recovery time against the group's own before, in the same way: one time per recovery, all of them over. */
  'recovery_against_history',
  /** Deployments of the newest full week against the twelve before. */
  'frequency_against_history',
  /** A new level of lead time that has lasted: PELT proposes, a permutation test confirms. */
  'lasting_shift',
  /** A day on which much more failed than on others: beta-binomial tail, given how days differ. */
  'unusual_day',
  /** A single deployment or incident that took much longer than others of its service. */
  'single_record',
] as const;
export type OutlierRule = (typeof outlierRules)[number];

/** What is looked at. */
export type OutlierMeasure =
  'fail_rate' | 'rework_rate' | 'lead_time' | 'recovery' | 'frequency' | 'rollout' | 'incident';

interface Measured {
  /** The metric that it is, or that it is a part of. */
  readonly metric: MetricId;
  /** Metrics whose askers want to know of it. */
  readonly askedBy: readonly MetricId[];
  readonly unit: Unit;
}

export const measures: Readonly<Record<OutlierMeasure, Measured>> = {
  fail_rate: { metric: 'CHANGE_FAIL_RATE', askedBy: ['CHANGE_FAIL_RATE'], unit: 'RATIO' },
  rework_rate: { metric: 'DEPLOYMENT_REWORK_RATE', askedBy: ['DEPLOYMENT_REWORK_RATE'], unit: 'RATIO' },
  lead_time: { metric: 'CHANGE_LEAD_TIME', askedBy: ['CHANGE_LEAD_TIME'], unit: 'SECONDS' },
  recovery: {
    metric: 'FAILED_DEPLOYMENT_RECOVERY_TIME',
    askedBy: ['FAILED_DEPLOYMENT_RECOVERY_TIME'],
    unit: 'SECONDS',
  },
  frequency: { metric: 'DEPLOYMENT_FREQUENCY', askedBy: ['DEPLOYMENT_FREQUENCY'], unit: 'PER_DAY' },
  rollout: { metric: 'TIME_TO_DEPLOY', askedBy: ['TIME_TO_DEPLOY', 'CHANGE_LEAD_TIME'], unit: 'SECONDS' },
  incident: {
    metric: 'TIME_TO_RESTORE',
    askedBy: ['TIME_TO_RESTORE', 'FAILED_DEPLOYMENT_RECOVERY_TIME'],
    unit: 'SECONDS',
  },
};

/** Half-open [from, to), epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What stands out. */
export type OutlierSubject =
  /** Everything that was asked for, together. */
  | { readonly kind: 'everything' }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'deployment'; readonly service: string; readonly record: DeploymentRecord }
  | { readonly kind: 'incident'; readonly service: string; readonly record: IncidentRecord };

/** Names a deployment's row. */
export interface DeploymentRecord {
  readonly kind: 'deployment';
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  /** As its source gave it. */
  readonly id: string;
}

export interface IncidentRecord {
  readonly kind: 'incident';
  readonly id: string;
  /** It has not ended: it took at least this long. */
  readonly isOpen: boolean;
}

/** A number that can be opened: the metric's value for the subject over the span. */
export interface Evidence extends Span {
  readonly metric: MetricId;
  /** null: everything together. */
  readonly group: string | null;
}

/** What a value was compared with, in the unit of the value. */
export interface Comparison {
  readonly of: 'peers' | 'history' | 'other_days' | 'other_records';
  /** Groups, weeks, days or records that were compared with. */
  readonly members: number;
  /** Deployments, or records, behind them. */
  readonly n: number;
  readonly center: number;
  /** Between these a value is nothing unusual; null: the rule knows no such limit on that side. */
  readonly low: number | null;
  readonly high: number | null;
  readonly evidence: Evidence | null;
}

/** How sure a rule is, each in its own way. */
export type Certainty =
  /** Probability that the true rate lies above one and a half times that of the others; strong: also above twice. */
  | { readonly kind: 'posterior'; readonly probability: number; readonly isStrong: boolean }
  /** p: how often chance alone would give as much, two-sided; q: the same adjusted for everything that was tested. */
  | { readonly kind: 'test'; readonly p: number; readonly q: number }
  /** Robust standard deviations from the median, and how many it takes. */
  | { readonly kind: 'score'; readonly score: number; readonly threshold: number };

/** Something that stands out, with everything that says so. */
export interface Outlier {
  readonly rule: OutlierRule;
  readonly measure: OutlierMeasure;
  readonly subject: OutlierSubject;
  /** In the unit of the measure. */
  readonly value: number;
  /** Deployments behind the value; 1 of a single record. */
  readonly n: number;
  /** Of a rate: those that failed, or were rework. */
  readonly numerator: number | null;
  readonly comparedWith: Comparison;
  readonly certainty: Certainty;
  readonly direction: 'worse' | 'better';
  /** When it began, epoch milliseconds. */
  readonly since: number;
  /** null: the subject itself is the evidence. */
  readonly evidence: Evidence | null;
  /** Failures of its last days may not be known yet. */
  readonly isProvisional: boolean;
}

/** Why something was looked at and not judged. */
export const notJudgedReasons = [
  /** It has fewer deployments, or records, than the rule needs. */
  'too_few',
  /** It has enough, but what it would be compared with has not. */
  'too_few_before',
  /** There are too few others. */
  'too_few_peers',
  /** A recovery is not over: how long it takes is not known. */
  'still_open',
  /** It contains other groups that are compared, and would be compared with itself. */
  'contains_others',
  /** Nothing varies, so nothing can be said. */
  'no_variation',
] as const;
export type NotJudgedReason = (typeof notJudgedReasons)[number];

/** What one rule looked at. */
export interface LookedAt {
  readonly rule: OutlierRule;
  readonly measure: OutlierMeasure;
  /** Groups, days or records. */
  readonly looked: number;
  readonly judged: number;
  readonly flagged: number;
  readonly notJudged: Readonly<Partial<Record<NotJudgedReason, number>>>;
}
