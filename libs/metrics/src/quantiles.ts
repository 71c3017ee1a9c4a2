import { medianIntervalRanks } from '@leadline/statistics';
import { type Cells, type MetricValue, noValue, numberIn } from './metric.js';

/**
 * Aggregates of samples: quantiles of type 7, mean, and the order statistics around the median's interval.
 *
 * @param samples Aggregate that gives the array of samples.
 */
export function quantileAggregates(samples: string): Record<string, string> {
  return {
    samples: `arraySort(${samples})`,
    n: `length(samples)`,
    p50: type7(0.5),
    p75: type7(0.75),
    p90: type7(0.9),
    mean: `arrayAvg(samples)`,
    // The ranks of the interval are exact binomial quantiles, found in TypeScript near the normal approximation.
    rank: `greatest(1, toInt64(floor((n - 1.959963984540054 * sqrt(n)) / 2)) - 2)`,
    low_side: `arraySlice(samples, rank, 6)`,
    high_rank: `greatest(1, n - rank - 4)`,
    high_side: `arraySlice(samples, high_rank, n - rank + 2 - high_rank)`,
  };
}

/** What `quantileExactInclusive` gives, of samples that are sorted already; with one it has no neighbour and no way to go. */
function type7(level: number): string {
  const position = `(${level} * (n - 1) + 1)`;
  const below = `toInt64(floor${position})`;
  return `if(n = 0, nan, samples[${below}] + (${position} - ${below}) * (samples[${below} + 1] - samples[${below}]))`;
}

/** Names of {@link quantileAggregates} that only others of them need. */
export const quantileIntermediates: readonly string[] = ['samples', 'high_rank'];

/** The median with its interval, and the other quantiles; `mean` apart, because it is no headline. */
export function quantilesIn(cells: Cells | undefined): MetricValue & { readonly mean: number | null } {
  const n = numberIn(cells, 'n') ?? 0;
  if (!cells || n === 0) return { ...noValue, mean: null };
  return {
    ...noValue,
    value: numberIn(cells, 'p50'),
    n,
    p75: numberIn(cells, 'p75'),
    p90: numberIn(cells, 'p90'),
    ...intervalIn(cells, n),
    mean: numberIn(cells, 'mean'),
  };
}

/** The median's interval, from the order statistics on both sides. */
export function intervalIn(cells: Cells, n: number): { low: number | null; high: number | null } {
  const ranks = medianIntervalRanks(n, 0.95);
  const rank = numberIn(cells, 'rank');
  if (ranks === null || rank === null) return { low: null, high: null };
  const lows = cells['low_side'] as number[];
  const highs = cells['high_side'] as number[];
  const distance = ranks.lowRank - rank;
  return { low: lows[distance] ?? null, high: highs.at(-1 - distance) ?? null };
}
