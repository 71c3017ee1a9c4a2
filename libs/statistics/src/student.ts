import tCdf from '@stdlib/stats-base-dists-t-cdf';

/** P(T <= t) of Student's distribution. */
export function studentCdf(t: number, degreesOfFreedom: number): number {
  return tCdf(t, degreesOfFreedom);
}

/** P(|T| >= |t|): the two-sided p-value of a t statistic. */
export function twoSidedStudentP(t: number, degreesOfFreedom: number): number {
  return 2 * tCdf(-Math.abs(t), degreesOfFreedom);
}
