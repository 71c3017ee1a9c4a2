import type { Interval } from './interval.js';

export interface EwmaChart {
  /** The weighted mean after each value. */
  readonly smoothed: readonly number[];
  /** Limits at each value; they widen from the first to their lasting distance. */
  readonly limits: readonly Interval[];
  /** Indices at which the weighted mean lies outside its limits. */
  readonly signals: readonly number[];
}

export interface EwmaOptions {
  readonly center: number;
  readonly sigma: number;
  /** Weight of the newest value, default 0.2. */
  readonly lambda?: number;
  /** Distance of the limits in standard deviations of the weighted mean, default 3.1. */
  readonly width?: number;
}

/**
 * Exponentially weighted moving average chart, for slow drift.
 *
 * Source: S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages", Technometrics 1 (1959), 239-250.
 */
export function ewma(values: readonly number[], { center, sigma, lambda = 0.2, width = 3.1 }: EwmaOptions): EwmaChart {
  let smoothed = center;
  const rows = values.map((value, index) => {
    smoothed += lambda * (value - smoothed);
    const settled = 1 - (1 - lambda) ** (2 * (index + 1));
    const half = width * sigma * Math.sqrt((lambda / (2 - lambda)) * settled);
    return { smoothed, limit: { low: center - half, high: center + half } };
  });
  return {
    smoothed: rows.map((row) => row.smoothed),
    limits: rows.map((row) => row.limit),
    signals: rows.flatMap((row, at) => (row.smoothed < row.limit.low || row.smoothed > row.limit.high ? [at] : [])),
  };
}
