import { LogUnavailable } from '@leadline/ports';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openSegmentLog } from './segment-log.js';

const run = promisify(execFile);

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-durability-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Appends records until it is killed, four at once, and prints each one's value when it has been acknowledged. */
const appendUntilKilled = `
  import { openSegmentLog } from '${new URL('segment-log.ts', import.meta.url).href}';
  import { writeSync } from 'node:fs';
  const [directory, round] = process.argv.slice(1);
  const log = await openSegmentLog({ directory, segmentBytes: 20_000 });
  for (let lane = 0; lane < 4; lane += 1) void (async () => {
    for (let number = 0; ; number += 1) {
      const value = round + '.' + lane + '.' + number;
      await log.append('deliveries', [{ key: 'k', value: Buffer.from(value.padEnd(100 + (number % 7) * 300)), time: 0 }]);
      writeSync(1, value + '\\n');
    }
  })();
`;

describe('A segment log whose process is killed', () => {
  it('has every record that was acknowledged, each once and in order, after any number of kills', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const flags = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register', '--input-type=module'];
      const child = spawn(process.execPath, [...flags, '-e', appendUntilKilled, directory, String(round)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const ended = new Promise((resolve) => child.on('close', resolve));
      await vi.waitUntil(() => output !== '' || child.exitCode !== null, { timeout: 20_000, interval: 5 });
      await pause(20 + ((round * 37) % 100));
      child.kill('SIGKILL');
      await ended;
      acknowledged.push(...output.split('\n').slice(0, -1));
    }

    const log = await openSegmentLog({ directory });
    const stored: string[] = [];
    for await (const { value } of log.read('deliveries')) stored.push(String(value).trimEnd());
    await log.close();

    expect(acknowledged.length).toBeGreaterThan(30);
    expect(new Set(stored).size).toBe(stored.length);
    const found = new Set(stored);
    expect(acknowledged.filter((value) => !found.has(value))).toEqual([]);
    for (let lane = 0; lane < 4; lane += 1) {
      const numbers = stored.filter((value) => value.startsWith(`5.${lane}.`)).map((value) => value.split('.')[2]);
      expect(numbers).toEqual(numbers.map((_, index) => String(index)));
    }
  }, 60_000);
});

describe('A segment log on a full disk', () => {
  it('refuses appends, stays readable, and takes appends again when there is space', async ({ skip }) => {
    try {
      await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory]);
    } catch (error) {
      return skip(`a small disk of its own needs the right to mount one: ${String(error).split('\n')[0]}`);
    }
    try {
      const ballast = join(directory, 'ballast');
      await writeFile(ballast, Buffer.alloc(1_000_000));
      const log = await openSegmentLog({ directory: join(directory, 'log') });
      const append = (number: number) =>
        log.append('deliveries', [{ key: 'k', value: Buffer.alloc(100_000, number), time: number }]);
      let taken = 0;
      const untilFull = async (): Promise<unknown> => {
        try {
          for (;;) {
            await append(taken);
            taken += 1;
          }
        } catch (error) {
          return error;
        }
      };
      const refusal = await untilFull();
      const times = async () => {
        const seen: number[] = [];
        for await (const { time } of log.read('deliveries')) seen.push(time);
        return seen;
      };

      expect(refusal).toBeInstanceOf(LogUnavailable);
      expect(refusal).toHaveProperty('message', expect.stringContaining('No space is left'));
      expect(taken).toBeGreaterThan(3);
      expect(await times()).toEqual(Array.from({ length: taken }, (_, number) => number));
      await expect(append(99)).rejects.toBeInstanceOf(LogUnavailable);

      await rm(ballast);
      expect(await append(taken)).toEqual([{ partition: 0, offset: taken }]);
      expect(await times()).toEqual(Array.from({ length: taken + 1 }, (_, number) => number));
      await log.close();
      const again = await openSegmentLog({ directory: join(directory, 'log') });
      expect(await again.head('deliveries')).toEqual(new Map([[0, taken + 1]]));
      await again.close();
    } finally {
      await run('umount', [directory]);
    }
  });
});
