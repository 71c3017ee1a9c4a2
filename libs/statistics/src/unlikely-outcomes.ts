/** Outcomes this much likelier than the observed one still count as equally likely: rounding must not part ties. */
const TIE_TOLERANCE = 1e-7;

/**
 * Two-sided p-value of an exact test on the whole numbers low..high: the share of probability on outcomes no likelier than
 * the observed one.
 *
 * @param stepUp P(x + 1) / P(x): the distribution is built from the observed outcome outward by these ratios and then
 *   normalised, so that no factorial overflows and tails keep their digits.
 */
export function shareOfUnlikelyOutcomes(
  observed: number,
  low: number,
  high: number,
  stepUp: (x: number) => number,
): number {
  const relativeToObserved = [1];
  for (let x = observed, weight = 1; x < high && weight > 0; x += 1) {
    weight *= stepUp(x);
    relativeToObserved.push(weight);
  }
  for (let x = observed, weight = 1; x > low && weight > 0; x -= 1) {
    weight /= stepUp(x - 1);
    relativeToObserved.push(weight);
  }
  const total = relativeToObserved.reduce((sum, weight) => sum + weight, 0);
  const unlikely = relativeToObserved.filter((weight) => weight <= 1 + TIE_TOLERANCE);
  return Math.min(1, unlikely.reduce((sum, weight) => sum + weight, 0) / total);
}
