import { median } from '@leadline/statistics';
import { type CivilBucket, civilBuckets } from './civil-time.js';
import type { Details } from './details.js';
import { cellsOf, columnsOf, type Group, groupsOf, NO_BUCKET, rowsByBucket, type StatementRow } from './group-rows.js';
import { type Cells, type MetricDefinition, type MetricValue, noValue, type Span } from './metric.js';
import { places } from './places.js';
import type { MetricQuery } from './query.js';
import { metricById, type MetricId } from './registry.js';
import type { Relation } from './relation.js';
import { byRelation } from './relations.js';
import type { SqlStatement } from './statement.js';
import { type StateStatements, statementsOverStates } from './states-to-sql.js';
import { RULE_SETS, statementOfLatest, statementOver } from './to-sql.js';

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
  const placeOf = new Map(spans.map(({ span }, place) => [span.start, place]));
  const rowsOfSpans = groups.map((group) => (query.bucket ? rowsByBucket(group.rows, placeOf) : [group.rows]));
  const counted = rows.find(({ bucket }) => bucket !== NO_BUCKET);
  const ahead = rows.find(({ bucket }) => bucket === NO_BUCKET);
  const points: Point[] = [];
  for (const metric of metrics) {
    const isApart = metric.countsOnly !== undefined && columnsOf(metric, counted).length === 0;
    const columns = columnsOf(metric, isApart ? ahead : counted);
    const cellsIn = (ofRows: readonly StatementRow[]): readonly Cells[] => ofRows.map((row) => cellsOf(columns, row));
    for (const [index, { group, ...own }] of groups.entries()) {
      // One that looks ahead is given all its rows for every span: the same list each time, so that it can read them once.
      const all = metric.looksAhead ? cellsIn(isApart ? own.ahead : own.rows) : undefined;
      const cells = spans.map((_, place) => all ?? cellsIn(rowsOfSpans[index]![place]!));
      const values = spans.map(({ clipped }, place) => metric.finish(cells[place]!, clipped, query));
      const typical =
        query.bucket && metric.hasTypicalBucket && !query.withoutDetails ? typicalBucket(values, buckets) : {};
      for (const [place, value] of values.entries()) {
        const details = query.withoutDetails
          ? noValue.details
          : metric.hasTypicalBucket
            ? { ...value.details, ...typical }
            : value.details;
        const rulesDiffer = doRulesDiffer(cells[place]!, query);
        points.push(pointOf({ metric: metric.id, group, rulesDiffer, details }, spans[place]!.span, value));
      }
    }
  }
  return points;
}

/** The middle of the counts of a group's buckets. */
const typicalBucket = (values: readonly MetricValue[], buckets: readonly CivilBucket[]): Details => ({
  medianPerFullBucket: medianPerFullBucket(
    buckets.map(({ partial }, place) => ({ partial, n: values[place]!.n })),
    ({ n }) => n,
  ),
});

const clippedTo = ({ from, to }: Span, { start, end }: CivilBucket): Span => ({
  from: Math.max(start, from),
  to: Math.min(end, to),
});

function pointOf(
  { metric, group, rulesDiffer, details }: Pick<Point, 'metric' | 'group' | 'rulesDiffer' | 'details'>,
  { start, end, partial }: CivilBucket,
  value: MetricValue,
): Point {
  // Member by member: a page has tens of thousands of points, and copying an object whole takes many times as long.
  return {
    metric,
    group,
    bucketStart: start,
    bucketEnd: end,
    partial,
    rulesDiffer,
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
    details,
  };
}

const doRulesDiffer = (cells: readonly Cells[], { options }: MetricQuery): boolean =>
  options.ofServices !== undefined &&
  new Set(cells.flatMap((row) => (row[RULE_SETS] as number[] | undefined) ?? [])).size > 1;

/** Median of a metric's values over the buckets that nothing cuts; null: there is none. */
export function medianPerFullBucket<P extends Pick<Point, 'partial'>>(
  points: readonly P[],
  read: (point: P) => number | null,
): number | null {
  const values = points.filter(({ partial }) => !partial).map(read);
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : median(known);
}
