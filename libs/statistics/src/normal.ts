import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** P(Z <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  return cdf(z, 0, 1);
}

/** P(|Z| >= |z|): the two-sided p-value of a standard normal statistic. */
export function twoSidedNormalP(z: number): number {
  return 2 * normalCdf(-Math.abs(z));
}

/**
 * The z with P(Z <= z) = p, for 0 < p < 1.
 *
 * The library's rational approximation is right to 7e-10; two Newton steps on the cumulative distribution bring it to
 * machine precision, deep in the tail too. They are taken in the lower tail, where probabilities keep their digits.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) {
    return -normalQuantile(1 - p);
  }
  if (p === 0.5) {
    return 0;
  }
  let z = quantile(p, 0, 1);
  for (let step = 0; step < 2; step += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    z -= (normalCdf(z) - p) / density;
  }
  return z;
}

/** Of nearly every interval, so that it is found once. */
const Z_95 = -normalQuantile((1 - 0.95) / 2);

/** The z of a two-sided interval: 1.959963984540054 at a confidence of 0.95. */
export function criticalZ(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`A confidence lies between 0 and 1, not at ${confidence}`);
  }
  return confidence === 0.95 ? Z_95 : -normalQuantile((1 - confidence) / 2);
}
