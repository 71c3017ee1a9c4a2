import type { Interval } from './interval.js';

/** Ranks of the two order statistics, counted from 1. */
export interface MedianIntervalRanks {
  readonly lowRank: number;
  readonly highRank: number;
}

/**
 * Ranks whose order statistics enclose the median with at least the given confidence: l and n + 1 - l with the largest l
 * such that 2 P(Bin(n, 1/2) <= l - 1) <= 1 - confidence; null where no pair does (at 95 %: n < 6).
 *
 * Free of any distribution, but assumes independent values: too narrow when many commits share one deployment.
 *
 * Source: W. R. Thompson (1936); David and Nagaraja, "Order Statistics" (3rd ed.), section 7.1.
 */
export function medianIntervalRanks(n: number, confidence: number): MedianIntervalRanks | null {
  if (confidence !== 0.95) return ranksFor(n, confidence);
  const known = ranks95.get(n);
  if (known !== undefined) return known;
  if (ranks95.size >= MOST_KEPT) ranks95.clear();
  const ranks = ranksFor(n, confidence);
  ranks95.set(n, ranks);
  return ranks;
}

/** Ranks by size of the sample: a page has thousands of samples, and few that differ in size. Large ones take long. */
const ranks95 = new Map<number, MedianIntervalRanks | null>();
const MOST_KEPT = 10_000;

function ranksFor(n: number, confidence: number): MedianIntervalRanks | null {
  const allowed = (1 - confidence) / 2;
  let logTerm = -n * Math.LN2;
  let tail = Math.exp(logTerm);
  let lowRank = 0;
  while (tail <= allowed && lowRank < n) {
    logTerm += Math.log((n - lowRank) / (lowRank + 1));
    lowRank += 1;
    tail += Math.exp(logTerm);
  }
  return lowRank === 0 ? null : { lowRank, highRank: n + 1 - lowRank };
}

/** Order-statistic 95 % interval of the median of an ascending list, in the unit of its values; null below n = 6. */
export function medianInterval95(sorted: readonly number[]): Interval | null {
  const ranks = medianIntervalRanks(sorted.length, 0.95);
  if (ranks === null) {
    return null;
  }
  const low = sorted[ranks.lowRank - 1];
  const high = sorted[ranks.highRank - 1];
  return low === undefined || high === undefined ? null : { low, high };
}
