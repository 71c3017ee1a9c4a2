import { sum } from './moments.js';
import type { Proportion } from './newcombe.js';

/** Rates of units spread as Beta(mean * precision, (1 - mean) * precision). */
export interface BetaPrior {
  /** Fraction, within 0 and 1, ends excluded. */
  readonly mean: number;
  /** In pseudo-observations: the larger, the more alike the units. */
  readonly precision: number;
}

/** P(K = k) among n for units whose rate is drawn from the prior. */
export function betaBinomialPmf(k: number, n: number, prior: BetaPrior): number {
  return betaBinomialDistribution(n, prior)[k] ?? 0;
}

/** P(K > k) + P(K = k) / 2 among n: how unusual k is upward, with half weight on k itself (mid-p). */
export function betaBinomialMidP(k: number, n: number, prior: BetaPrior): number {
  const distribution = betaBinomialDistribution(n, prior);
  return sum(distribution.slice(k + 1)) + (distribution[k] ?? 0) / 2;
}

/** Rate of a unit pulled towards the mean of all: the posterior mean. */
export function shrunkenRate({ k, n }: Proportion, { mean, precision }: BetaPrior): number {
  return (k + mean * precision) / (n + precision);
}

/** P(K = 0..n), in logarithms until the end so that neither end underflows into the other. */
function betaBinomialDistribution(n: number, { mean, precision }: BetaPrior): number[] {
  const a = mean * precision;
  const b = (1 - mean) * precision;
  let logP = 0;
  for (let i = 0; i < n; i += 1) {
    logP += Math.log((b + i) / (a + b + i));
  }
  const distribution = [Math.exp(logP)];
  for (let k = 0; k < n; k += 1) {
    logP += Math.log(((n - k) * (a + k)) / ((k + 1) * (b + n - k - 1)));
    distribution.push(Math.exp(logP));
  }
  return distribution;
}
