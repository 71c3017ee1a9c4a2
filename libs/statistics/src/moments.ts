/**
 * Arithmetic mean, null of nothing.
 *
 * Two passes: the second adds the mean of the residuals, which takes out the rounding of the first. Series with a large
 * common offset (NIST StRD SmLs07: 15 digits, 13 of them equal) keep their differences.
 */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) {
    return null;
  }
  const rough = sum(values) / values.length;
  let residual = 0;
  for (const value of values) {
    residual += value - rough;
  }
  return rough + residual / values.length;
}

/** Sum, 0 of nothing. */
export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
}

/**
 * Sum of squared deviations from the mean, 0 of nothing: the corrected two-pass algorithm.
 *
 * Source: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance", The American Statistician 37 (1983),
 * equation 1.7.
 */
export function sumOfSquaredDeviations(values: readonly number[]): number {
  const center = mean(values) ?? 0;
  let squares = 0;
  let residual = 0;
  for (const value of values) {
    const deviation = value - center;
    squares += deviation * deviation;
    residual += deviation;
  }
  return squares - (residual * residual) / Math.max(1, values.length);
}

/** Sample variance (denominator n - 1), null of fewer than two values. */
export function variance(values: readonly number[]): number | null {
  return values.length < 2 ? null : sumOfSquaredDeviations(values) / (values.length - 1);
}
