import { mean, variance } from './moments.js';
import { twoSidedStudentP } from './student.js';

export interface WelchTest {
  /** Positive when `after` is larger. */
  readonly t: number;
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Difference of two means without the assumption of equal variances. Durations go in as logarithms, one median per
 * deployment: commits of one deployment are not independent. Null with fewer than two values on a side, or when neither
 * side varies.
 *
 * Source: B. L. Welch, "The Generalization of 'Student's' Problem when Several Different Population Variances Are
 * Involved", Biometrika 34 (1947), 28-35; degrees of freedom by Satterthwaite (1946).
 */
export function welch(before: readonly number[], after: readonly number[]): WelchTest | null {
  const meanBefore = mean(before);
  const meanAfter = mean(after);
  const varianceBefore = variance(before);
  const varianceAfter = variance(after);
  if (meanBefore === null || meanAfter === null || varianceBefore === null || varianceAfter === null) {
    return null;
  }
  const errorBefore = varianceBefore / before.length;
  const errorAfter = varianceAfter / after.length;
  const error = errorBefore + errorAfter;
  if (error === 0) {
    return null;
  }
  const t = (meanAfter - meanBefore) / Math.sqrt(error);
  const degreesOfFreedom = error ** 2 / (errorBefore ** 2 / (before.length - 1) + errorAfter ** 2 / (after.length - 1));
  return { t, degreesOfFreedom, p: twoSidedStudentP(t, degreesOfFreedom) };
}
