import { mean } from './moments.js';
import { robustScale } from './robust-scale.js';

export interface PeltOptions {
  /** Price of one more change, in squared units of the values; {@link peltPenalty} is the usual one. */
  readonly penalty: number;
  /** Fewest values between two changes, and at either end. */
  readonly minSegment: number;
}

interface Candidate {
  /** A segment may start here. */
  readonly start: number;
  /** End at which another start first did better; after one more minimal segment this one can never win again. */
  dominatedAt: number;
}

/**
 * Indices of the first value of each new level: the division into constant levels with the least sum of squares plus
 * penalties. Exact, also with a minimal segment: a start is dropped only once another has beaten it for long enough to
 * hold a segment.
 *
 * Source: Killick, Fearnhead, Eckley, "Optimal Detection of Changepoints with a Linear Computational Cost", JASA 107
 * (2012), 1590-1598.
 */
export function pelt(values: readonly number[], { penalty, minSegment }: PeltOptions): number[] {
  if (!(penalty > 0) || !(minSegment >= 1)) {
    throw new RangeError(
      `A penalty above 0 and segments of at least 1 value are needed, not ${penalty}, ${minSegment}`,
    );
  }
  const cost = segmentCost(values);
  const best: number[] = [-penalty];
  const lastStart: number[] = [0];
  let candidates: Candidate[] = [];
  for (let end = 1; end <= values.length; end += 1) {
    const newStart = end - minSegment;
    if (newStart >= 0 && (best[newStart] ?? Infinity) < Infinity) {
      candidates.push({ start: newStart, dominatedAt: Infinity });
    }
    candidates = candidates.filter(({ dominatedAt }) => end < dominatedAt + minSegment);
    const totals = candidates.map(({ start }) => (best[start] ?? Infinity) + cost(start, end));
    const least = Math.min(Infinity, ...totals.map((total) => total + penalty));
    best.push(least);
    candidates.forEach((candidate, index) => {
      const total = totals[index] ?? Infinity;
      if (total + penalty === least) {
        lastStart[end] ??= candidate.start;
      }
      if (total >= least && candidate.dominatedAt === Infinity) {
        candidate.dominatedAt = end;
      }
    });
  }
  return changesBackward(lastStart, values.length);
}

function changesBackward(lastStart: readonly number[], length: number): number[] {
  const changes: number[] = [];
  for (let end = lastStart[length] ?? 0; end > 0; end = lastStart[end] ?? 0) {
    changes.unshift(end);
  }
  return changes;
}

/** Sum of squared deviations of values[start, end) from their mean, in constant time by sums from the left. */
function segmentCost(values: readonly number[]): (start: number, end: number) => number {
  const center = mean(values) ?? 0;
  const sums = [0];
  const squares = [0];
  for (const value of values) {
    sums.push((sums.at(-1) ?? 0) + value - center);
    squares.push((squares.at(-1) ?? 0) + (value - center) ** 2);
  }
  return (start, end) => {
    const total = (sums[end] ?? 0) - (sums[start] ?? 0);
    return (squares[end] ?? 0) - (squares[start] ?? 0) - (total * total) / (end - start);
  };
}

/**
 * Standard deviation of the noise of a series whose level may change: from the differences of neighbours, robustly. Null
 * of fewer than two values.
 */
export function noiseSigma(values: readonly number[]): number | null {
  const differences = values.slice(1).map((value, index) => value - (values[index] ?? value));
  const robust = robustScale(differences);
  return robust && robust.scale / Math.SQRT2;
}

/** Usual penalty, 3 sigma^2 ln n: on 26 weeks of noise it proposes a change 9 times in 100. Null when nothing varies. */
export function peltPenalty(values: readonly number[]): number | null {
  const sigma = noiseSigma(values);
  return sigma === null || sigma === 0 ? null : 3 * sigma * sigma * Math.log(values.length);
}
