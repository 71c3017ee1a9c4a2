import betainc from '@stdlib/math-base-special-betainc';

/** P(Bin(n, p) <= k). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) {
    return 0;
  }
  return k >= n ? 1 : betainc(1 - p, n - k, k + 1);
}

/** The smallest r with P(Bin(n, p) <= r) >= probability. */
export function binomialQuantile(probability: number, n: number, p: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, n, p) >= probability) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * Binomial quantile as a share of n, interpolated between whole numbers so that funnel limits are smooth in n; within
 * 0 and 1.
 *
 * Source: D. J. Spiegelhalter, "Funnel Plots for Comparing Institutional Performance", Statistics in Medicine 24 (2005),
 * 1185-1202, appendix A.1.1.
 */
export function interpolatedBinomialLimit(probability: number, n: number, p: number): number {
  const r = binomialQuantile(probability, n, p);
  const reached = binomialCdf(r, n, p);
  const overshoot = (reached - probability) / (reached - binomialCdf(r - 1, n, p));
  return Math.min(1, Math.max(0, (r - overshoot) / n));
}
