/** Where and how widely a smoother looks. Positions count the values from 0 and may lie outside of them. */
export interface LoessWindow {
  /** How many neighbours take part, odd. More than there are values: the nearer ones then weigh more alike. */
  readonly span: number;
  /** One weight for each value, on top of the distance weights; none: all 1. */
  readonly weights?: readonly number[];
}

/** Locally linear fit with tricube weights at every value's own position. */
export function loess(values: readonly number[], window: LoessWindow): number[] {
  return values.map((value, at) => loessAt(values, at, window) ?? value);
}

/**
 * Locally linear fit at one position; null when every neighbour's weight is 0.
 *
 * Source: Cleveland, "Robust Locally Weighted Regression and Smoothing Scatterplots", JASA 74 (1979), 829-836, with the
 * conventions of the STL program of Cleveland et al. (1990).
 */
export function loessAt(values: readonly number[], at: number, { span, weights }: LoessWindow): number | null {
  const width = Math.min(span, values.length);
  const first = Math.min(Math.max(0, at - Math.floor(span / 2)), values.length - width);
  const last = first + width - 1;
  const reach = Math.max(at - first, last - at) + Math.max(0, Math.floor((span - values.length) / 2));
  const points = values.slice(first, last + 1).map((y, index) => {
    const x = first + index;
    return { x, y, weight: (weights?.[x] ?? 1) * tricube(Math.abs(x - at), reach) };
  });
  const total = points.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) {
    return null;
  }
  const centerX = points.reduce((sum, { x, weight }) => sum + weight * x, 0) / total;
  const centerY = points.reduce((sum, { y, weight }) => sum + weight * y, 0) / total;
  const spread = points.reduce((sum, { x, weight }) => sum + weight * (x - centerX) ** 2, 0) / total;
  if (Math.sqrt(spread) <= 0.001 * (values.length - 1)) {
    return centerY;
  }
  const slope = points.reduce((sum, { x, y, weight }) => sum + weight * (x - centerX) * y, 0) / total / spread;
  return centerY + slope * (at - centerX);
}

/** Flat at the very center and cut off just inside the reach, as in the STL program. */
function tricube(distance: number, reach: number): number {
  if (distance > 0.999 * reach) {
    return distance === 0 ? 1 : 0;
  }
  return distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3;
}
