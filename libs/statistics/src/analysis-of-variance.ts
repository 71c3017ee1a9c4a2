import { mean, sum, sumOfSquaredDeviations } from './moments.js';

/**
 * F statistic of a one-way analysis of variance: mean square between groups over mean square within. Null with fewer than
 * two groups, an empty group, or no variation within.
 *
 * Source: R. A. Fisher; checked against the certified values of NIST StRD (ANOVA), hence two-pass sums throughout.
 */
export function analysisOfVarianceF(groups: readonly (readonly number[])[]): number | null {
  const total = mean(groups.flat());
  const within = sum(groups.map(sumOfSquaredDeviations));
  const freedomBetween = groups.length - 1;
  const freedomWithin = sum(groups.map((group) => group.length)) - groups.length;
  if (total === null || groups.some((group) => group.length === 0) || freedomBetween < 1 || within === 0) {
    return null;
  }
  const between = sum(groups.map((group) => group.length * ((mean(group) ?? 0) - total) ** 2));
  return between / freedomBetween / (within / freedomWithin);
}
