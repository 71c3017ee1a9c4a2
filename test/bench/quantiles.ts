import { ascending, quantileType7 } from '@leadline/statistics';

/** A quantile of measurements in any order; there must be some. */
export function quantileOf(values: readonly number[], q: number): number {
  const quantile = quantileType7(ascending(values), q);
  if (quantile === null) throw new Error('Nothing was measured');
  return quantile;
}

export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5);
