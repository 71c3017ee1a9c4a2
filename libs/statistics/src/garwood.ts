import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import type { Interval } from './interval.js';
import { normalQuantile } from './normal.js';

/**
 * From an argument of 1000 on the library's upper tail is wrong in the fourth digit (it gives 1064.12 for 1000 events,
 * where 1063.95 is right), which some 940 events reach.
 */
const MOST_OF_LIBRARY = 900;

/**
 * Exact Poisson interval of a count, in events; divide both ends by the exposure (say, civil days) for a rate. Of more
 * than 900 events the upper end is right to half a millionth.
 *
 * Source: F. Garwood, "Fiducial Limits for the Poisson Distribution", Biometrika 28 (1936), 437-442.
 */
export function garwood(count: number, confidence: number): Interval {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`A count is a whole number of at least 0, not ${count}`);
  }
  const tail = (1 - confidence) / 2;
  return {
    low: count === 0 ? 0 : chiSquareQuantile(tail, 2 * count) / 2,
    high:
      count > MOST_OF_LIBRARY ? gammaQuantile(1 - tail, count + 1) : chiSquareQuantile(1 - tail, 2 * (count + 1)) / 2,
  };
}

/**
 * Quantile of the gamma distribution of a large shape; at 900 it is right to half a millionth, beyond it to less.
 *
 * Source: E. B. Wilson and M. M. Hilferty, "The Distribution of Chi-Square", PNAS 17 (1931), 684-688.
 */
function gammaQuantile(probability: number, shape: number): number {
  return shape * (1 - 1 / (9 * shape) + normalQuantile(probability) / (3 * Math.sqrt(shape))) ** 3;
}

/** Intervals by their count: a page has thousands of them, and few that differ. */
const intervals95 = new Map<number, Interval>();
const MOST_KEPT = 10_000;

/** Exact Poisson 95 % interval of a count, in events. */
export function garwood95(count: number): Interval {
  const known = intervals95.get(count);
  if (known !== undefined) return known;
  if (intervals95.size >= MOST_KEPT) intervals95.clear();
  const interval = garwood(count, 0.95);
  intervals95.set(count, interval);
  return interval;
}
