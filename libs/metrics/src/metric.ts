import type { MetricId, MetricQuery } from './query.js';
import type { Parameters } from './statement.js';

export type Unit = 'PER_DAY' | 'SECONDS' | 'RATIO';
export type PointStatus = 'OK' | 'NO_DATA' | 'INSUFFICIENT' | 'PROVISIONAL';

/** A metric's value for one group and bucket. null: there is no value; never 0 for "no data". */
export interface MetricValue {
  readonly value: number | null;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
  /** Episodes still open. */
  readonly open: number | null;
  /** Failures known by inference alone. */
  readonly inferred: number | null;
  /** At least this much, where the value is not reached. */
  readonly lowerBound: number | null;
  /** 95 % interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Numbers that explain the value, by the names of metrics.md (noBaseline, invalidSamples, …). */
  readonly details: Readonly<Record<string, number | null>>;
}

/** The part of a metric that lies between two instants. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Columns of one group and bucket as SQL returned them, by the metric's own names. */
export type Cells = Readonly<Record<string, unknown>>;

/** A metric as data: one file each. */
export interface MetricDefinition {
  readonly id: MetricId;
  readonly title: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly unit: Unit;
  readonly better: 'HIGHER' | 'LOWER';
  /** Where the definition comes from. */
  readonly source: string;
  /** Named expressions over one row, beside those every metric shares. */
  readonly row: (query: MetricQuery, bind: Parameters) => Readonly<Record<string, string>>;
  /** Named aggregates over the rows of one group and bucket. */
  readonly aggregates: (query: MetricQuery, bind: Parameters) => Readonly<Record<string, string>>;
  /** Whether it looks at a deployment's neighbours (the next success), which needs the whole history of the scope. */
  readonly looksAhead: boolean;
  /** Turns cells into the value; `cells` undefined: no row in this group and bucket. */
  readonly finish: (cells: readonly Cells[], span: Span, query: MetricQuery) => MetricValue;
}

export const noValue: MetricValue = {
  value: null,
  n: 0,
  numerator: null,
  denominator: null,
  p75: null,
  p90: null,
  open: null,
  inferred: null,
  lowerBound: null,
  low: null,
  high: null,
  details: {},
};

/** Reads a number out of a cell; what is not a finite number (NaN of an empty quantile) is null. */
export function numberIn(cells: Cells | undefined, name: string): number | null {
  const value = cells?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Reads a count; a missing row counts nothing. */
export const countIn = (cells: readonly Cells[], name: string): number =>
  cells.reduce((sum, row) => sum + (numberIn(row, name) ?? 0), 0);
