import { shareOfUnlikelyOutcomes } from './unlikely-outcomes.js';

/** A count over an exposure (say, civil days). */
export interface ExposedCount {
  readonly count: number;
  readonly exposure: number;
}

/**
 * Two-sided p-value that two Poisson rates are one: given their sum, the first count is binomial with the share of its
 * exposure. 1 when both counts are 0. Deployments come in bursts, which breaks the Poisson assumption: at a dispersion of
 * 3 it rejects a true null eleven times too often, so scans use {@link frequencyChange}.
 *
 * Source: Przyborowski and Wilenski, "Homogeneity of Results in Testing Samples from Poisson Series", Biometrika 31
 * (1940), 313-323; two-sided by the outcomes no likelier than the observed one.
 */
export function comparePoissonRates(before: ExposedCount, after: ExposedCount): number {
  const total = before.count + after.count;
  const odds = before.exposure / after.exposure;
  return shareOfUnlikelyOutcomes(before.count, 0, total, (x) => (odds * (total - x)) / (x + 1));
}
