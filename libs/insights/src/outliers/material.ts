import type { OutlierMeasure } from './outlier.js';

/** Least relative change that is worth a word, as a fraction. */
const LEAST_CHANGE = 0.2;

/** Least difference, in the unit of the measure: below it nobody would act (metrics.md 7.2; rollouts: our decision). */
const leastDifference: Readonly<Record<OutlierMeasure, number>> = {
  fail_rate: 0.05,
  rework_rate: 0.05,
  lead_time: 3_600,
  recovery: 900,
  frequency: 0,
  rollout: 300,
  incident: 900,
};

/** Whether a difference matters at all, however sure it is. */
export function isMaterial(measure: OutlierMeasure, before: number, after: number): boolean {
  const difference = Math.abs(after - before);
  // 0.15 - 0.1 is a hair below 0.05 in binary, and means five points.
  return difference + 1e-9 >= leastDifference[measure] && difference + 1e-9 >= LEAST_CHANGE * before && difference > 0;
}
