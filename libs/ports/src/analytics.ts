/** A read-only query: SQL text with `{name:Type}` placeholders, and their values. */
export interface Statement {
  readonly sql: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The warehouse took too long, or would read or return more than it may. */
export class QueryLimitExceeded extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueryLimitExceeded';
  }
}

/**
 * Metric and entity queries. Runs read-only, with limits of time, rows and memory. An answer holds every row that was
 * stored before it was asked for; a statement reads nothing but the tables, no clock and no chance, so that the same
 * statement has the same answer as long as nothing is stored.
 */
export interface Analytics {
  /** Rows as objects; 64-bit integers as numbers, named tuples as objects. */
  query<Row>(statement: Statement): Promise<Row[]>;
  /** The same, row by row, for exports. */
  stream<Row>(statement: Statement): AsyncIterable<Row>;
}
