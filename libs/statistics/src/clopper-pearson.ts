import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from './interval.js';
import { assertProportion } from './proportion.js';

/**
 * Exact interval of k of n, as fractions; null of none (n = 0). It never covers less than it promises, and is wider than
 * Wilson's for that.
 *
 * Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial",
 * Biometrika 26 (1934), 404-413.
 */
export function clopperPearson(k: number, n: number, confidence: number): Interval | null {
  assertProportion(k, n);
  if (n === 0) {
    return null;
  }
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : betaQuantile(tail, k, n - k + 1),
    high: k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k),
  };
}
