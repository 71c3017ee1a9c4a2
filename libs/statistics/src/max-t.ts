import { mean } from './moments.js';
import { shuffle, type Random } from './random.js';

export interface MaxTOptions {
  /** Fewest values on either side of the split. */
  readonly minSegment: number;
  /** How often the series is shuffled. 999 gives p-values in steps of 0.001. */
  readonly permutations: number;
  readonly random: Random;
}

export interface MaxTTest {
  /** Index of the first value after the most marked change. */
  readonly index: number;
  /** Largest two-sample t over all splits, without sign; infinite when both sides are constant and differ. */
  readonly t: number;
  /** (1 + shuffles with at least this t) / (1 + shuffles): corrected for the search over splits. */
  readonly p: number;
}

/**
 * Is there a change of level anywhere in the series? Null when it is too short for two segments or does not vary.
 *
 * Shuffling assumes that values are exchangeable without a change; weeks that resemble their neighbours (autocorrelation
 * 0.3) pass p <= 0.01 six times too often, so a lasting shift asks for p <= 0.002.
 *
 * Source: Hawkins, "Testing a Sequence of Observations for a Shift in Location", JASA 72 (1977), 180-186, with the
 * permutation distribution in place of his tables.
 */
export function maxT(values: readonly number[], { minSegment, permutations, random }: MaxTOptions): MaxTTest | null {
  const center = mean(values);
  if (center === null || values.length < 2 * minSegment || values.length < 3) {
    return null;
  }
  const centered = Float64Array.from(values, (value) => value - center);
  const total = centered.reduce((squares, value) => squares + value * value, 0);
  if (total === 0) {
    return null;
  }
  const observed = largestBetweenSquares(centered, minSegment);
  // Shuffled sums add up in another order; a tie must not be lost to rounding.
  const threshold = observed.between - total * 1e-12;
  let asLarge = 0;
  for (let round = 0; round < permutations; round += 1) {
    shuffle(centered, random);
    if (largestBetweenSquares(centered, minSegment).between >= threshold) {
      asLarge += 1;
    }
  }
  const within = Math.max(0, total - observed.between);
  return {
    index: observed.index,
    t: Math.sqrt((observed.between * (values.length - 2)) / within),
    p: (1 + asLarge) / (1 + permutations),
  };
}

/** The split with the largest sum of squares between the two sides: with the total fixed, also the one with the largest t. */
function largestBetweenSquares(centered: Float64Array, minSegment: number): { index: number; between: number } {
  const n = centered.length;
  const shortest = Math.max(1, minSegment);
  let sumBefore = 0;
  let index = shortest;
  let between = -1;
  for (let split = 1; split <= n - shortest; split += 1) {
    sumBefore += centered[split - 1] ?? 0;
    if (split >= shortest) {
      const squares = (sumBefore * sumBefore * n) / (split * (n - split));
      if (squares > between) {
        between = squares;
        index = split;
      }
    }
  }
  return { index, between };
}
