import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import type { Interval } from './interval.js';

/**
 * Exact Poisson interval of a count, in events; divide both ends by the exposure (say, civil days) for a rate.
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
    high: chiSquareQuantile(1 - tail, 2 * (count + 1)) / 2,
  };
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
