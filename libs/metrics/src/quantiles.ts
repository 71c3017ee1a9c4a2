import { ascending, median, medianInterval95, medianIntervalRanks, quantileType7 } from '@leadline/statistics';
import type { Details } from './details.js';
import { type Cells, metricValue, type MetricValue, noValue, numberIn } from './metric.js';

const levels = { p50: 0.5, p75: 0.75, p90: 0.9 } as const;
type Level = keyof typeof levels;
/** Names of the aggregates around each. */
const AROUND = { p50: 'around_p50', p75: 'around_p75', p90: 'around_p90' } as const;

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
  return { ...quantileValue(cells, n, noValue.details), mean: numberIn(cells, 'mean') };
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

/** The value of `n` samples, of which there are some. */
export function quantileValue(cells: Cells, n: number, details: Details): MetricValue {
  const ranks = medianIntervalRanks(n, 0.95);
  const distance = ranks === null ? null : ranks.lowRank - firstCandidate(n);
  return metricValue({
    value: type7In(cells, 'p50', n),
    n,
    p75: type7In(cells, 'p75', n),
    p90: type7In(cells, 'p90', n),
    // The median's interval, from the order statistics on both sides.
    low: distance === null ? null : orderStatistic(cells, 'low_side', distance),
    high: distance === null ? null : orderStatistic(cells, 'high_side', -1 - distance),
    details,
  });
}

/** What `quantileExactInclusive` gives; the last has no neighbour and no way to go. An infinite sample is no number. */
function type7In(cells: Cells, level: Level, n: number): number | null {
  const around = cells[AROUND[level]] as readonly (number | null)[];
  const below = around[0] ?? null;
  const above = around.length > 1 ? (around[1] ?? null) : below;
  if (below === null || above === null) return null;
  const position = levels[level] * (n - 1) + 1;
  return below + (position - Math.floor(position)) * (above - below);
}

const orderStatistic = (cells: Cells, side: 'low_side' | 'high_side', place: number): number | null =>
  (cells[side] as readonly (number | null)[]).at(place) ?? null;
