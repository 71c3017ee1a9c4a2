/**
 * The scale of sqrt(count + 3/8), on which a Poisson count has a standard deviation of 1/2 whatever its mean (Anscombe,
 * "The Transformation of Poisson, Binomial and Negative-Binomial Data", Biometrika 35 (1948), 246-254).
 */
export function stabilisedCount(count: number): number {
  return Math.sqrt(count + 3 / 8);
}
