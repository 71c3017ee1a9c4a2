import type { Analytics, Clock, Facts, Statement } from '@leadline/ports';
import { randomUUID } from 'node:crypto';
import { answeredByRevision, type TextAnalytics } from '../answers/answered-by-revision.js';
import { KeptAnswers } from '../answers/kept-answers.js';
import { KeptFacts, tablesNamedIn } from '../facts/kept/kept-facts.js';
import { createClickHouseAnalytics } from './clickhouse-analytics.js';
import { createClickHouseFacts } from './clickhouse-facts.js';
import { columnValues } from './column-values.js';
import { command, type Connection } from './connection.js';
import { connectEmbedded } from './embedded.js';
import { emptyTables } from './empty-tables.js';
import { completedAfterFailure, completeFilledTables, showIn, sourceOf } from './filled-tables.js';
import { quoted } from './identifier.js';
import { createInspection, type Inspection } from './inspection.js';
import { migrate, type MigrationReport } from './migrate.js';
import { readMigrations } from './migration-files.js';
import { defaultQueryLimits, type QueryLimits } from './query-limits.js';
import { connectServer } from './server.js';
import { storedParts } from './stored-parts.js';

/** Where the warehouse is: in a directory of this machine, or on a ClickHouse server. */
export type WarehouseAddress =
  | { readonly mode: 'embedded'; readonly directory: string }
  | {
      readonly mode: 'server';
      readonly url: string;
      readonly username?: string | undefined;
      readonly password?: string | undefined;
    };

export interface WarehouseOptions {
  /** Dates the migrations; default: the system's clock. */
  readonly clock?: Clock;
  /** Of `analytics`; default: 30 s, 1,000,000 rows, 2 GB. */
  readonly limits?: Partial<QueryLimits>;
  /** Where `analytics` keeps what it answered; default: a place of its own. */
  readonly answers?: KeptAnswers;
}

/** One database of the warehouse: a generation of everything derived from the log. */
export interface Warehouse {
  readonly database: string;
  readonly facts: Facts;
  readonly analytics: Analytics;
  readonly inspection: Inspection;
  /** Another text after anything was stored, by whomever; between two equal ones no answer of `analytics` changes. */
  revision(): Promise<string>;
  /**
   * Brings the tables to what this version reads and writes, and writes again what is missing in those filled from others.
   * To be awaited before anything else is asked.
   */
  migrate(): Promise<MigrationReport>;
  /** Removes every row of every table, for a world that begins anew (conformance, tests). */
  empty(): Promise<void>;
  /** Removes the database and closes. Nobody else may have it open. */
  drop(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a database, embedded or on a server. Several databases of one directory, or several connections to one, may
 * be open at once; directories only one at a time and by one process.
 *
 * @throws WarehouseInUse if another process has the directory open.
 * @throws EmbeddedWarehouseUnavailable where chDB does not run.
 */
export async function openWarehouse(
  address: WarehouseAddress,
  database: string,
  { clock = { now: Date.now }, limits = {}, answers = new KeptAnswers() }: WarehouseOptions = {},
): Promise<Warehouse> {
  const { processing, asking, inspecting, close } = await connect(address, database);
  const analytics = createClickHouseAnalytics(asking, { ...defaultQueryLimits, ...limits });
  const opened: Opened = {
    database,
    facts: completedAfterFailure(createClickHouseFacts(processing), () => completeFilledTables(processing)),
    analytics,
    inspection: createInspection(inspecting),
    revision: storedParts(inspecting),
    async migrate() {
      const report = await migrate(processing, await readMigrations(), clock);
      // On a server another process may be storing.
      await completeFilledTables(processing, { isAlone: address.mode === 'embedded' });
      return report;
    },
    empty: () => emptyTables(processing),
    async drop() {
      await command(processing, `DROP DATABASE IF EXISTS ${quoted(database)} SYNC`);
      await close();
    },
    close,
  };
  // A server's rows may be another process's work.
  const read = address.mode === 'embedded' ? keepingRows(opened, { inspecting, asking }) : opened;
  return {
    ...read,
    analytics: answeredByRevision(read.analytics, { answers, database, revision: () => read.revision() }),
  };
}

interface Opened extends Warehouse {
  readonly analytics: TextAnalytics;
}

/** A warehouse of this process alone: what is in use is kept in memory, and whoever asks sees what was stored. */
function keepingRows(warehouse: Opened, { inspecting, asking }: Pick<Connections, 'inspecting' | 'asking'>): Opened {
  const { analytics, inspection } = warehouse;
  const facts = new KeptFacts(warehouse.facts, {
    values: (table, column) => columnValues(inspecting, table, column),
    // Where who asks would ask next: not behind what is being stored.
    showIn: (table) => showIn(asking, table),
  });
  // Of another process that had the directory before, revisions say nothing.
  const opening = randomUUID();
  const readable = async ({ sql }: Statement): Promise<void> => {
    const named = tablesNamedIn(sql);
    const filled = tablesNamedIn(sql, sourceOf).filter((table) => !named.includes(table));
    await Promise.all([facts.written(named), facts.shown(filled)]);
  };
  return {
    ...warehouse,
    facts,
    analytics: {
      async query<Row>(statement: Statement): Promise<Row[]> {
        await readable(statement);
        return analytics.query<Row>(statement);
      },
      async text(statement: Statement): Promise<string> {
        await readable(statement);
        return analytics.text(statement);
      },
      async *stream<Row>(statement: Statement): AsyncIterable<Row> {
        await readable(statement);
        yield* analytics.stream<Row>(statement);
      },
    },
    inspection: {
      ...inspection,
      async rowCounts() {
        await facts.written();
        return inspection.rowCounts();
      },
    },
    revision: async () => `${opening} ${facts.revision}`,
    async empty() {
      await facts.forget();
      await warehouse.empty();
      await facts.forget();
    },
    async drop() {
      await facts.forget();
      await warehouse.drop();
    },
    async close() {
      await facts.written();
      await facts.forget();
      await warehouse.close();
    },
  };
}

/** Stages of processing work side by side, and so do the questions of a page; more would only share the same cores. */
const SESSIONS = 2;

/** Connections for what is stored, what people ask and what is counted, so that none waits for another. */
interface Connections {
  readonly processing: Connection;
  readonly asking: Connection;
  readonly inspecting: Connection;
  readonly close: () => Promise<void>;
}

async function connect(address: WarehouseAddress, database: string): Promise<Connections> {
  switch (address.mode) {
    case 'embedded': {
      const processing = await connectEmbedded(address.directory, database, SESSIONS);
      const asking = await connectEmbedded(address.directory, database, SESSIONS);
      const inspecting = await connectEmbedded(address.directory, database);
      return {
        processing,
        asking,
        inspecting,
        async close() {
          await inspecting.close();
          await asking.close();
          await processing.close();
        },
      };
    }
    case 'server': {
      const connection = connectServer(address, database);
      return { processing: connection, asking: connection, inspecting: connection, close: () => connection.close() };
    }
  }
}
