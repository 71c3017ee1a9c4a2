import { civilBuckets, type MetricQuery, planLinkedElsewhere, type Point, type StatementRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/**
 * Adds to the points of the change fail rate how many incidents name deployments of which none is counted: a statement
 * more, for who asks for details. Where incidents have no such groups the points stay as they are.
 */
export async function withLinkedElsewhere(
  analytics: Analytics,
  query: MetricQuery,
  points: readonly Point[],
): Promise<readonly Point[]> {
  if (!query.ids.includes('CHANGE_FAIL_RATE')) return points;
  const { window, bucket, asOf, options } = query;
  const starts = bucket ? civilBuckets(window, bucket, asOf, options.weekStart).map(({ start }) => start) : [];
  const planned = planLinkedElsewhere(query, starts);
  if (planned === null) return points;
  const rows = await analytics.query<StatementRow>(planned.statement);
  const place = (group: readonly (string | null)[], start: number): string => JSON.stringify([group, start]);
  const counts = new Map(
    rows.map((row) => {
      const group = query.by.map((_, index) => (row[`g${index}`] as string) || null);
      return [place(group, row.bucket), planned.read(row)];
    }),
  );
  return points.map((point) => {
    if (point.metric !== 'CHANGE_FAIL_RATE') return point;
    const linkedElsewhere = counts.get(place(point.group, bucket ? point.bucketStart : 0)) ?? 0;
    return { ...point, details: { ...point.details, linkedElsewhere } };
  });
}
