import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  createClient,
} from '@clickhouse/client';
import type { ChdbConnection } from 'chdb/connection';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { parameterText } from './parameter-text.js';
import { literal } from './settings.js';

/** The data directory belongs to another process: the engine allows one at a time. */
export class WarehouseInUse extends Error {
  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(
      `The warehouse ${directory} is in use by process ${pid}, and one process can have it open. ` +
        'Stop that process, or ask it over HTTP: while the server runs, it is the way to its data.',
    );
    this.name = 'WarehouseInUse';
  }
}

/** chDB is not to be had here. */
export class EmbeddedWarehouseUnavailable extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `The embedded warehouse (chDB) does not run on ${process.platform}-${process.arch}: ${reason}. ` +
        'It needs Linux with glibc or macOS, on x64 or arm64, and an install with optional packages. ' +
        'Elsewhere set CLICKHOUSE_URL to a ClickHouse server (on Windows, or use WSL2).',
      options,
    );
    this.name = 'EmbeddedWarehouseUnavailable';
  }
}

/**
 * A client of the engine in this process, with a session of its own.
 *
 * @throws WarehouseInUse if another process has the directory open.
 * @throws EmbeddedWarehouseUnavailable where chDB does not run.
 */
export async function createEmbeddedClient(path: string): Promise<ClickHouseClient> {
  const { createChdbConnection } = await import('chdb/connection').catch((cause: unknown) => {
    throw new EmbeddedWarehouseUnavailable(messageOf(cause), { cause });
  });
  const other = await otherProcessOf(path);
  // The engine would find out too, but not before writing an error of its own to stderr.
  if (other !== undefined && (await hasOpen(other, join(path, 'status')))) throw new WarehouseInUse(path, other);
  try {
    return createClient({
      connection: sessionOf(createChdbConnection({ path })),
      log: { level: ClickHouseLogLevel.OFF },
    });
  } catch (error) {
    if (other !== undefined) throw new WarehouseInUse(path, other);
    throw new Error(
      `The warehouse ${path} cannot be opened: ${messageOf(error)}. Another process, perhaps in another container, ` +
        'may have it open, or it is not writable.',
      { cause: error },
    );
  }
}

type ClientConnection = NonNullable<ClickHouseClientConfigOptions['connection']>;

type StatementParams = Parameters<ClientConnection['query']>[0];

/**
 * chDB's connection, with two things done differently. Settings are refused: it would `SET` them on the session, where
 * every later statement has them too. Parameters are `SET` on the session, all at once, before the statement and in one
 * call with it: bound the way chDB does it, statements of all sessions wait for each other.
 */
function sessionOf(chdb: ChdbConnection): ClientConnection {
  return {
    ping: () => chdb.ping({ select: true }),
    query: (params) => chdb.query({ query: statementOf(params) }),
    insert: (params) => chdb.insert({ query: statementOf(params), values: params.values }),
    command: (params) => chdb.command({ query: statementOf(params) }),
    exec: (params) => chdb.exec({ query: statementOf(params), values: params.values }),
    close: () => chdb.close(),
  };
}

function statementOf({ query, query_params = {}, clickhouse_settings = {} }: StatementParams): string {
  const settings = Object.keys(clickhouse_settings);
  if (settings.length > 0) throw new Error(`Settings belong in the SQL text, not beside it: ${settings.join(', ')}.`);
  const assignments = Object.entries(query_params).map(([name, value]) => {
    if (!/^\w+$/.test(name)) throw new Error(`"${name}" is no name for a parameter.`);
    return `param_${name} = ${literal(parameterText(value))}`;
  });
  return assignments.length === 0 ? query : `SET ${assignments.join(', ')};\n${query}`;
}

/** The other process that the engine noted in its status file, if it lives. */
async function otherProcessOf(path: string): Promise<number | undefined> {
  const status = await readFile(join(path, 'status'), 'utf8').catch(() => '');
  const pid = Number(/^PID: (\d+)$/m.exec(status)?.[1]);
  return Number.isSafeInteger(pid) && pid !== process.pid && isAlive(pid) ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether a process has a file open, as far as can be seen: where there is no /proc, or for other users, no. */
async function hasOpen(pid: number, file: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const targets = await Promise.all(descriptors.map((name) => readlink(join(folder, name)).catch(() => '')));
  return targets.includes(await realpath(file));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
