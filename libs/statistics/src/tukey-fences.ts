import { ascending, quantileType7 } from './quantile.js';

export interface TukeyFences {
  readonly q1: number;
  readonly q3: number;
  readonly lower: number;
  readonly upper: number;
  /** Indices of the values outside the fences. */
  readonly outliers: readonly number[];
}

/**
 * Quartiles and the fences k interquartile ranges beyond them, for display; null of nothing.
 *
 * Source: J. W. Tukey, "Exploratory Data Analysis" (1977), section 2C, with quartiles of type 7.
 */
export function tukeyFences(values: readonly number[], k = 1.5): TukeyFences | null {
  const sorted = ascending(values);
  const q1 = quantileType7(sorted, 0.25);
  const q3 = quantileType7(sorted, 0.75);
  if (q1 === null || q3 === null) {
    return null;
  }
  const lower = q1 - k * (q3 - q1);
  const upper = q3 + k * (q3 - q1);
  return { q1, q3, lower, upper, outliers: values.flatMap((x, at) => (x < lower || x > upper ? [at] : [])) };
}
