export interface CusumChart {
  /** Sum of upward excesses after each value, in sigmas, at least 0. */
  readonly upper: readonly number[];
  /** Sum of downward excesses after each value, in sigmas, at most 0. */
  readonly lower: readonly number[];
  /** Indices at which either sum lies beyond h. The sums run on after a signal. */
  readonly signals: readonly number[];
}

export interface CusumOptions {
  readonly center: number;
  readonly sigma: number;
  /** Excess that is forgiven at each value, in sigmas: half the shift to be found. Default 0.5. */
  readonly k?: number;
  /** Decision limit in sigmas, default 5. */
  readonly h?: number;
}

/**
 * Tabular cumulative sum chart, for slow drift.
 *
 * Source: E. S. Page, "Continuous Inspection Schemes", Biometrika 41 (1954), 100-115; D. C. Montgomery, "Introduction to
 * Statistical Quality Control", section 9.1.
 */
export function cusum(values: readonly number[], { center, sigma, k = 0.5, h = 5 }: CusumOptions): CusumChart {
  const upper: number[] = [];
  const lower: number[] = [];
  for (const value of values) {
    const z = (value - center) / sigma;
    upper.push(Math.max(0, (upper.at(-1) ?? 0) + z - k));
    lower.push(Math.min(0, (lower.at(-1) ?? 0) + z + k));
  }
  return {
    upper,
    lower,
    signals: values.flatMap((_, at) => ((upper[at] ?? 0) > h || (lower[at] ?? 0) < -h ? [at] : [])),
  };
}
