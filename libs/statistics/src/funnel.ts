import { interpolatedBinomialLimit } from './binomial.js';
import type { Interval } from './interval.js';
import { mean, sum } from './moments.js';
import type { Proportion } from './newcombe.js';
import { twoSidedNormalP } from './normal.js';
import { ascending, quantileType7 } from './quantile.js';

export interface FunnelUnit {
  /** Limits within which 95 % and 99.8 % of units of this size fall by chance, as fractions. */
  readonly limit95: Interval;
  readonly limit998: Interval;
  /** Distance from the target on the arcsine scale, in standard errors. */
  readonly z: number;
  /** The same with the spread between units (tau) added to the error. */
  readonly zAdjusted: number;
  /** Two-sided. */
  readonly pAdjusted: number;
}

export interface Funnel {
  /** Pooled rate of all units, a fraction. */
  readonly target: number;
  /** Mean squared winsorised z: how much wider than chance the units spread. */
  readonly phi: number;
  /** Variance between units on the arcsine scale; 0 when chance explains the spread. */
  readonly tauSquared: number;
  /** In the order of the input. */
  readonly units: readonly FunnelUnit[];
}

/** Share of z-scores pulled in on either side before the spread is estimated, so that outliers do not hide themselves. */
const WINSORISED_SHARE = 0.1;

/**
 * Rates of units of different size against their pooled rate; null without units. Every unit has n >= 1. A display: flags
 * come from the posterior rule.
 *
 * Source: D. J. Spiegelhalter, "Funnel Plots for Comparing Institutional Performance", Statistics in Medicine 24 (2005),
 * 1185-1202; overdispersion by the random-effects model of Spiegelhalter, "Handling Over-dispersion of Performance
 * Indicators", Quality and Safety in Health Care 14 (2005), 347-351.
 */
export function funnel(units: readonly Proportion[]): Funnel | null {
  if (units.length === 0) {
    return null;
  }
  const target = sum(units.map(({ k }) => k)) / sum(units.map(({ n }) => n));
  const scores = units.map(({ k, n }) => 2 * Math.sqrt(n) * (arcsine(k / n) - arcsine(target)));
  const phi = mean(winsorised(scores).map((z) => z * z)) ?? 0;
  const tauSquared = varianceBetweenUnits(
    units.map(({ n }) => 4 * n),
    phi,
  );
  return {
    target,
    phi,
    tauSquared,
    units: units.map(({ n }, index) => {
      const z = scores[index] ?? 0;
      const zAdjusted = z / Math.sqrt(1 + 4 * n * tauSquared);
      return {
        limit95: limits(0.05, n, target),
        limit998: limits(0.002, n, target),
        z,
        zAdjusted,
        pAdjusted: twoSidedNormalP(zAdjusted),
      };
    }),
  };
}

function arcsine(rate: number): number {
  return Math.asin(Math.sqrt(rate));
}

function limits(outside: number, n: number, target: number): Interval {
  if (target === 0 || target === 1) {
    return { low: target, high: target };
  }
  return {
    low: interpolatedBinomialLimit(outside / 2, n, target),
    high: interpolatedBinomialLimit(1 - outside / 2, n, target),
  };
}

function winsorised(scores: readonly number[]): number[] {
  const sorted = ascending(scores);
  const low = quantileType7(sorted, WINSORISED_SHARE) ?? -Infinity;
  const high = quantileType7(sorted, 1 - WINSORISED_SHARE) ?? Infinity;
  return scores.map((z) => Math.min(high, Math.max(low, z)));
}

/** DerSimonian and Laird's moment estimator, with the winsorised phi in place of Cochran's Q. */
function varianceBetweenUnits(weights: readonly number[], phi: number): number {
  const excess = weights.length * phi - (weights.length - 1);
  const total = sum(weights);
  const denominator = total - sum(weights.map((w) => w * w)) / total;
  return excess > 0 && denominator > 0 ? excess / denominator : 0;
}
