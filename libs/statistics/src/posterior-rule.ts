import betainc from '@stdlib/math-base-special-betainc';
import type { BetaPrior } from './beta-binomial.js';
import type { Proportion } from './newcombe.js';
import { assertProportion } from './proportion.js';
import { williams } from './williams.js';

/** Peers count for at most this many pseudo-observations: an estimate from few units must not silence a clear case. */
export const PRECISION_CAP = 50;
/** Smallest unit that can be flagged. */
export const SMALLEST_FLAGGED_N = 10;
const REQUIRED_PROBABILITY = 0.95;
/** Below this a Beta parameter is treated as this: at 0 the distribution would be a point. */
const SMALLEST_BETA_PARAMETER = 1e-12;

export interface PosteriorVerdict {
  /** P(rate > 1.5 times the mean of the peers), given the unit's own outcomes. */
  readonly pAbove15: number;
  /** P(rate > 2 times that mean). */
  readonly pAbove2: number;
  /** `strong` when it is above twice the mean with 95 %, `normal` above 1.5 times; null: not flagged. */
  readonly severity: 'normal' | 'strong' | null;
}

/**
 * Is the rate of one unit clearly above that of its peers? Flagged when P(rate > 1.5 p) >= 0.95 and n >= 10. Multiples of
 * p at or above 1 cannot be exceeded: probability 0.
 *
 * Tests of each unit against the population have hardly any power after correction for 2,000 services; the posterior
 * probability of a material excess has, at a false-discovery rate of about 2 %.
 */
export function posteriorRule(unit: Proportion, prior: BetaPrior): PosteriorVerdict {
  assertProportion(unit.k, unit.n);
  const pAbove15 = probabilityAbove(1.5 * prior.mean, unit, prior);
  const pAbove2 = probabilityAbove(2 * prior.mean, unit, prior);
  const flagged = unit.n >= SMALLEST_FLAGGED_N && pAbove15 >= REQUIRED_PROBABILITY;
  return { pAbove15, pAbove2, severity: flagged ? (pAbove2 >= REQUIRED_PROBABILITY ? 'strong' : 'normal') : null };
}

function probabilityAbove(rate: number, { k, n }: Proportion, { mean, precision }: BetaPrior): number {
  if (rate >= 1) {
    return 0;
  }
  const a = Math.max(SMALLEST_BETA_PARAMETER, k + mean * precision);
  const b = Math.max(SMALLEST_BETA_PARAMETER, n - k + (1 - mean) * precision);
  return betainc(rate, a, b, true, true);
}

export interface PosteriorScan {
  /** Pooled rate of all units; null when nothing was observed. */
  readonly p: number | null;
  /** Williams' correlation within units; null when the pooled rate is 0 or 1 or there is one unit. */
  readonly rho: number | null;
  /** Precision of the prior, capped; null when the pooled rate is 0 or 1: then nothing is flagged. */
  readonly precision: number | null;
  /** In the order of the input; empty when the precision is null. */
  readonly verdicts: readonly PosteriorVerdict[];
}

/** Applies the posterior rule to all units, with the prior estimated from them. */
export function posteriorScan(units: readonly Proportion[]): PosteriorScan {
  const estimate = williams(units);
  if (estimate === null) {
    const n = units.reduce((total, unit) => total + unit.n, 0);
    const k = units.reduce((total, unit) => total + unit.k, 0);
    return { p: n === 0 ? null : k / n, rho: null, precision: null, verdicts: [] };
  }
  const precision = Math.min(PRECISION_CAP, estimate.precision ?? PRECISION_CAP);
  const prior = { mean: estimate.p, precision };
  return { p: estimate.p, rho: estimate.rho, precision, verdicts: units.map((unit) => posteriorRule(unit, prior)) };
}
