import { median } from '@leadline/statistics';
import { type CivilBucket, civilBuckets } from './civil-time.js';
import { columnOf, deploymentsStatement } from './deployments/to-sql.js';
import type { Cells, MetricDefinition, MetricValue } from './metric.js';
import type { MetricId, MetricQuery } from './query.js';
import { metricById } from './registry.js';
import type { SqlStatement } from './statement.js';

/** A metric's value for one group and one bucket, or the whole window. */
export interface Point extends MetricValue {
  readonly metric: MetricId;
  /** Values of the asked dimensions, in their order; null: the deployment has none. */
  readonly group: readonly (string | null)[];
  readonly bucketStart: number;
  readonly bucketEnd: number;
  readonly partial: boolean;
}

/** A query together with its statement: run it, then hand its rows to {@link pointsOf}. */
export interface PlannedQuery {
  readonly query: MetricQuery;
  readonly metrics: readonly MetricDefinition[];
  readonly buckets: readonly CivilBucket[];
  readonly statement: SqlStatement;
}

export function plan(query: MetricQuery): PlannedQuery {
  const metrics = query.ids.map(metricById);
  const { window, bucket, asOf, options } = query;
  const buckets = bucket ? civilBuckets(window, bucket, asOf, options.weekStart) : [];
  const starts = buckets.map(({ start }) => start);
  return { query, metrics, buckets, statement: deploymentsStatement(query, metrics, starts) };
}

/** One row of a planned statement. */
export type StatementRow = Readonly<Record<string, unknown>> & { readonly bucket: number };

/**
 * Finishes the statistics: a point for every metric, group and bucket, empty ones included. Groups are those of the
 * rows and of `expected` (a team without deployments has a frequency of 0).
 */
export function pointsOf(
  planned: PlannedQuery,
  rows: readonly StatementRow[],
  expected: readonly (readonly (string | null)[])[] = [],
): Point[] {
  const { query, metrics, buckets } = planned;
  const groups = new Map<string, { group: readonly (string | null)[]; rows: StatementRow[] }>();
  for (const group of expected) groups.set(JSON.stringify(group), { group, rows: [] });
  if (query.by.length === 0) groups.set('[]', { group: [], rows: [] });
  for (const row of rows) {
    const group = query.by.map((_, index) => (row[`g${index}`] as string) || null);
    const key = JSON.stringify(group);
    const known = groups.get(key) ?? { group, rows: [] };
    known.rows.push(row);
    groups.set(key, known);
  }
  const whole: CivilBucket = { start: query.window.from, end: query.window.to, partial: query.asOf < query.window.to };
  const spans = query.bucket ? buckets : [whole];
  return metrics.flatMap((metric) =>
    [...groups.values()].flatMap(({ group, rows: own }) =>
      spans.map((span) => pointOf(metric, group, own, span, query)),
    ),
  );
}

function pointOf(
  metric: MetricDefinition,
  group: readonly (string | null)[],
  rows: readonly StatementRow[],
  span: CivilBucket,
  query: MetricQuery,
): Point {
  const inSpan = query.bucket && !metric.looksAhead ? rows.filter(({ bucket }) => bucket === span.start) : rows;
  const clipped = { from: Math.max(span.start, query.window.from), to: Math.min(span.end, query.window.to) };
  return {
    metric: metric.id,
    group,
    bucketStart: span.start,
    bucketEnd: span.end,
    partial: span.partial,
    ...metric.finish(
      inSpan.map((row) => cellsOf(metric, row)),
      clipped,
      query,
    ),
  };
}

function cellsOf(metric: MetricDefinition, row: StatementRow): Cells {
  const prefix = columnOf(metric, '');
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => column.startsWith(prefix))
      .map(([column, value]) => [column.slice(prefix.length), value]),
  );
}

/** Median of a metric's values over the buckets that nothing cuts; null: there is none. */
export function medianPerFullBucket(points: readonly Point[], read: (point: Point) => number | null): number | null {
  const values = points.filter(({ partial }) => !partial).map(read);
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : median(known);
}
