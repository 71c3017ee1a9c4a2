import { wilson95 } from '@leadline/statistics';
import { type MetricValue, noValue } from './metric.js';

/** A share with its Wilson interval; null without anything to count against. */
export function ratioOf(numerator: number, denominator: number): MetricValue {
  const interval = wilson95(numerator, denominator);
  return {
    ...noValue,
    value: denominator === 0 ? null : numerator / denominator,
    n: denominator,
    numerator,
    denominator,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}
