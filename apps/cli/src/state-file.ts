import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { z } from 'zod';
import type { Io } from './io.js';

/** A file in which long work remembers how far it came. */
export interface StateFile<T> {
  readonly path: string;
  /** Undefined when there is none, or none that can be read. */
  readonly read: () => Promise<T | undefined>;
  /** Whole or not at all, even if the machine stops now. */
  readonly write: (value: Omit<T, 'version'>) => Promise<void>;
  readonly remove: () => Promise<void>;
}

interface StateOf<T> {
  /** Kind of work, e.g. "imports". */
  readonly folder: string;
  /** What tells one piece of that work from another. */
  readonly key: readonly string[];
  readonly shape: z.ZodType<T>;
}

export function stateFile<T extends { readonly version: 1 }>(io: Io, { folder, key, shape }: StateOf<T>): StateFile<T> {
  const name = createHash('sha256').update(key.join('\0')).digest('hex').slice(0, 24);
  const path = join(stateFolder(io), folder, `${name}.json`);
  return {
    path,
    read: async () => {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parse(text, shape);
    },
    write: async (value) => {
      await mkdir(dirname(path), { recursive: true });
      const next = `${path}.${process.pid}`;
      await writeFile(next, JSON.stringify({ version: 1, ...value }));
      await rename(next, path);
    },
    remove: () => rm(path, { force: true }),
  };
}

/** LEADLINE_DATA where it is set, else where the operating system keeps the state of programs. */
function stateFolder({ env, cwd }: Io): string {
  const data = env['LEADLINE_DATA']?.trim();
  if (data) return resolve(cwd, data, 'cli');
  const base = env['XDG_STATE_HOME'] || env['LOCALAPPDATA'] || (env['HOME'] && join(env['HOME'], '.local', 'state'));
  return resolve(cwd, base || '.', 'leadline');
}

function parse<T>(text: string, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
