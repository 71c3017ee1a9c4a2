import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { LogRecord } from '@leadline/ports';
import { z } from 'zod';
import type { Invocation } from '../command.js';
import { Failure } from '../failure.js';
import { readAnswer } from '../server/graphql.js';
import type { Server } from '../server/server.js';
import { configurationOf } from './config.js';

/** A record of the topic `deliveries` as a line of an export: nothing of it is lost, and no mode is assumed. */
export const exportedRecord = z.object({
  key: z.string(),
  /** Epoch milliseconds at which Leadline received it. */
  time: z.number(),
  headers: z.record(z.string(), z.string()),
  /** Base64. */
  value: z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'base64'),
});
export type ExportedRecord = z.infer<typeof exportedRecord>;

/** Every delivery of one installation, in order, wherever they lie. */
export interface Deliveries {
  readonly read: () => AsyncIterable<ExportedRecord>;
  /** Resolves when they are durable. */
  readonly append: (records: readonly ExportedRecord[]) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Where the log lies: behind a server that has it open, or in a folder that nobody has. */
export type LogPlace =
  { readonly kind: 'server'; readonly server: Server } | { readonly kind: 'folder'; readonly folder: string };

/**
 * The running server's log; where none runs and none was named, the log of the configured data folder. A server that
 * was named and does not answer is a failure: this machine's log would be another one.
 */
export async function logPlace({ io, options, output, server: connect }: Invocation): Promise<LogPlace> {
  const server = await connect();
  try {
    await server.ask({ method: 'GET', path: '/healthz' });
    return { kind: 'server', server };
  } catch (error) {
    const isNamed = options.text('server') !== undefined || Boolean(io.env['LEADLINE_URL']?.trim());
    if (isNamed || !(error instanceof Failure) || error.kind !== 'unreachable') throw error;
    const folder = embeddedLog(io);
    if (folder === undefined) throw error;
    output.message(`No server answers at ${server.address}; opening ${folder}.`);
    return { kind: 'folder', folder: resolve(io.cwd, folder) };
  }
}

/** Folder of the log below LEADLINE_DATA; undefined in scaled mode, or where the configuration does not tell. */
export function embeddedLog(io: Invocation['io']): string | undefined {
  const result = configurationOf(io, undefined);
  if (result.outcome === 'problems' || result.config.mode.kind !== 'embedded') return undefined;
  return join(result.config.mode.data, 'log');
}

/** Fails (refused) where there is no log to read: an empty one would look like a success. */
export async function existingFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return folder;
  throw new Failure('refused', `there is no log in ${folder}`, [
    'Name the data folder with LEADLINE_DATA, or the server with --server.',
  ]);
}

export async function openDeliveries(place: LogPlace): Promise<Deliveries> {
  switch (place.kind) {
    case 'server':
      return deliveriesOfServer(place.server);
    case 'folder':
      return deliveriesOfFolder(place.folder);
  }
}

const page = z.object({ records: z.array(exportedRecord), next: z.string().nullable() });

function deliveriesOfServer(server: Server): Deliveries {
  async function* read(): AsyncGenerator<ExportedRecord> {
    let after: string | null = null;
    do {
      const answer: unknown = await server.json({
        method: 'POST',
        path: '/admin/log/export',
        json: { after },
        timeoutMs: 120_000,
      });
      const { records, next } = readAnswer(page, answer);
      yield* records;
      after = next;
    } while (after !== null);
  }
  return {
    read,
    append: async (records) => {
      await server.json({ method: 'POST', path: '/admin/log/import', json: { records }, timeoutMs: 120_000 });
    },
    close: async () => undefined,
  };
}

async function deliveriesOfFolder(directory: string): Promise<Deliveries> {
  const { DirectoryInUse, LogDamaged, openSegmentLog } = await import('@leadline/adapters');
  const log = await openSegmentLog({ directory }).catch((error: unknown) => {
    if (error instanceof DirectoryInUse || error instanceof LogDamaged) throw new Failure('refused', error.message);
    throw error;
  });
  async function* read(): AsyncGenerator<ExportedRecord> {
    for await (const { key, time, headers, value } of log.read('deliveries')) {
      yield { key, time, headers: { ...headers }, value: Buffer.from(value).toString('base64') };
    }
  }
  return {
    read,
    append: async (records) => void (await log.append('deliveries', records.map(logRecord))),
    close: () => log.close(),
  };
}

function logRecord({ key, time, headers, value }: ExportedRecord): LogRecord {
  return { key, time, headers, value: Buffer.from(value, 'base64') };
}
