import type { OutlierScanInput, ScannedDeployment, ScannedGroup } from '../scan-input.js';
import type { Span } from '../outlier.js';

export const DAY = 86_400_000;
export const WEEK = 7 * DAY;
export const HOUR_S = 3_600;

/** A Monday; history before it, the four weeks of the period from it on. */
export const FROM = Date.parse('2026-10-19T00:00:00Z');
export const period: Span = { from: FROM, to: FROM + 4 * WEEK };
export const baseline: Span = { from: FROM - 4 * WEEK, to: FROM };

export const spans = (count: number, length: number, end: number): Span[] =>
  Array.from({ length: count }, (_, index) => {
    const from = end - (count - index) * length;
    return { from, to: from + length };
  });

/** A scan of nothing, with what a test is about. */
export function givenScan(given: Partial<OutlierScanInput>): OutlierScanInput {
  const groups = given.groups ?? [];
  return {
    metrics: [
      'CHANGE_FAIL_RATE',
      'CHANGE_LEAD_TIME',
      'DEPLOYMENT_FREQUENCY',
      'DEPLOYMENT_REWORK_RATE',
      'FAILED_DEPLOYMENT_RECOVERY_TIME',
    ],
    period,
    baseline,
    weeks: spans(30, WEEK, period.to),
    days: spans(210, DAY, period.to),
    groups,
    areNested: false,
    everything: groups.flatMap(({ deployments }) => deployments),
    records: [],
    settledUntil: period.to,
    ...given,
  };
}

/** Deployments spread evenly over a span. */
export function given(
  count: number,
  { from, to }: Span,
  of: (index: number) => Partial<ScannedDeployment> = () => ({}),
): ScannedDeployment[] {
  return Array.from({ length: count }, (_, index) => ({
    at: from + Math.floor(((to - from) * (index + 0.5)) / count),
    isCounted: true,
    isFailed: false,
    isRework: false,
    leadTime: null,
    ...of(index),
  }));
}

/** k of n deployments failed. */
export const failing = (k: number, n: number, span: Span): ScannedDeployment[] =>
  given(n, span, (index) => ({ isFailed: index < k }));

/** One deployment for each lead time. */
export const taking = (hours: readonly number[], span: Span): ScannedDeployment[] =>
  given(hours.length, span, (index) => ({ leadTime: (hours[index] ?? 0) * HOUR_S }));

export const group = (name: string, ...deployments: readonly (readonly ScannedDeployment[])[]): ScannedGroup => ({
  name,
  deployments: deployments.flat(),
});
