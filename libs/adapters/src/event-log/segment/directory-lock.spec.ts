import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryInUse, lockDirectory } from './directory-lock.js';

describe('lockDirectory', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-lock-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('refuses a second owner in the same process until the first lets go', async () => {
    const lock = await lockDirectory(directory);

    await expect(lockDirectory(directory)).rejects.toBeInstanceOf(DirectoryInUse);
    await lock.release();

    await (await lockDirectory(directory)).release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('refuses while another process holds it, naming the process, and takes over when that was killed', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const stat = await readFile(`/proc/${holder.pid}/stat`, 'utf8').catch(() => undefined);
    const born = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
    await writeFile(join(directory, 'lock'), JSON.stringify({ pid: holder.pid, born }));

    await expect(lockDirectory(directory)).rejects.toThrow(`in use by process ${holder.pid}`);
    const ended = new Promise((resolve) => holder.on('exit', resolve));
    holder.kill('SIGKILL');
    await ended;

    const lock = await lockDirectory(directory);
    expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  it('is not deceived by a later process with the number of the one that was killed', async ({ skip }) => {
    if (process.platform !== 'linux') return skip('only Linux tells when a process began');
    const later = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await writeFile(join(directory, 'lock'), JSON.stringify({ pid: later.pid, born: '1' }));

    const lock = await lockDirectory(directory);

    expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await lock.release();
    later.kill('SIGKILL');
  });

  it('takes over a lock with its own process number (a container that was restarted) or without sense', async () => {
    for (const content of [JSON.stringify({ pid: process.pid, born: '1' }), '', '{"pid":-1}']) {
      await writeFile(join(directory, 'lock'), content);
      const lock = await lockDirectory(directory);
      expect(JSON.parse(await readFile(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
      await lock.release();
    }
  });
});
