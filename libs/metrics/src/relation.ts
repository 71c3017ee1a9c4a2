import type { Named } from './layers.js';
import type { Dimension, GroupBy, MetricQuestion, Scope } from './query.js';
import type { Parameters } from './statement.js';

/** What metrics are made of: rows of the warehouse as one question sees them. */
export interface Relation {
  /** What its rows can be grouped by. */
  readonly dimensions: readonly Dimension[];
  /** What its rows can be narrowed by. */
  readonly scopes: readonly (keyof Scope)[];
  /**
   * Named expressions over one row that its metrics share; among them `instant`, which puts a row into a bucket, and
   * `in_window`. An expression may use every other by name.
   */
  readonly named: (query: MetricQuestion, bind: Parameters) => Named;
  /** Groups of a row by one dimension, as an expression over its columns and names. */
  readonly group: (by: GroupBy, bind: Parameters) => string;
  /** The rows, to stand after FROM. */
  readonly rows: (wanted: WantedRows, bind: Parameters) => string;
  /** Conditions on single rows, over their columns and names. */
  readonly conditions: (scope: Scope, bind: Parameters) => readonly string[];
}

export interface WantedRows {
  readonly query: MetricQuestion;
  readonly named: Named;
  /** The text around them: names that it does not use, directly or through others, are not computed. */
  readonly usedBy: string;
  /** Whether rows beyond the window matter, and their neighbours are looked at. */
  readonly looksAhead: boolean;
  /** Whether rows beyond the window matter. */
  readonly isUnbounded?: boolean;
}
