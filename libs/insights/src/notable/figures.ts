import { metricById, type MetricId, type MetricValue } from '@leadline/metrics';

/** The five of DORA, in the order people are shown them. */
export const doraMetrics = [
  'CHANGE_LEAD_TIME',
  'DEPLOYMENT_FREQUENCY',
  'FAILED_DEPLOYMENT_RECOVERY_TIME',
  'CHANGE_FAIL_RATE',
  'DEPLOYMENT_REWORK_RATE',
] as const satisfies readonly MetricId[];
export type DoraMetricId = (typeof doraMetrics)[number];

/** A number with what it was made from. */
export type Figures = Pick<
  MetricValue,
  'value' | 'n' | 'numerator' | 'denominator' | 'low' | 'high' | 'open' | 'lowerBound'
>;

/** k of n, now and before. */
export interface ServiceShare {
  readonly service: string;
  readonly now: { readonly k: number; readonly n: number };
  readonly before: { readonly k: number; readonly n: number };
}

/** Titles short enough for a headline. */
export const shortTitles: Readonly<Record<DoraMetricId, string>> = {
  DEPLOYMENT_FREQUENCY: 'Deployment frequency',
  CHANGE_LEAD_TIME: 'Lead time',
  CHANGE_FAIL_RATE: 'Fail rate',
  FAILED_DEPLOYMENT_RECOVERY_TIME: 'Recovery time',
  DEPLOYMENT_REWORK_RATE: 'Rework rate',
};

/** Whether a change of the metric is for the better. */
export function judgementOf(
  metric: DoraMetricId,
  { now, before }: { now: number; before: number },
): 'better' | 'worse' {
  const isHigherBetter = metricById(metric).better === 'HIGHER';
  return now > before === isHigherBetter ? 'better' : 'worse';
}
