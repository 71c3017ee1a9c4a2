/** A confidence interval: both ends belong to it, in the unit of the value it surrounds. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}
