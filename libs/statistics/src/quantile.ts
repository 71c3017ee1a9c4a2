/**
 * Quantile of an ascending list by linear interpolation between order statistics: position (n - 1) q, counted from 0.
 * The unit is that of the values; null of nothing.
 *
 * Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages", The American Statistician 50 (1996), type 7. It is
 * numpy's `linear`, R's default and ClickHouse's `quantileExactInclusive`.
 */
export function quantileType7(sorted: ArrayLike<number>, q: number): number | null {
  if (!(q >= 0 && q <= 1)) {
    throw new RangeError(`A quantile lies within 0 and 1, not at ${q}`);
  }
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) {
    return null;
  }
  return below + (above - below) * (position - Math.floor(position));
}

/** Median of an ascending list, null of nothing. */
export function medianOfSorted(sorted: ArrayLike<number>): number | null {
  return quantileType7(sorted, 0.5);
}

/** Median of a list in any order, null of nothing. */
export function median(values: readonly number[]): number | null {
  return medianOfSorted(ascending(values));
}

/** A sorted copy: numerically, not as strings. */
export function ascending(values: readonly number[]): number[] {
  return values.length < 2 ? [...values] : Array.from(new Float64Array(values).sort());
}
