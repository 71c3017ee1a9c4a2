import { median } from '@leadline/statistics';
import type { CivilBucket } from './civil-time.js';
import type { Details } from './details.js';
import {
  type AnswerRows,
  cellsReader,
  type Group,
  groupKey,
  groupsOf,
  type KeyedRow,
  namedRows,
  rowsByBucket,
  type StatementRow,
} from './group-rows.js';
import { type Cells, type MetricValue, noValue } from './metric.js';
import { type Metric, type PlannedQuery, spansOf } from './plan.js';
import type { MetricId } from './registry.js';
import { RULE_SETS } from './to-sql.js';
import type { ValuesAhead } from './values-ahead.js';

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

/** What a part of a plan is answered with. */
export type PartAnswer = readonly StatementRow[] | AnswerOfStates;

/** Of its `states`. */
export interface AnswerOfStates {
  readonly counted: AnswerRows;
  /** Absent: none of its metrics looks ahead. */
  readonly ahead?: ValuesAhead | undefined;
}

/**
 * Finishes the statistics: a point for every metric, group and bucket, empty ones included. Groups are those of the
 * rows and of `expected` (a team without deployments has a frequency of 0).
 *
 * @param answers Of each part of the plan, in its order.
 */
export function pointsOf(
  planned: PlannedQuery,
  answers: readonly PartAnswer[],
  expected: readonly Group[] = [],
): Point[] {
  const points: Point[] = [];
  for (const [part, { metrics }] of planned.parts.entries()) {
    const answer = answers[part] ?? [];
    addPoints(points, metrics, planned, 'counted' in answer ? answer : { counted: namedRows(answer) }, expected);
  }
  return points;
}

function addPoints(
  points: Point[],
  metrics: readonly Metric[],
  planned: PlannedQuery,
  { counted, ahead }: AnswerOfStates,
  expected: readonly Group[],
): void {
  const { query, buckets } = planned;
  const spans = spansOf(planned);
  const placeOf = new Map(spans.map(({ span }, place) => [span.start, place]));
  const groups = groupsOf(query, counted, expected, ahead);
  const { columns } = counted;
  const rowsOfSpans = groups.map(({ rows }): readonly (readonly KeyedRow[])[] =>
    query.bucket ? rowsByBucket({ rows, columns }, placeOf) : [rows],
  );
  for (const metric of metrics) {
    const read = cellsReader(metric, columns);
    const finished = (cells: (place: number) => readonly Cells[]): readonly MetricValue[] =>
      spans.map(({ clipped }, place) => metric.finish(cells(place), clipped, query));
    const apart = metric.looksAhead ? ahead : undefined;
    const nothingApart = apart && finished(() => []);
    for (const [index, { group, rows: ofGroup }] of groups.entries()) {
      // One that looks ahead is given all its rows for every span: the same list each time, so that it can read them once.
      const all = metric.looksAhead ? ofGroup.map(read) : undefined;
      const cellsIn = (place: number): readonly Cells[] => all ?? rowsOfSpans[index]![place]!.map(read);
      const values = apart?.get(groupKey(group))?.values ?? nothingApart ?? finished(cellsIn);
      const typical =
        query.bucket && metric.hasTypicalBucket && !query.withoutDetails ? typicalBucket(values, buckets) : {};
      for (const [place, value] of values.entries()) {
        const details = query.withoutDetails
          ? noValue.details
          : metric.hasTypicalBucket
            ? { ...value.details, ...typical }
            : value.details;
        const rulesDiffer = query.options.ofServices !== undefined && doRulesDiffer(cellsIn(place));
        points.push(pointOf({ metric: metric.id, group, rulesDiffer, details }, spans[place]!.span, value));
      }
    }
  }
}

/** The middle of the counts of a group's buckets. */
const typicalBucket = (values: readonly MetricValue[], buckets: readonly CivilBucket[]): Details => ({
  medianPerFullBucket: medianPerFullBucket(
    buckets.map(({ partial }, place) => ({ partial, n: values[place]!.n })),
    ({ n }) => n,
  ),
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

const doRulesDiffer = (cells: readonly Cells[]): boolean =>
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
