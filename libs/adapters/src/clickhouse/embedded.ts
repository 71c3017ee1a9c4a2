import type { ClickHouseClient } from '@clickhouse/client';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Connection } from './connection.js';
import { letAbortsEnd } from './default-signals.js';
import { createEmbeddedClient } from './embedded-client.js';
import { checkDatabaseName, quoted } from './identifier.js';
import { listsInProcess, MOST_QUERY_BYTES } from './list-chunks.js';

/**
 * Opens a database in a data directory, making both if they are not there.
 *
 * Sessions of the engine in this process run side by side (measured on chDB 3.4: 500 inserts and look-ups of one beside
 * 800 failing queries of two others, no answer wrong), but within a session a statement that fails after its first rows
 * leaves them in the answer of the next. So each session makes one call at a time; a connection has one or several, and
 * gives a call to the one with the least to do.
 */
export async function connectEmbedded(directory: string, database: string, sessions = 1): Promise<Connection> {
  const path = resolve(directory);
  checkDatabaseName(database);
  await mkdir(path, { recursive: true });
  const first = await openSession(path);
  letAbortsEnd();
  const open = [first];
  const connection: Connection = {
    database,
    lists: listsInProcess,
    run: (call) => leastBusy(open).run(call),
    async createDatabase() {
      await first.run((client) =>
        client.command({ query: `CREATE DATABASE IF NOT EXISTS ${quoted(database)} ENGINE = Atomic` }),
      );
      for (const { run } of open) await run((client) => client.command({ query: `USE ${quoted(database)}` }));
    },
    close: async () => {
      for (const { close } of open.toReversed()) await close();
    },
  };
  try {
    while (open.length < sessions) open.push(await openSession(path));
    await connection.createDatabase();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

interface Session {
  readonly run: Connection['run'];
  readonly close: () => Promise<void>;
  /** Calls that wait or run. */
  readonly pending: () => number;
}

async function openSession(path: string): Promise<Session> {
  const client = await createEmbeddedClient(path);
  // Of the session rather than of a statement: it is needed to read the settings that stand in one.
  await client.command({ query: `SET max_query_size = ${MOST_QUERY_BYTES}` });
  const inTurn = createTurns();
  let pending = 0;
  return {
    async run(call) {
      pending += 1;
      try {
        return await inTurn(() => drainedAfterError(client, () => call(client)));
      } finally {
        pending -= 1;
      }
    },
    close: () => inTurn(() => client.close()),
    pending: () => pending,
  };
}

function leastBusy([first, ...others]: readonly Session[]): Session {
  if (first === undefined) throw new Error('A connection has a session');
  return others.reduce((least, session) => (session.pending() < least.pending() ? session : least), first);
}

/** Runs one call after the other, whatever becomes of them. */
function createTurns(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<void> = Promise.resolve();
  return (call) => {
    const result = last.then(call);
    last = result.then(over, over);
    return result;
  };
}

/** Nobody who waits needs the result, which may be large. */
function over(): void {}

/** Measured on chDB 3.4: two statements without output take what a failed one left behind. */
async function drainedAfterError<T>(client: ClickHouseClient, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    for (let round = 0; round < 2; round += 1)
      await client.command({ query: 'SELECT 1 FORMAT Null' }).catch(() => undefined);
    throw error;
  }
}
