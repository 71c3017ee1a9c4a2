/** Where the weeks usually lie, and how many weeks say so. */
export interface UsualRange {
  readonly centre: number;
  readonly low: number;
  readonly high: number;
  readonly weeks: number;
}

/** Fewer weeks than these make no range. */
export const WEEKS_NEEDED = 12;
/** After a shift that a test confirmed the new level is known sooner: our decision. */
export const WEEKS_NEEDED_AFTER_SHIFT = 6;
/** Of a chart of individuals: three standard deviations, estimated from the moving range of two. */
const LIMIT = 2.66;
/** Equal weeks differ from their mean in its last digits, and are not outside. */
const ROUNDING = 1e-9;

/**
 * Natural process limits (XmR chart) of weekly values, oldest first; null stands for a week without one. Of durations in
 * the logarithm, as their axis is. null: too few weeks. Wheeler, "Understanding Variation" (1993).
 */
export function usualRange(
  values: readonly (number | null)[],
  kind: 'duration' | 'rate' | 'share',
  needed = WEEKS_NEEDED,
): UsualRange | null {
  const known = values.filter((value): value is number => value !== null && (kind !== 'duration' || value > 0));
  if (known.length < needed) return null;
  const scaled = kind === 'duration' ? known.map(Math.log) : known;
  const centre = mean(scaled);
  const moving = scaled.slice(1).map((value, index) => Math.abs(value - (scaled[index] ?? value)));
  const reach = Math.max(LIMIT * mean(moving), ROUNDING * Math.abs(centre));
  const back = kind === 'duration' ? Math.exp : (value: number) => Math.max(0, value);
  const high = back(centre + reach);
  return {
    centre: back(centre),
    low: back(centre - reach),
    high: kind === 'share' ? Math.min(1, high) : high,
    weeks: known.length,
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
