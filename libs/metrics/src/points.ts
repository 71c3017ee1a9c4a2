import { median } from '@leadline/statistics';
import { type CivilBucket, civilBuckets } from './civil-time.js';
import type { Cells, MetricDefinition, MetricValue, Span } from './metric.js';
import { places } from './places.js';
import type { MetricQuery } from './query.js';
import { metricById, type MetricId } from './registry.js';
import type { Relation } from './relation.js';
import { byRelation } from './relations.js';
import type { SqlStatement } from './statement.js';
import { type StateStatements, statementsOverStates } from './states-to-sql.js';
import { columnOf, RULE_SETS, statementOfLatest, statementOver } from './to-sql.js';

/** A metric's value for one group and one bucket, or the whole window. */
export interface Point extends MetricValue {
  readonly metric: MetricId;
  /** Values of the asked dimensions, in their order; null: the deployment has none. */
  readonly group: readonly (string | null)[];
  readonly bucketStart: number;
  readonly bucketEnd: number;
  readonly partial: boolean;
  /** Services of its rows are judged by rules that differ from each other: each row by those of its own service. */
  readonly rulesDiffer: boolean;
}

type Metric = MetricDefinition<MetricId>;

/** A query together with its statements, one for each relation: run them, then hand their rows to {@link pointsOf}. */
export interface PlannedQuery {
  readonly query: MetricQuery;
  readonly metrics: readonly Metric[];
  readonly buckets: readonly CivilBucket[];
  readonly parts: readonly PlannedPart[];
}

/**
 * The metrics of one relation. Places are compared, not selected: their rows come without a statement. Statements are
 * written when they are asked for: mostly one of the three.
 */
export type PlannedPart = { readonly metrics: readonly Metric[] } & (
  | {
      readonly form: 'selected';
      readonly statement: SqlStatement;
      /**
       * Cheaper, from what is stored of each row's latest state. Where one of its rows counts something `beyond`, it says
       * nothing, and the statement is to be asked.
       */
      readonly latest: SqlStatement | undefined;
      /** Cheaper still, and with the same proviso: {@link rowsOfStates} makes the rows of their answers. */
      readonly states: StateStatements | undefined;
    }
  | { readonly form: 'compared' }
);

type SelectedPart = Extract<PlannedPart, { readonly form: 'selected' }>;

export function plan(query: MetricQuery): PlannedQuery {
  const metrics = query.ids.map(metricById);
  const { window, bucket, asOf, options } = query;
  const buckets = bucket ? civilBuckets(window, bucket, asOf, options.weekStart) : [];
  const starts = buckets.map(({ start }) => start);
  const parts = [...byRelation(metrics, query)].map(([relation, own]): PlannedPart =>
    relation === places ? { metrics: own, form: 'compared' } : selectedPart(relation, query, own, starts),
  );
  return { query, metrics, buckets, parts };
}

