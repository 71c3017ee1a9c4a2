import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Io } from '../io.js';

/** How far an import came. */
const checkpoint = z.object({
  version: z.literal(1),
  /** Of the plan: another plan sends other events, so its count would mean nothing. */
  fingerprint: z.string(),
  /** Events the server has made durable, in the plan's order. */
  sent: z.number().int().nonnegative(),
  /** Position of the last delivery, "<partition>:<offset>". */
  position: z.string().optional(),
  /** Epoch milliseconds. */
  savedAt: z.number(),
});

export type Checkpoint = z.infer<typeof checkpoint>;

/** Where one import of one repository into one server remembers how far it came. */
export interface CheckpointFile {
  readonly path: string;
  /** Undefined when there is none, or none that can be read. */
  readonly read: () => Promise<Checkpoint | undefined>;
  /** Whole or not at all, even if the machine stops now. */
  readonly write: (value: Omit<Checkpoint, 'version'>) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export function checkpointFile(
  key: { gitDirectory: string; repository: string; server: string },
  io: Io,
): CheckpointFile {
  const { gitDirectory, repository, server } = key;
  const name = createHash('sha256').update([gitDirectory, repository, server].join('\0')).digest('hex').slice(0, 24);
  const path = join(stateFolder(io), 'imports', `${name}.json`);
  return {
    path,
    read: async () => {
      const text = await readFile(path, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parse(text);
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

function parse(text: string): Checkpoint | undefined {
  try {
    return checkpoint.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
