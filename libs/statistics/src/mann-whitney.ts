import { twoSidedNormalP } from './normal.js';

export interface MannWhitneyTest {
  /** U of `before`: the pairs in which its value is the larger one, ties counting one half. */
  readonly u: number;
  /** Two-sided, by the normal approximation with continuity and tie correction. */
  readonly p: number;
}

/**
 * Rank test that neither of two samples tends to larger values; null when a side is empty. Equals ClickHouse's
 * `mannWhitneyUTest('two-sided', 1)`. All values equal: p = 1.
 *
 * Source: Mann and Whitney, "On a Test of Whether One of Two Random Variables Is Stochastically Larger than the Other",
 * Annals of Mathematical Statistics 18 (1947), 50-60.
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): MannWhitneyTest | null {
  if (before.length === 0 || after.length === 0) {
    return null;
  }
  const { rankSum, tieTerm } = rank(before, after);
  const pairs = before.length * after.length;
  const size = before.length + after.length;
  const u = rankSum - (before.length * (before.length + 1)) / 2;
  const spread = Math.sqrt((pairs / 12) * (size + 1 - tieTerm / (size * (size - 1))));
  const distance = Math.abs(u - pairs / 2) - 0.5;
  return { u, p: spread === 0 || distance <= 0 ? 1 : twoSidedNormalP(distance / spread) };
}

/** Sum of the ranks of `before` in the pooled sample (ties share their mean rank), and the sum of t^3 - t over ties. */
function rank(before: readonly number[], after: readonly number[]): { rankSum: number; tieTerm: number } {
  const pooled = [
    ...before.map((value) => ({ value, isBefore: true })),
    ...after.map((value) => ({ value, isBefore: false })),
  ].sort((a, b) => a.value - b.value);
  let rankSum = 0;
  let tieTerm = 0;
  for (let start = 0; start < pooled.length;) {
    const tied = runOfEquals(pooled, start);
    const meanRank = start + (tied.length + 1) / 2;
    rankSum += meanRank * tied.filter((entry) => entry.isBefore).length;
    tieTerm += tied.length ** 3 - tied.length;
    start += tied.length;
  }
  return { rankSum, tieTerm };
}

function runOfEquals<T extends { readonly value: number }>(sorted: readonly T[], start: number): T[] {
  let end = start + 1;
  while (end < sorted.length && sorted[end]?.value === sorted[start]?.value) {
    end += 1;
  }
  return sorted.slice(start, end);
}