function selectedPart(
  relation: Relation,
  query: MetricQuery,
  metrics: readonly Metric[],
  starts: readonly number[],
): SelectedPart {
  const statement = once(() => statementOver(relation, query, metrics, starts));
  const latest = once(() => statementOfLatest(relation, query, metrics, starts));
  const states = once(() => statementsOverStates(relation, query, metrics, starts));
  return {
    metrics,
    form: 'selected',
    get statement() {
      return statement();
    },
    get latest() {
      return latest();
    },
    get states() {
      return states();
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Whether rows of a part's `latest` statement answer it: nothing of theirs changes after asOf. */
export const areLatest = (rows: readonly StatementRow[]): boolean => rows.every(({ beyond }) => beyond === 0);

/** Bucket of rows that belong to none: what is not asked of a metric that looks ahead. */
const NO_BUCKET = -2;

/** Rows of a part from the answers of its `states`: what looks ahead becomes a row in each of its groups. */
export function rowsOfStates(
  { by }: Pick<MetricQuery, 'by'>,
  counted: readonly StatementRow[],
  ahead: readonly Omit<StatementRow, 'bucket'>[],
): StatementRow[] {
  const columns = by.map((_, index) => `g${index}`);
  const spread = ahead.flatMap((row) =>
    columns.reduce<StatementRow[]>(
      (rows, column) => (row[column] as string[]).flatMap((value) => rows.map((one) => ({ ...one, [column]: value }))),
      [{ ...row, bucket: NO_BUCKET }],
    ),
  );
  return [...counted, ...spread];
}

/** One row of a planned statement. */
export type StatementRow = Readonly<Record<string, unknown>> & { readonly bucket: number };

type Group = readonly (string | null)[];

/**
 * Finishes the statistics: a point for every metric, group and bucket, empty ones included. Groups are those of the
 * rows and of `expected` (a team without deployments has a frequency of 0).
 *
 * @param rows Of each part of the plan, in its order.
 */
export function pointsOf(
  planned: PlannedQuery,
  rows: readonly (readonly StatementRow[])[],
  expected: readonly Group[] = [],
): Point[] {
  return planned.parts.flatMap(({ metrics }, part) => pointsOfPart(metrics, planned, rows[part] ?? [], expected));
}

function pointsOfPart(
  metrics: readonly Metric[],
  { query, buckets }: PlannedQuery,
  rows: readonly StatementRow[],
  expected: readonly Group[],
): Point[] {
  const groups = groupsOf(query, rows, expected);
  const whole: CivilBucket = { start: query.window.from, end: query.window.to, partial: query.asOf < query.window.to };
  const spans = (query.bucket ? buckets : [whole]).map((span) => ({ span, clipped: clippedTo(query.window, span) }));
  const counted = rows.find(({ bucket }) => bucket !== NO_BUCKET);
  const ahead = rows.find(({ bucket }) => bucket === NO_BUCKET);
  return metrics.flatMap((metric) => {
    const isApart = metric.countsOnly !== undefined && columnsOf(metric, counted).length === 0;
    const columns = columnsOf(metric, isApart ? ahead : counted);
    return groups.flatMap(({ group, ...own }) => {
      const cellsIn = cellsBySpan(metric, columns, isApart ? own.ahead : own.rows, query);
      const points = spans.map(({ span, clipped }) => pointOf(metric, group, cellsIn(span), { span, clipped }, query));
      if (!query.bucket || metric.hasTypicalBucket !== true) return points;
      const typical = medianPerFullBucket(points, ({ n }) => n);
      return points.map((point) =>
        Object.assign(point, { details: { ...point.details, medianPerFullBucket: typical } }),
      );
    });
  });
}

interface GroupRows {
  readonly group: Group;
  readonly rows: StatementRow[];
  /** What was asked apart, of metrics that look ahead. */
  readonly ahead: StatementRow[];
}

function groupsOf(
  { by }: MetricQuery,
  rows: readonly StatementRow[],
  expected: readonly Group[],
): readonly GroupRows[] {
  const groups = new Map<string, GroupRows>();
  // Of one dimension its value alone tells groups apart.
  const keyOf = (group: Group): string => (group.length === 1 ? (group[0] ?? '') : JSON.stringify(group));
  for (const group of expected) groups.set(keyOf(group), { group, rows: [], ahead: [] });
  if (by.length === 0) groups.set(keyOf([]), { group: [], rows: [], ahead: [] });
  const columns = by.map((_, index) => `g${index}`);
  for (const row of rows) {
    const group = columns.map((column) => (row[column] as string) || null);
    const key = keyOf(group);
    const known = groups.get(key) ?? { group, rows: [], ahead: [] };
    groups.set(key, known);
    (row.bucket === NO_BUCKET ? known.ahead : known.rows).push(row);
  }
  return [...groups.values()];
}

/** A column of the statement, by the name that its metric gave it. */
type CellColumn = readonly [name: string, column: string];

/** All rows of a statement have the same columns. */
function columnsOf(metric: Metric, row: StatementRow = { bucket: 0 }): readonly CellColumn[] {
  const prefix = columnOf(metric, '');
  return Object.keys(row)
    .filter((column) => column.startsWith(prefix))
    .map((column) => [column.slice(prefix.length), column]);
}

function cellsOf(columns: readonly CellColumn[], row: StatementRow): Cells {
  const cells: Record<string, unknown> = {};
  for (const [name, column] of columns) cells[name] = row[column];
  return cells;
}

/** One that looks ahead is given all its rows for every span: the same list each time, so that it can read them once. */
function cellsBySpan(
  metric: Metric,
  columns: readonly CellColumn[],
  rows: readonly StatementRow[],
  query: MetricQuery,
): (span: CivilBucket) => readonly Cells[] {
  if (!query.bucket || metric.looksAhead) {
    const all = rows.map((row) => cellsOf(columns, row));
    return () => all;
  }
  const byBucket = new Map<number, Cells[]>();
  for (const row of rows) {
    const cells = byBucket.get(row.bucket);
    if (cells) cells.push(cellsOf(columns, row));
    else byBucket.set(row.bucket, [cellsOf(columns, row)]);
  }
  return ({ start }) => byBucket.get(start) ?? [];
}

const clippedTo = ({ from, to }: Span, { start, end }: CivilBucket): Span => ({
  from: Math.max(start, from),
  to: Math.min(end, to),
});

function pointOf(
  metric: Metric,
  group: Group,
  cells: readonly Cells[],
  { span, clipped }: { readonly span: CivilBucket; readonly clipped: Span },
  query: MetricQuery,
): Point {
  const value = metric.finish(cells, clipped, query);
  // Member by member: a page has tens of thousands of points, and copying an object whole takes many times as long.
  return {
    metric: metric.id,
    group,
    bucketStart: span.start,
    bucketEnd: span.end,
    partial: span.partial,
    rulesDiffer: doRulesDiffer(cells, query),
    value: value.value,
    n: value.n,
    numerator: value.numerator,
    denominator: value.denominator,
    p75: value.p75,
    p90: value.p90,
    open: value.open,
    inferred: value.inferred,
    lowerBound: value.lowerBound,
    low: value.low,
    high: value.high,
    currency: value.currency,
    details: value.details,
  };
}

const doRulesDiffer = (cells: readonly Cells[], { options }: MetricQuery): boolean =>
  options.ofServices !== undefined &&
  new Set(cells.flatMap((row) => (row[RULE_SETS] as number[] | undefined) ?? [])).size > 1;

/** Median of a metric's values over the buckets that nothing cuts; null: there is none. */
export function medianPerFullBucket(points: readonly Point[], read: (point: Point) => number | null): number | null {
  const values = points.filter(({ partial }) => !partial).map(read);
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : median(known);
}
