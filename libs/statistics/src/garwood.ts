import gammaln from '@stdlib/math-base-special-gammaln';
import chiSquareQuantile from '@stdlib/stats-base-dists-chisquare-quantile';
import type { Interval } from './interval.js';
import { normalQuantile } from './normal.js';

/**
 * From an argument of 1000 on the library's upper tail is wrong in the fourth digit (it gives 1064.12 for 1000 events,
 * where 1063.95 is right), which some 940 events reach.
 */
const MOST_OF_LIBRARY = 900;

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
    high: count > MOST_OF_LIBRARY ? upperEnd(count, tail) : chiSquareQuantile(1 - tail, 2 * (count + 1)) / 2,
  };
}

/**
 * The mean of which a large count or less has this probability: an approximation that is right to a millionth, and two
 * of Newton's steps from there.
 *
 * Source: E. B. Wilson and M. M. Hilferty, "The Distribution of Chi-Square", PNAS 17 (1931), 684-688.
 */
function upperEnd(count: number, tail: number): number {
  const shape = count + 1;
  let mean = shape * (1 - 1 / (9 * shape) + normalQuantile(1 - tail) / (3 * Math.sqrt(shape))) ** 3;
  for (let step = 0; step < 2; step += 1) {
    const { atMost, exactly } = poisson(count, mean);
    mean += (atMost - tail) / exactly;
  }
  return mean;
}

/** P(X <= count) and P(X = count) of a Poisson variable; `count` lies below its mean, so that terms fall. */
function poisson(count: number, mean: number): { readonly atMost: number; readonly exactly: number } {
  const exactly = Math.exp(count * Math.log(mean) - mean - gammaln(count + 1));
  let atMost = 0;
  for (let events = count, term = exactly; atMost + term > atMost; events -= 1) {
    atMost += term;
    term *= events / mean;
  }
  return { atMost, exactly };
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
