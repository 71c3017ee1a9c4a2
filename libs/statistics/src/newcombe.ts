import type { Interval } from './interval.js';
import { wilson } from './wilson.js';

/** k events among n. */
export interface Proportion {
  readonly k: number;
  readonly n: number;
}

/**
 * Interval of the difference of two independent rates, after minus before, as a fraction; null when either side is empty.
 *
 * Source: R. G. Newcombe, "Interval Estimation for the Difference Between Independent Proportions", Statistics in
 * Medicine 17 (1998), 873-890, method 10 (from Wilson intervals, no continuity correction).
 */
export function newcombe(before: Proportion, after: Proportion, confidence: number): Interval | null {
  const wilsonBefore = wilson(before.k, before.n, confidence);
  const wilsonAfter = wilson(after.k, after.n, confidence);
  if (wilsonBefore === null || wilsonAfter === null) {
    return null;
  }
  const rateBefore = before.k / before.n;
  const rateAfter = after.k / after.n;
  const difference = rateAfter - rateBefore;
  return {
    low: difference - Math.hypot(rateAfter - wilsonAfter.low, wilsonBefore.high - rateBefore),
    high: difference + Math.hypot(wilsonAfter.high - rateAfter, rateBefore - wilsonBefore.low),
  };
}

/** Newcombe 95 % interval of the difference of two rates, after minus before. */
export function newcombe95(before: Proportion, after: Proportion): Interval | null {
  return newcombe(before, after, 0.95);
}
