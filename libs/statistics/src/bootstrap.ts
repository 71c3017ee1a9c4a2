import type { Interval } from './interval.js';
import type { Random } from './random.js';
import { ascending, quantileType7 } from './quantile.js';

export interface BootstrapOptions {
  readonly random: Random;
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default 0.95. */
  readonly confidence?: number;
}

/**
 * Percentile interval of a quantile of all values, resampling whole clusters: commits that share a deployment share its
 * wait and are not independent. Null with fewer than two clusters that hold a value.
 *
 * @param clusters the values of each cluster, say, the lead times of each deployment.
 *
 * Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13; clusters: Davison and Hinkley,
 * "Bootstrap Methods and Their Application" (1997), section 3.8.
 */
export function clusteredBootstrap(
  clusters: readonly (readonly number[])[],
  quantile: number,
  { random, resamples = 2000, confidence = 0.95 }: BootstrapOptions,
): Interval | null {
  const filled = clusters.filter((cluster) => cluster.length > 0);
  if (filled.length < 2) {
    return null;
  }
  const estimates: number[] = [];
  for (let round = 0; round < resamples; round += 1) {
    const drawn = filled.flatMap(() => filled[Math.floor(random() * filled.length)] ?? []);
    const estimate = quantileType7(Float64Array.from(drawn).sort(), quantile);
    if (estimate !== null) {
      estimates.push(estimate);
    }
  }
  const sorted = ascending(estimates);
  const low = quantileType7(sorted, (1 - confidence) / 2);
  const high = quantileType7(sorted, (1 + confidence) / 2);
  return low === null || high === null ? null : { low, high };
}
