import type { MetricQuery, Point } from '@leadline/metrics';
import type { ChangeVerdicts } from '../query-metrics/change-verdicts.js';
import { MetricRow, type Provenance, sharedBy } from './metric-row.js';

/** Points as flat rows. `previous`: those of the window compared with, where there is one; `verdictOf`: what is said of the change. */
export function metricRows(
  query: MetricQuery,
  points: readonly Point[],
  previous: readonly Point[],
  provenance: Provenance,
  verdictOf: ChangeVerdicts = () => null,
): MetricRow[] {
  const shared = sharedBy(query, provenance);
  const ordered = inOrder(query, points);
  if (previous.length === 0) return ordered.map((point) => new MetricRow(shared, point, null, null));
  const before = byPlace(previous);
  return [...byPlace(ordered)].map(
    ([place, point]) => new MetricRow(shared, point, before.get(place)?.value ?? null, verdictOf(point)),
  );
}

/** By metric as asked for, then by group, then by time: the warehouse gives groups in any order. */
function inOrder({ ids }: MetricQuery, points: readonly Point[]): Point[] {
  const rank = new Map(ids.map((id, index) => [id, index]));
  const rankOf = ({ metric }: Point): number => rank.get(metric) ?? 0;
  // Nearly all neighbours are of one metric and one group: then there is nothing to look up and nothing to compare.
  return [...points].sort(
    (a, b) =>
      (a.metric === b.metric ? 0 : rankOf(a) - rankOf(b)) ||
      (a.group === b.group ? 0 : byName(a.group, b.group)) ||
      a.bucketStart - b.bucketStart,
  );
}

/** Groups without a value last. */
function byName(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  for (const [index, name] of a.entries()) {
    const other = b[index] ?? null;
    if (name === other) continue;
    if (name === null) return 1;
    return other === null || name < other ? -1 : 1;
  }
  return 0;
}

/** Points under metric, group and ordinal of their bucket: what stands for the same thing in two windows. */
function byPlace(points: readonly Point[]): Map<string, Point> {
  const counts = new Map<string, number>();
  return new Map(
    points.map((point) => {
      const series = JSON.stringify([point.metric, point.group]);
      const ordinal = counts.get(series) ?? 0;
      counts.set(series, ordinal + 1);
      return [`${series} ${ordinal}`, point];
    }),
  );
}
