import { mean, variance } from './moments.js';
import { twoSidedStudentP } from './student.js';

/** Weeks of history the test is made for, and the fewest it takes. */
export const FREQUENCY_HISTORY_WEEKS = { recommended: 12, fewest: 8 } as const;

export interface FrequencyChange {
  /** Positive when the newest count is above its history. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Variance over mean of the history, at least 1: bursts make weeks differ more than chance would. */
  readonly dispersion: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Does the newest count of a week fit the full weeks before it? Null with fewer than eight of those.
 *
 * On the scale of sqrt(count + 3/8) a Poisson count has a standard deviation of 1/2 whatever its mean (Anscombe,
 * "The Transformation of Poisson, Binomial and Negative-Binomial Data", Biometrika 35 (1948), 246-254); overdispersion
 * widens it, and the uncertainty of the history's mean adds 1/weeks.
 */
export function frequencyChange(history: readonly number[], newest: number): FrequencyChange | null {
  const meanCount = mean(history);
  const spread = variance(history);
  const level = mean(history.map(stabilised));
  if (history.length < FREQUENCY_HISTORY_WEEKS.fewest || meanCount === null || spread === null || level === null) {
    return null;
  }
  const dispersion = meanCount === 0 ? 1 : Math.max(1, spread / meanCount);
  const z = 2 * (stabilised(newest) - level);
  const t = z / Math.sqrt(dispersion * (1 + 1 / history.length));
  const degreesOfFreedom = history.length - 1;
  return { t, degreesOfFreedom, dispersion, p: twoSidedStudentP(t, degreesOfFreedom) };
}

function stabilised(count: number): number {
  return Math.sqrt(count + 3 / 8);
}
