import type { Interval } from './interval.js';
import { criticalZ } from './normal.js';
import { medianOfSorted } from './quantile.js';

export interface Shift {
  /** Typical difference, after minus before, in the unit of the values. */
  readonly shift: number;
  /** Distribution-free 95 % interval; null when the samples are too small for one. */
  readonly interval: Interval | null;
}

/**
 * Median of all differences between a value after and a value before; null when a side is empty.
 *
 * Source: Hodges and Lehmann, "Estimates of Location Based on Rank Tests", Annals of Mathematical Statistics 34 (1963),
 * 598-611; interval: Hollander, Wolfe, Chicken, "Nonparametric Statistical Methods" (3rd ed.), section 4.3, large samples.
 */
export function hodgesLehmann(before: readonly number[], after: readonly number[]): Shift | null {
  const differences = sortedDifferences(before, after);
  const shift = medianOfSorted(differences);
  if (shift === null) {
    return null;
  }
  const pairs = before.length * after.length;
  const spread = Math.sqrt((pairs * (before.length + after.length + 1)) / 12);
  const rank = Math.floor(pairs / 2 - criticalZ(0.95) * spread);
  const low = differences[rank - 1];
  const high = differences[pairs - rank];
  return { shift, interval: low === undefined || high === undefined ? null : { low, high } };
}

function sortedDifferences(before: readonly number[], after: readonly number[]): Float64Array {
  const differences = new Float64Array(before.length * after.length);
  let next = 0;
  for (const later of after) {
    for (const earlier of before) {
      differences[next] = later - earlier;
      next += 1;
    }
  }
  return differences.sort();
}

/** A shift of logarithms as a change in per cent: ln 2 is +100 %. */
export function percentOfLogShift(logShift: number): number {
  return 100 * Math.expm1(logShift);
}

/** Change of a duration in per cent, after against before: the Hodges-Lehmann shift of the logarithms of positive values. */
export function percentChange(before: readonly number[], after: readonly number[]): Shift | null {
  const estimate = hodgesLehmann(before.map(Math.log), after.map(Math.log));
  return (
    estimate && {
      shift: percentOfLogShift(estimate.shift),
      interval: estimate.interval && {
        low: percentOfLogShift(estimate.interval.low),
        high: percentOfLogShift(estimate.interval.high),
      },
    }
  );
}
