import { link, open, readFile, rename, rm, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isErrno } from './errno.js';

const Holder = z.object({
  pid: z.number().int().positive(),
  /** When the process began, as the kernel says it: tells it from a later process with the same number. */
  born: z.string().nullable(),
});
type Holder = z.infer<typeof Holder>;

/** Directories this very process holds: its own process number in a lock says nothing, in a container it is always 1. */
const held = new Set<string>();

/** Another process uses the directory. */
export class DirectoryInUse extends Error {
  constructor(
    readonly directory: string,
    readonly pid: number,
  ) {
    super(
      `${directory} is in use by process ${pid}: a log has one owner. Stop that process, ` +
        'reach it over HTTP instead, or point LEADLINE_DATA to another directory.',
    );
    this.name = 'DirectoryInUse';
  }
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes the directory for this process. Rejects with {@link DirectoryInUse} while another process of this host lives
 * that took it; what a killed process left behind is cleared away.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(resolve(directory), 'lock');
  if (held.has(path)) throw new DirectoryInUse(directory, process.pid);
  held.add(path);
  try {
    while (!(await create(path))) await clearStale(path, directory);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return {
    release: async () => {
      held.delete(path);
      await rm(path, { force: true });
    },
  };
}

async function create(path: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, born: await bornAt(process.pid) };
  const candidate = `${path}.${process.pid}.tmp`;
  const handle = await open(candidate, 'w');
  try {
    await handle.writeFile(JSON.stringify(holder));
  } finally {
    await handle.close();
  }
  try {
    // A link appears whole or not at all, unlike a file that is created and then written.
    await link(candidate, path);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(candidate);
  }
}

/** Removes the lock if its holder is gone. Another process may be doing the same: what is removed is looked at again. */
async function clearStale(path: string, directory: string): Promise<void> {
  await refuseIfAlive(path, directory);
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  try {
    await refuseIfAlive(aside, directory);
  } catch (error) {
    await link(aside, path).catch(() => undefined);
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function refuseIfAlive(path: string, directory: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && (await isAlive(holder))) throw new DirectoryInUse(directory, holder.pid);
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.safeParse(JSON.parse(await readFile(path, 'utf8'))).data;
  } catch (error) {
    if (isErrno(error, 'ENOENT') || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isAlive({ pid, born }: Holder): Promise<boolean> {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return false;
    if (!isErrno(error, 'EPERM')) throw error;
  }
  return born === (await bornAt(pid));
}

/** Start of the process in clock ticks since the machine started, where the kernel tells (Linux). */
async function bornAt(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // Field 22 of proc(5); counted after the name, which may hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
