/** Rules of metrics-deployment.md E, and METRIC_THRESHOLD: a metric that the configuration wants watched. */
export const alertRules = [
  'CANARY_REGRESSION',
  'ROLLBACK_FAILED',
  'DEPENDENCY_OUTAGE',
  'BURN',
  'RELEASE_BUDGET',
  'VERIFICATION_FAILED',
  'POLICY',
  'COST',
  'GATE_WAITING',
  'DRIFT',
  'TRAIN_LATE',
  'SOURCE_SILENT',
  'METRIC_THRESHOLD',
] as const;
export type AlertRule = (typeof alertRules)[number];

/** page: now, whoever is on call; ticket: in working hours; inform: to be known. The least urgent first. */
export const alertSeverities = ['inform', 'ticket', 'page'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

interface Limit {
  readonly is: number;
  readonly unit: 'seconds' | 'number';
  readonly means: string;
}

const seconds = (is: number, means: string): Limit => ({ is, unit: 'seconds', means });
const number = (is: number, means: string): Limit => ({ is, unit: 'number', means });

/** Beyond what a rule opens, where nobody configured another limit. Durations in seconds, shares from 0 to 1. */
export const defaultLimits = {
  CANARY_REGRESSION: {
    times: number(2, 'so many times the errors of before'),
    errors: number(10, 'at least so many errors'),
  },
  ROLLBACK_FAILED: { within: seconds(300, 'an aborted rollout may keep traffic for so long') },
  DEPENDENCY_OUTAGE: { within: seconds(3_600, 'an incident this soon after a deployment may come from it') },
  BURN: {
    share: number(0.5, 'share of a budget that an hour may spend during a rollout'),
    hour: number(14.4, 'burn rate over an hour, outside rollouts'),
    sixHours: number(6, 'burn rate over six hours, outside rollouts'),
    threeDays: number(1, 'burn rate over three days, outside rollouts'),
  },
  RELEASE_BUDGET: { share: number(0.2, 'share of a budget that one deployment may spend') },
  COST: {
    ticket: number(0.05, 'share by which a day may cost more'),
    page: number(0.5, 'share from which it is a page'),
  },
  GATE_WAITING: {
    inform: seconds(3_600, 'a gate may wait for so long before its approvers are told'),
    ticket: seconds(86_400, 'and for so long before it is work to do'),
  },
  DRIFT: {
    changes: number(20, 'a place may lack so many changes'),
    behind: seconds(172_800, 'and lack one for so long'),
  },
  SOURCE_SILENT: {
    least: seconds(86_400, 'no shorter silence counts'),
    times: number(3, 'so many times the usual gap'),
  },
} as const satisfies Partial<Record<AlertRule, Readonly<Record<string, Limit>>>>;

export type LimitedRule = keyof typeof defaultLimits;
/** Every limit of every rule, as it holds for somebody. */
export type AlertLimits = {
  readonly [Rule in LimitedRule]: { readonly [Name in keyof (typeof defaultLimits)[Rule]]: number };
};

/** A change of some limits of a rule. */
export interface LimitChange {
  readonly rule: string;
  readonly limits: Readonly<Record<string, number>>;
}

/** The limits with some of them changed; of two changes of one limit the later holds. */
export function limitsWith(changes: readonly LimitChange[]): AlertLimits {
  const entries = Object.entries(defaultLimits).map(([rule, limits]) => {
    const own = changes.filter((change) => change.rule === rule);
    const read = (name: string, is: number): number =>
      own.findLast((change) => name in change.limits)?.limits[name] ?? is;
    return [rule, Object.fromEntries(Object.entries<Limit>(limits).map(([name, { is }]) => [name, read(name, is)]))];
  });
  return Object.fromEntries(entries) as AlertLimits;
}
