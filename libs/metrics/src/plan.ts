import { type CivilBucket, civilBuckets } from './civil-time.js';
import { namedRows, nothingBeyond } from './group-rows.js';
import type { MetricDefinition, Span } from './metric.js';
import { places } from './places.js';
import type { MetricQuery } from './query.js';
import { metricById, type MetricId } from './registry.js';
import type { Relation } from './relation.js';
import { byRelation } from './relations.js';
import type { SqlStatement } from './statement.js';
import { type StateStatement, statementOverStates } from './states-to-sql.js';
import { statementOfLatest, statementOver } from './to-sql.js';

export type Metric = MetricDefinition<MetricId>;

/** A query together with its statements, one for each relation: run them, then hand their rows to `pointsOf`. */
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
      /** Cheaper still, and with the same proviso: `answerOfStates` reads it. */
      readonly states: StateStatement | undefined;
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
  const states = once(() => statementOverStates(relation, query, metrics, starts));
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

/** Whether rows of a part's `latest` statement answer it. */
export const areLatest = (rows: readonly Readonly<Record<string, unknown>>[]): boolean =>
  nothingBeyond(namedRows(rows));

/** A bucket, or the whole window, and what of it lies in the window. */
export interface PlannedSpan {
  readonly span: CivilBucket;
  readonly clipped: Span;
}

export function spansOf({ query: { window, bucket, asOf }, buckets }: PlannedQuery): readonly PlannedSpan[] {
  const whole: CivilBucket = { start: window.from, end: window.to, partial: asOf < window.to };
  return (bucket ? buckets : [whole]).map((span) => ({
    span,
    clipped: { from: Math.max(span.start, window.from), to: Math.min(span.end, window.to) },
  }));
}
