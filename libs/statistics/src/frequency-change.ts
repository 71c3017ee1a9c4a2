import { mean, variance } from './moments.js';
import { stabilisedCount } from './stabilised-count.js';
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
 * Counts are compared as {@link stabilisedCount}s; overdispersion widens their spread, and the uncertainty of the
 * history's mean adds 1/weeks.
 */
export function frequencyChange(history: readonly number[], newest: number): FrequencyChange | null {
  const meanCount = mean(history);
  const spread = variance(history);
  const level = mean(history.map(stabilisedCount));
  if (history.length < FREQUENCY_HISTORY_WEEKS.fewest || meanCount === null || spread === null || level === null) {
    return null;
  }
  const dispersion = meanCount === 0 ? 1 : Math.max(1, spread / meanCount);
  const z = 2 * (stabilisedCount(newest) - level);
  const t = z / Math.sqrt(dispersion * (1 + 1 / history.length));
  const degreesOfFreedom = history.length - 1;
  return { t, degreesOfFreedom, dispersion, p: twoSidedStudentP(t, degreesOfFreedom) };
}
