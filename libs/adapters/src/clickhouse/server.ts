import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { Connection } from './connection.js';
import { checkDatabaseName, quoted } from './identifier.js';
import { listsOverHttp } from './list-chunks.js';

export interface ServerAddress {
  /** http:// or https://, with host and port. */
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Longer than any statement may run, so that the server's own limits speak first. */
const REQUEST_TIMEOUT_MS = 120_000;

/** Connects to a database of a ClickHouse server. Nothing is sent before the first statement. */
export function connectServer({ url, username, password }: ServerAddress, database: string): Connection {
  checkDatabaseName(database);
  const options = {
    url,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    application: 'leadline',
    request_timeout: REQUEST_TIMEOUT_MS,
    // A list of thousands of ids does not fit into an address.
    use_multipart_params_auto: true,
    log: { level: ClickHouseLogLevel.OFF },
  };
  const client = createClient({ ...options, database });

  return {
    database,
    lists: listsOverHttp,
    run: (call) => call(client),
    async createDatabase() {
      // A request that names a database which does not exist is refused, even one that would make it.
      const outside = createClient(options);
      try {
        await outside.command({ query: `CREATE DATABASE IF NOT EXISTS ${quoted(database)}` });
      } finally {
        await outside.close();
      }
    },
    close: () => client.close(),
  };
}
