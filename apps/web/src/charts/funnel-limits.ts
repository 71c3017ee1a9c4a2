/** Between these a share made of n falls by chance. */
export interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Shares of outside: once in forty on either side, once in a thousand on either side. */
export const OUTSIDE_95 = 0.05;
export const OUTSIDE_998 = 0.002;

const MOST_PLACES = 80;

/**
 * The limits for every size, between and beyond the marks, each of which brings its own: binomial quantiles as shares,
 * interpolated between whole numbers (Spiegelhalter, "Funnel Plots for Comparing Institutional Performance", 2005, A.1.1).
 */
export function limitsAt(outside: number, n: number, pooled: number): Limits {
  if (pooled <= 0 || pooled >= 1) return { low: pooled, high: pooled };
  return { low: quantileOf(outside / 2, n, pooled) / n, high: quantileOf(1 - outside / 2, n, pooled) / n };
}

/** Sizes to draw the limits at, from 1 to the largest: all of few, closer together where the limits bend. */
export function sizesUpTo(largest: number): readonly number[] {
  const sizes = Array.from({ length: MOST_PLACES + 1 }, (_, at) => Math.round(largest ** (at / MOST_PLACES)));
  return [...new Set(sizes)];
}

/** Binomial quantile, interpolated between whole numbers, within 0 and n. */
function quantileOf(probability: number, n: number, p: number): number {
  const odds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  let before = 0;
  for (let r = 0; r <= n; r += 1) {
    const here = Math.exp(log);
    const reached = before + here;
    if (reached >= probability) return Math.min(n, Math.max(0, r - (reached - probability) / here));
    before = reached;
    log += Math.log(n - r) - Math.log(r + 1) + odds;
  }
  return n;
}
