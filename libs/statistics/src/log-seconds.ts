/**
 * Natural logarithm of a duration in seconds, for tests on the log scale. A duration under one second counts as one:
 * clocks that disagree within their tolerance leave durations of exactly 0, which have no logarithm.
 */
export function logSeconds(seconds: number): number {
  return Math.log(Math.max(1, seconds));
}
