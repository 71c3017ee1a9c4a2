import { funnel, type Interval, type PosteriorVerdict, posteriorScan, SMALLEST_FLAGGED_N } from '@leadline/statistics';
import { type GroupHistory, within } from './groups.js';
import type { Span } from './outlier.js';
import { rateOf, type RateMeasure } from './rates.js';

/** A group in a funnel plot. */
export interface FunnelPoint {
  readonly group: string;
  readonly n: number;
  readonly numerator: number;
  /** numerator / n. */
  readonly value: number;
  /** Between these a group of this size falls by chance, 95 and 99.8 times of 100. */
  readonly limits95: Interval;
  readonly limits998: Interval;
  /** It has enough deployments. */
  readonly isJudged: boolean;
  readonly verdict: PosteriorVerdict | null;
}

/** Rates of all groups against their pooled rate: no ranking, but what chance explains and what not. */
export interface FunnelPlot {
  readonly measure: RateMeasure;
  /** Rate of all groups together; null: there was nothing. */
  readonly pooled: number | null;
  /** Precision of the groups' spread, in deployments; null: nothing can be told. */
  readonly precision: number | null;
  /** By name. Groups without a deployment, and groups that contain others, have none. */
  readonly points: readonly FunnelPoint[];
}

/** @param groups by name. */
export function funnelPlot(groups: readonly GroupHistory[], period: Span, measure: RateMeasure): FunnelPlot {
  const units = groups
    .filter(({ isParent }) => !isParent)
    .map(({ name, deployments }) => ({ group: name, ...rateOf(within(deployments, period), measure) }))
    .filter(({ n }) => n > 0);
  const limits = funnel(units);
  const scan = posteriorScan(units);
  return {
    measure,
    pooled: scan.p,
    precision: scan.precision,
    points: units.flatMap(({ group, k, n }, index) => {
      const at = limits?.units[index];
      if (at === undefined) return [];
      const isJudged = n >= SMALLEST_FLAGGED_N;
      const verdict = scan.verdicts[index] ?? null;
      const { limit95: limits95, limit998: limits998 } = at;
      return [{ group, n, numerator: k, value: k / n, limits95, limits998, isJudged, verdict }];
    }),
  };
}
