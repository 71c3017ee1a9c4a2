import type { FunnelPlot } from './funnel-plot.js';
import type { GroupHistory } from './groups.js';
import { type Judgement, reasonCounts, suspectGroup } from './judgement.js';
import type { NotJudgedReason, Outlier, Span } from './outlier.js';

interface Compared {
  readonly groups: readonly GroupHistory[];
  readonly period: Span;
  readonly isProvisional: boolean;
}

/**
 * Groups that fail more than one and a half times as often as all together, with 95 % probability, and have at least ten
 * deployments (metrics.md 7.1 a). It only ever says "worse": too few failures are no reason to act.
 */
export function rateAgainstPeers(plot: FunnelPlot, { groups, period, isProvisional }: Compared): Judgement {
  const { measure, pooled, points } = plot;
  const pointOf = new Map(points.map((point) => [point.group, point]));
  const n = points.reduce((sum, point) => sum + point.n, 0);
  const reasons = groups.map(({ name, isParent }): NotJudgedReason | null => {
    const point = pointOf.get(name);
    if (isParent) return 'contains_others';
    if (point === undefined || !point.isJudged) return 'too_few';
    return point.verdict === null ? 'no_variation' : null;
  });
  const found = points.flatMap(({ group, n: own, numerator, value, limits998, verdict }): Outlier[] => {
    if (pooled === null || verdict === null || verdict.severity === null) return [];
    return [
      {
        ...suspectGroup({
          rule: 'rate_against_peers',
          measure,
          group,
          value,
          n: own,
          numerator,
          span: period,
          against: { of: 'peers', members: points.length, n, center: pooled, usual: limits998, span: period },
          direction: 'worse',
          isProvisional,
        }),
        certainty: { kind: 'posterior', probability: verdict.pAbove15, isStrong: verdict.severity === 'strong' },
      },
    ];
  });
  return {
    rule: 'rate_against_peers',
    measure,
    looked: groups.length,
    notJudged: reasonCounts(reasons),
    found,
    tests: [],
  };
}
