import { robustScale } from './robust-scale.js';

/** Score above which a value is an outlier, as Iglewicz and Hoaglin recommend. */
export const MODIFIED_Z_THRESHOLD = 3.5;

export interface ModifiedZ {
  readonly center: number;
  readonly scale: number;
  /** One score for each value; all 0 when the values do not vary. */
  readonly scores: readonly number[];
  /** Indices of the values whose score lies beyond the threshold on either side. */
  readonly outliers: readonly number[];
}

/**
 * Distance of each value from the median in robust standard deviations; null of nothing. Durations go in as logarithms.
 *
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers" (ASQC 1993), chapter 3.
 */
export function modifiedZ(values: readonly number[], threshold: number = MODIFIED_Z_THRESHOLD): ModifiedZ | null {
  const robust = robustScale(values);
  if (robust === null) {
    return null;
  }
  const { center, scale } = robust;
  const scores = values.map((value) => (scale === 0 ? 0 : (value - center) / scale));
  return { center, scale, scores, outliers: scores.flatMap((score, at) => (Math.abs(score) > threshold ? [at] : [])) };
}
