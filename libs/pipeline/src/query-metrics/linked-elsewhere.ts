import { civilBuckets, type MetricQuery, planLinkedElsewhere, type Point, type StatementRow } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/**
 * Adds to the points of the change fail rate how many incidents name deployments of which none is counted: a statement
 * more, for who asks for details. Where groups are those of deployments (repository, environment, target, flag), also how
 * many name deployments of which nothing is known: they are in no group.
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
  const rows = await analytics.query<StatementRow>(planned.statement);
  const place = (group: readonly (string | null)[], start: number): string => JSON.stringify([group, start]);
  const byPlace = new Map(
    rows.map((row) => [
      place(
        query.by.map((_, index) => (row[`g${index}`] as string) || null),
        row.bucket,
      ),
      row,
    ]),
  );
  const count = (group: Point['group'], start: number, read: (row: StatementRow) => number): number => {
    const row = byPlace.get(place(group, start));
    return row === undefined ? 0 : read(row);
  };
  return points.map((point) => {
    if (point.metric !== 'CHANGE_FAIL_RATE') return point;
    const start = bucket ? point.bucketStart : 0;
    const linkedElsewhere = count(point.group, start, planned.read);
    const { unknown } = planned;
    const apart =
      unknown === undefined ? {} : { linkedUnknown: count(unknown.groupsFor(point.group), start, unknown.read) };
    return { ...point, details: { ...point.details, linkedElsewhere, ...apart } };
  });
}
