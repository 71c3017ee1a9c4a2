import {
  type FunnelPlot,
  measures,
  type LookedAt as Looked,
  type NotJudgedReason,
  type OutlierScan as Scanned,
} from '@leadline/insights';
import { evidenceId, groupNamed, type OutlierQuery, type OutlierRow, outlierRow } from '@leadline/pipeline';
import type { Funnel, FunnelPoint, LookedAt, OutlierScan } from './outlier-scan.type.js';
import type { Outlier } from './outlier.type.js';

export const outliersOf = (query: OutlierQuery, { outliers }: Scanned): Outlier[] =>
  outliers.map((outlier) => outlierOf(outlierRow(query, outlier)));

export function outlierOf({ isStrong, ...row }: OutlierRow): Outlier {
  return { ...row, strong: isStrong };
}

export function scanOf(
  query: OutlierQuery,
  scan: Scanned,
  provenance: { readonly computedAt: number; readonly configVersion: string },
): OutlierScan {
  return {
    outliers: outliersOf(query, scan),
    lookedAt: scan.lookedAt.map(lookedAtOf),
    funnels: scan.funnels.map((plot) => funnelOf(query, plot)),
    tests: scan.tests,
    expectedFalse: scan.expectedFalse,
    ...provenance,
  };
}

function lookedAtOf({ notJudged, ...looked }: Looked): LookedAt {
  const reasons = Object.entries(notJudged) as [NotJudgedReason, number][];
  const tooFew = (notJudged.too_few ?? 0) + (notJudged.too_few_before ?? 0);
  return { ...looked, tooFew, notJudged: reasons.map(([reason, count]) => ({ reason, count })) };
}

function funnelOf(query: OutlierQuery, { measure, pooled, points }: FunnelPlot): Funnel {
  const { metric } = measures[measure];
  const { from, to } = query.window;
  return {
    metric,
    pooled,
    points: points.map(({ group, n, numerator, value, limits95, limits998, isJudged, verdict }): FunnelPoint => ({
      ...groupNamed(query, group),
      n,
      numerator,
      value,
      low95: limits95.low,
      high95: limits95.high,
      low998: limits998.low,
      high998: limits998.high,
      judged: isJudged,
      flagged: verdict !== null && verdict.severity !== null,
      posterior: verdict?.pAbove15 ?? null,
      point: evidenceId(query, { metric, from, to, group }),
    })),
  };
}
