import { ascending, median, medianInterval95, medianIntervalRanks, quantileType7 } from '@leadline/statistics';
import { type Cells, type MetricValue, noValue, numberIn } from './metric.js';

const levels = { p50: 0.5, p75: 0.75, p90: 0.9 } as const;
type Level = keyof typeof levels;

/**
 * Aggregates of samples: how many, their mean, and of them in order those around each quantile of type 7 and around the
 * ends of the median's interval. What these are is found in TypeScript: planning takes longer with each expression, and
 * longer still where one needs another.
 *
 * @param samples Aggregate that gives the array of samples.
 */
export function quantileAggregates(samples: string): Record<string, string> & { readonly mean: string } {
  const count = 'length(samples)';
  const around = (level: number): string =>
    `arraySlice(samples, greatest(1, toInt64(floor(${level} * (${count} - 1) + 1))), 2)`;
  const rank = `greatest(1, toInt64(floor((${count} - ${Z_95} * sqrt(${count})) / 2)))`;
  return {
    samples: `arraySort(${samples})`,
    n: count,
    mean: `arrayAvg(samples)`,
    around_p50: around(levels.p50),
    around_p75: around(levels.p75),
    around_p90: around(levels.p90),
    low_side: `arraySlice(samples, ${rank}, ${CANDIDATES})`,
    high_side: `arraySlice(samples, -(${rank} + ${CANDIDATES - 1}), ${CANDIDATES})`,
  };
}

/** The ranks of the interval are exact binomial quantiles: the normal approximation rounded down, or the next. */
const Z_95 = 1.959963984540054;
const CANDIDATES = 2;
const firstCandidate = (n: number): number => Math.max(1, Math.floor((n - Z_95 * Math.sqrt(n)) / 2));

/** Names of {@link quantileAggregates} that only others of them need. */
export const quantileIntermediates: readonly string[] = ['samples'];

/** The median with its interval, and the other quantiles; `mean` apart, because it is no headline. */
export function quantilesIn(cells: Cells | undefined): MetricValue & { readonly mean: number | null } {
  const n = numberIn(cells, 'n') ?? 0;
  if (!cells || n === 0) return { ...noValue, mean: null };
  return { ...noValue, ...quantileMembers(cells, n), mean: numberIn(cells, 'mean') };
}

/** The same of samples that are at hand, in any order; without any there is no value. */
export function valueOfSamples(samples: readonly number[]): MetricValue {
  const n = samples.length;
  if (n === 0) return noValue;
  const sorted = ascending(samples);
  const interval = medianInterval95(sorted);
  return {
    ...noValue,
    value: median(sorted),
    n,
    p75: quantileType7(sorted, 0.75),
    p90: quantileType7(sorted, 0.9),
    low: interval?.low ?? null,
    high: interval?.high ?? null,
  };
}

/** What of a value is made of `n` samples, of which there are some. */
export function quantileMembers(
  cells: Cells,
  n: number,
): Pick<MetricValue, 'value' | 'n' | 'p75' | 'p90' | 'low' | 'high'> {
  const { low, high } = intervalIn(cells, n);
  return {
    value: type7In(cells, 'p50', n),
    n,
    p75: type7In(cells, 'p75', n),
    p90: type7In(cells, 'p90', n),
    low,
    high,
  };
}

/** What `quantileExactInclusive` gives; the last has no neighbour and no way to go. An infinite sample is no number. */
function type7In(cells: Cells, level: Level, n: number): number | null {
  const [below = null, above = below] = cells[`around_${level}`] as (number | null)[];
  if (below === null || above === null) return null;
  const position = levels[level] * (n - 1) + 1;
  return below + (position - Math.floor(position)) * (above - below);
}

/** The median's interval, from the order statistics on both sides. */
function intervalIn(cells: Cells, n: number): { low: number | null; high: number | null } {
  const ranks = medianIntervalRanks(n, 0.95);
  if (ranks === null) return { low: null, high: null };
  const lows = cells['low_side'] as (number | null)[];
  const highs = cells['high_side'] as (number | null)[];
  const distance = ranks.lowRank - firstCandidate(n);
  return { low: lows[distance] ?? null, high: highs.at(-1 - distance) ?? null };
}
