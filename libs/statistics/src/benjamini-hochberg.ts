export interface DiscoveryDecision {
  /** Adjusted p-value: the smallest false-discovery rate at which this one would be rejected. */
  readonly adjusted: number;
  readonly rejected: boolean;
}

/**
 * Controls the share of false discoveries among all rejected hypotheses of one family at q, in the order of the input.
 *
 * Source: Benjamini and Hochberg, "Controlling the False Discovery Rate", Journal of the Royal Statistical Society B 57
 * (1995), 289-300. Valid under positive dependence (Benjamini and Yekutieli 2001), as between metrics of one service.
 */
export function benjaminiHochberg(pValues: readonly number[], q: number): DiscoveryDecision[] {
  const descending = pValues.map((p, index) => ({ p, index })).sort((a, b) => b.p - a.p);
  const decisions = new Array<DiscoveryDecision>(pValues.length);
  let adjusted = 1;
  let rejected = false;
  descending.forEach(({ p, index }, position) => {
    const shareOfRanks = (pValues.length - position) / pValues.length;
    adjusted = Math.min(adjusted, p / shareOfRanks);
    rejected ||= p <= shareOfRanks * q;
    decisions[index] = { adjusted, rejected };
  });
  return decisions;
}
