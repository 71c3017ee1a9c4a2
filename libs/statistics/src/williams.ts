import { sum } from './moments.js';
import type { Proportion } from './newcombe.js';

export interface WilliamsEstimate {
  /** Pooled rate, a fraction. */
  readonly p: number;
  /** Pearson's statistic of the units against the pooled rate. */
  readonly pearsonX2: number;
  /** Correlation of two outcomes of one unit; not positive when units differ no more than by chance; null for one unit. */
  readonly rho: number | null;
  /** (1 - rho) / rho, at least 0; null when rho gives none. */
  readonly precision: number | null;
}

/**
 * How much units differ beyond chance, in closed form. Null when the pooled rate is 0 or 1 or nothing was observed: then
 * nothing can be told. Units without observations take no part.
 *
 * Source: D. A. Williams, "Extra-binomial Variation in Logistic Linear Models", Applied Statistics 31 (1982), 144-148.
 */
export function williams(units: readonly Proportion[]): WilliamsEstimate | null {
  const observed = units.filter(({ n }) => n > 0);
  const total = sum(observed.map(({ n }) => n));
  const p = sum(observed.map(({ k }) => k)) / total;
  if (!(p > 0 && p < 1)) {
    return null;
  }
  const pearsonX2 = sum(observed.map(({ k, n }) => (k - n * p) ** 2 / (n * p * (1 - p))));
  const room = sum(observed.map(({ n }) => (n - 1) * (1 - n / total)));
  const rho = room > 0 ? (pearsonX2 - (observed.length - 1)) / room : null;
  return { p, pearsonX2, rho, precision: rho !== null && rho > 0 ? Math.max(0, (1 - rho) / rho) : null };
}
