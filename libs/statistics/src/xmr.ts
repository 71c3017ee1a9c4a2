import { mean } from './moments.js';

/** Expected range of two standard normal values: 2 / sqrt(pi). */
const D2 = 2 / Math.sqrt(Math.PI);
/** Upper limit of a moving range in mean ranges: 1 + 3 sqrt(pi / 2 - 1). */
const D4 = 1 + 3 * Math.sqrt(Math.PI / 2 - 1);

/** Equal values differ from their mean in its last digits, and are not outside. */
const ROUNDING = 1e-9;

/** Baseline points a chart should have, and the fewest it may have. */
export const XMR_BASELINE = { recommended: 20, fewest: 12 } as const;

export interface XmrChart {
  readonly center: number;
  /** Mean moving range of the baseline. */
  readonly meanRange: number;
  /** Standard deviation estimated from it. */
  readonly sigma: number;
  /** Natural process limits: center -/+ 3 sigma. */
  readonly lowerLimit: number;
  readonly upperLimit: number;
  readonly rangeUpperLimit: number;
  /** Indices of values outside the limits (rule 1). */
  readonly violations: readonly number[];
  /** Indices of the later value of each pair whose range lies above its limit. */
  readonly rangeViolations: readonly number[];
}

/**
 * Individuals chart with moving ranges; null with fewer than two baseline values. Durations go in as logarithms, counts as
 * square roots, rates as arcsines: on raw log-normal values the limits cry wolf in 28 to 45 of 100 charts.
 *
 * @param baseline how many values from the start the limits are computed from; the rest is judged by them.
 *
 * Source: W. A. Shewhart; D. J. Wheeler, "Understanding Variation" (2nd ed. 2000), with exact constants in place of 2.66
 * and 3.27.
 */
export function xmr(values: readonly number[], baseline: number = values.length): XmrChart | null {
  const center = mean(values.slice(0, baseline));
  const ranges = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));
  const meanRange = mean(ranges.slice(0, Math.max(0, baseline - 1)));
  if (center === null || meanRange === null) {
    return null;
  }
  const sigma = meanRange / D2;
  const lowerLimit = center - 3 * sigma;
  const upperLimit = center + 3 * sigma;
  const rangeUpperLimit = D4 * meanRange;
  const slack = ROUNDING * Math.abs(center);
  return {
    center,
    meanRange,
    sigma,
    lowerLimit,
    upperLimit,
    rangeUpperLimit,
    violations: values.flatMap((value, at) => (value < lowerLimit - slack || value > upperLimit + slack ? [at] : [])),
    rangeViolations: ranges.flatMap((range, at) => (range > rangeUpperLimit + slack ? [at + 1] : [])),
  };
}
