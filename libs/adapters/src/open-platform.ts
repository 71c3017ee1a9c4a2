import type { EventLog } from '@leadline/ports';
import { join } from 'node:path';
import { type AnswerCounts, KeptAnswers } from './answers/kept-answers.js';
import { openWarehouse, type Warehouse, type WarehouseAddress } from './clickhouse/warehouse.js';
import { type BrokerAccess, type KafkaLogger, openKafkaLog, openSegmentLog } from './event-log/index.js';

/** Log and warehouse: in a directory of this machine, or Kafka and ClickHouse. */
export type PlatformMode =
  | { readonly kind: 'embedded'; readonly data: string }
  | { readonly kind: 'scaled'; readonly kafka: BrokerAccess; readonly clickhouseUrl: string };

export interface PlatformOptions {
  /** How this process is named in the brokers' logs. */
  readonly clientId: string;
  readonly logger: KafkaLogger;
  /** False: what is acknowledged may be taken back by a loss of power; for demonstrations (default true). */
  readonly fsync?: boolean;
}

/** What everything runs on. */
export interface Platform {
  readonly log: EventLog;
  /**
   * Directory in which positions and rows are this process's own business, and an unclean end can part them; null where
   * brokers and servers see to it.
   */
  readonly ownDirectory: string | null;
  /** A database with its tables as this version reads and writes them; opened once. */
  warehouse(database: string): Promise<Warehouse>;
  /** What became of the questions to all warehouses. */
  answerCounts(): AnswerCounts;
  /** Removes a database that nobody reads or writes. */
  dropWarehouse(database: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the adapters of a mode. Nothing else in Leadline knows which mode it is. */
export async function openPlatform(mode: PlatformMode, options: PlatformOptions): Promise<Platform> {
  switch (mode.kind) {
    case 'embedded': {
      const { logger, fsync = true } = options;
      const onWarning = (warning: string): void => logger.warn({}, warning);
      const log = await openSegmentLog({ directory: join(mode.data, 'log'), fsync, onWarning });
      return platformOf(log, { mode: 'embedded', directory: join(mode.data, 'warehouse') }, mode.data);
    }
    case 'scaled': {
      const { clientId, logger } = options;
      const log = await openKafkaLog({ ...mode.kafka, clientId, logger });
      return platformOf(log, { mode: 'server', ...credentialsOf(mode.clickhouseUrl) }, null);
    }
  }
}

function platformOf(log: EventLog, address: WarehouseAddress, ownDirectory: string | null): Platform {
  const opened = new Map<string, Promise<Warehouse>>();
  const answers = new KeptAnswers();
  return {
    log,
    ownDirectory,
    warehouse(database) {
      let warehouse = opened.get(database);
      if (warehouse === undefined) {
        warehouse = openMigrated(address, database, answers);
        opened.set(database, warehouse);
        warehouse.catch(() => opened.delete(database));
      }
      return warehouse;
    },
    answerCounts: () => answers.counts,
    async dropWarehouse(database) {
      const warehouse = await this.warehouse(database);
      opened.delete(database);
      await warehouse.drop();
    },
    async close() {
      await log.close();
      for (const warehouse of await Promise.allSettled(opened.values())) {
        if (warehouse.status === 'fulfilled') await warehouse.value.close();
      }
    },
  };
}

async function openMigrated(address: WarehouseAddress, database: string, answers: KeptAnswers): Promise<Warehouse> {
  const warehouse = await openWarehouse(address, database, { answers });
  try {
    await warehouse.migrate();
    return warehouse;
  } catch (error) {
    await warehouse.close();
    throw error;
  }
}

/** User and password stand in the address, as ClickHouse's own tools write them; the client wants them apart. */
function credentialsOf(address: string): { url: string; username: string | undefined; password: string | undefined } {
  const url = new URL(address);
  const [username, password] = [url.username, url.password].map((text) => decodeURIComponent(text) || undefined);
  url.username = '';
  url.password = '';
  return { url: url.href, username, password };
}
