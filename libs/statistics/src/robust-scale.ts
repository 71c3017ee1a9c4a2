import { mean } from './moments.js';
import { median } from './quantile.js';

/** Standard deviations per median absolute deviation. */
export const SIGMA_PER_MAD = 1.482602218505602;
/** Standard deviations per mean absolute deviation: sqrt(pi / 2). */
export const SIGMA_PER_MEAN_DEVIATION = 1.2533141373155001;

/** Median absolute deviation from the median, null of nothing. */
export function medianAbsoluteDeviation(values: readonly number[]): number | null {
  const center = median(values);
  return center === null ? null : median(values.map((value) => Math.abs(value - center)));
}

export interface RobustScale {
  /** The median. */
  readonly center: number;
  /** Estimate of the standard deviation that outliers do not inflate; 0 only when all values are equal. */
  readonly scale: number;
}

/**
 * Center and scale for modified z-scores: the MAD, or the mean absolute deviation where more than half of the values are
 * equal (MAD 0). Null of nothing.
 *
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (ASQC 1993), chapter 3.
 */
export function robustScale(values: readonly number[]): RobustScale | null {
  const center = median(values);
  const mad = medianAbsoluteDeviation(values);
  if (center === null || mad === null) {
    return null;
  }
  if (mad > 0) {
    return { center, scale: SIGMA_PER_MAD * mad };
  }
  const meanDeviation = mean(values.map((value) => Math.abs(value - center))) ?? 0;
  return { center, scale: SIGMA_PER_MEAN_DEVIATION * meanDeviation };
}
