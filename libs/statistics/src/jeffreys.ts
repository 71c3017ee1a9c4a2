import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from './interval.js';
import { assertProportion } from './proportion.js';

/**
 * Jeffreys interval of k of n, as fractions: the equal tails of Beta(k + 1/2, n - k + 1/2), with the lower end 0 at k = 0
 * and the upper end 1 at k = n; null of none (n = 0). Shown beside Wilson's for comparison only.
 *
 * Source: Brown, Cai, DasGupta, "Interval Estimation for a Binomial Proportion", Statistical Science 16 (2001), 101-133,
 * section 4.1.
 */
export function jeffreys(k: number, n: number, confidence: number): Interval | null {
  assertProportion(k, n);
  if (n === 0) {
    return null;
  }
  const tail = (1 - confidence) / 2;
  return {
    low: k === 0 ? 0 : betaQuantile(tail, k + 0.5, n - k + 0.5),
    high: k === n ? 1 : betaQuantile(1 - tail, k + 0.5, n - k + 0.5),
  };
}
