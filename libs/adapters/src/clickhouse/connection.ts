import type { ClickHouseClient } from '@clickhouse/client';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ListLimits } from './list-chunks.js';
import { type Settings, withSettings } from './settings.js';

/** How statements reach ClickHouse: in this process or over HTTP. The database is the one statements run in. */
export interface Connection {
  readonly database: string;
  /** How long a list of a statement may be. */
  readonly lists: ListLimits;
  /** Runs one call of the client. Embedded: one at a time. */
  run<T>(call: (client: ClickHouseClient) => Promise<T>): Promise<T>;
  /** Makes the database if there is none. */
  createDatabase(): Promise<void>;
  close(): Promise<void>;
}

export interface Select {
  readonly sql: string;
  /** Values of the `{name:Type}` placeholders. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
  /** How rows are written; default: each as an object. With names: the columns' names, then each row as a list. */
  readonly format?: 'JSONEachRow' | 'JSONCompactEachRowWithNames';
}

/** The answer of a SELECT, to be read row by row or whole. */
export function select(connection: Connection, { sql, params, settings, format = 'JSONEachRow' }: Select) {
  return connection.run((client) =>
    client.query({
      query: withSettings(sql, settings),
      format,
      ...(params === undefined ? {} : { query_params: { ...params } }),
    }),
  );
}

/** Runs a statement that answers nothing. */
export async function command(connection: Connection, sql: string): Promise<void> {
  await connection.run((client) => client.command({ query: sql }));
}

/** Sends rows, one per line of the body, after an `INSERT … FORMAT …`. They are visible when it resolves. */
export async function insert(connection: Connection, into: string, body: string): Promise<void> {
  await connection.run(async (client) => {
    // As the text it is: a stream of bytes would be encoded here, and decoded again for the embedded engine.
    const { stream } = await client.exec({ query: into, values: Readable.from([body]) });
    await buffer(stream);
  });
}
