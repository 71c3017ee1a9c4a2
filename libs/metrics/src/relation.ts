import type { EvidenceThing } from './evidence/evidence-item.js';
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
  /** Expression of the service whose rules a row is judged by; absent: of no single one. */
  readonly judgedAs?: string;
  /** The same of rows that belong to several: an array. */
  readonly judgedAsAll?: string;
  /**
   * Of these names those that columns answer of rows of which nothing changes after asOf, among them `is_latest`:
   * whether a row is one of them. Absent: there are no such columns.
   */
  readonly latest?: (query: MetricQuestion, bind: Parameters) => Named;
  /** The same state of its rows in a narrow table of its own; absent: there is none. */
  readonly states?: RowStates;
  /** Groups of a row by one dimension, as an expression over its columns and names. */
  readonly group: (by: GroupBy, bind: Parameters) => string;
  /** The rows, to stand after FROM. */
  readonly rows: (wanted: WantedRows, bind: Parameters) => string;
  /** Conditions on single rows, over their columns and names. */
  readonly conditions: (scope: Scope, bind: Parameters) => readonly string[];
  /** How single rows are shown as evidence of a number; absent: no metric of it has any. */
  readonly shown?: ShownRows;
}

/** What evidence says of a row; absent: the rows have no such thing. `key` tells rows of one instant apart. */
export type ShownColumn =
  | 'key'
  | 'id'
  | 'service'
  | 'environment'
  | 'deployment'
  | 'occurrence'
  | 'title'
  | 'status'
  | 'kind'
  | 'sha'
  | 'version'
  | 'url';

export interface ShownRows {
  readonly thing: EvidenceThing;
  /**
   * Names beside those of the numbers; among them `instant_shown`, its place among the others, and `is_near`: whether
   * one would look for it in the window. `is_asked` is false where nobody asked for the environment; default: true.
   */
  readonly named: (query: MetricQuestion, bind: Parameters) => Named;
  /** Expressions over a row; with `deployment` go `service`, `environment` and `occurrence`. */
  readonly columns: Readonly<Partial<Record<ShownColumn, string>>>;
}

/** Whether an instant lies in the window. */
export const withinWindow = (instant: string, { window }: Pick<MetricQuestion, 'window'>, bind: Parameters): string =>
  `ifNull(${instant} >= ${bind.bind('Int64', window.from)} AND ${instant} < ${bind.bind('Int64', window.to)}, false)`;

/** A narrow table of what pages need of the latest state. */
export interface RowStates {
  /** Names that its columns answer, among them `is_latest`. */
  readonly named: (query: MetricQuestion, bind: Parameters) => Named;
  /** Whether it has all that a text needs of a row, directly or through names. */
  readonly have: (usedBy: string, named: Named) => boolean;
  /** All groups of a row by one dimension, as a list. */
  readonly groups: (by: GroupBy, bind: Parameters) => string;
  /** Its rows, to stand after FROM. */
  readonly rows: (wanted: WantedRows, bind: Parameters) => string;
}

export interface WantedRows {
  readonly query: MetricQuestion;
  readonly named: Named;
  /** The text around them: names that it does not use, directly or through others, are not computed. */
  readonly usedBy: string;
  /** Whether rows beyond the window matter, and their neighbours are looked at. */
  readonly looksAhead: boolean;
  /** Condition on the rows that are wanted of those that look ahead, where the latest state answers. */
  readonly only?: string;
  /** Whether rows beyond the window matter. */
  readonly isUnbounded?: boolean;
  /** Condition on what is stored of rows that can be any; default: something was known of the deployment itself. */
  readonly isThere?: string;
  /** Whether rows that the number leaves aside are wanted too: of other environments, or shipped within the window. */
  readonly isEverywhere?: boolean;
}
