import type { TableName, TableRow } from '@leadline/tables';

/** Which rows are wanted: every condition must hold. Columns and operators are checked against the table's declaration. */
export interface Where {
  readonly column: string;
  /** Scalar column is one of these. */
  readonly in?: readonly (string | number)[];
  /** Array column has at least one of these. */
  readonly hasAny?: readonly string[];
  readonly atMost?: number;
}

export interface Find<N extends TableName> {
  readonly table: N;
  readonly where: readonly Where[];
  /** Default: all. */
  readonly columns?: readonly (keyof TableRow<N> & string)[];
  /** Rows are otherwise in no particular order. */
  readonly orderBy?: { readonly column: keyof TableRow<N> & string; readonly direction: 'asc' | 'desc' };
  /** Default and most: 1,000,000. */
  readonly limit?: number;
  /** Nobody will ask for these rows again soon: keeping them in memory would be of no use. */
  readonly isOnce?: boolean;
}

export type Rows = { readonly [N in TableName]?: readonly TableRow<N>[] };

/** What processing reads and writes: memory for property tests, ClickHouse for real. */
export interface Facts {
  /** Current rows: of rows with one key the one with the greatest version (of equal versions the one stored last). */
  find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]>;
  /** Rows are visible to `find` when it resolves. Storing a row again changes nothing. */
  store(rows: Rows): Promise<void>;
}
