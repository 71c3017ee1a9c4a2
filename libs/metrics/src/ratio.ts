import { wilson95 } from '@leadline/statistics';
import { type MetricValue, metricValue } from './metric.js';

/** A share with its Wilson interval; null without anything to count against. `also`: what else is known of it. */
export function ratioOf(
  numerator: number,
  denominator: number,
  also?: Partial<Pick<MetricValue, 'inferred' | 'details'>>,
): MetricValue {
  const interval = wilson95(numerator, denominator);
  return metricValue({
    value: denominator === 0 ? null : numerator / denominator,
    n: denominator,
    numerator,
    denominator,
    low: interval?.low,
    high: interval?.high,
    inferred: also?.inferred,
    details: also?.details,
  });
}
