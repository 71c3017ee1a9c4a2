import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSegmentLog } from './segment-log.js';

describe('Packing', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-packing-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const files = async () => (await readdir(join(directory, 'deliveries/0'))).sort();
  const body = (number: number) =>
    Buffer.from(JSON.stringify({ number, ref: 'refs/heads/main', text: 'x'.repeat(900) }));

  it('compresses segments that are complete while they are being read, and every offset can be read from', async () => {
    const log = await openSegmentLog({ directory, fsync: false, segmentBytes: 400_000 });
    const append = async (from: number, to: number) => {
      for (let number = from; number < to; number += 100) {
        const batch = Array.from({ length: 100 }, (_, index) => number + index);
        await log.append(
          'deliveries',
          batch.map((time) => ({ key: `k${time % 5}`, value: body(time), time })),
        );
      }
    };
    await append(0, 300);
    const reading = log.read('deliveries')[Symbol.asyncIterator]();
    expect((await reading.next()).value).toMatchObject({ offset: 0 });

    await append(300, 3_000);
    while ((await files()).filter((name) => name.endsWith('.segment')).length > 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    for (let offset = 1; offset < 300; offset += 1) {
      expect((await reading.next()).value).toMatchObject({ offset, value: body(offset) });
    }
    expect((await reading.next()).done).toBe(true);
    for (const from of [0, 1, 399, 400, 1_234, 2_998]) {
      const seen: number[] = [];
      for await (const { offset, value } of log.read('deliveries', { from, to: from + 3 })) {
        expect(value).toEqual(body(offset));
        seen.push(offset);
      }
      expect(seen).toEqual([from, from + 1, from + 2].filter((offset) => offset < 3_000));
    }
    const names = await files();
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => name.endsWith('.packed'))).toHaveLength(names.length - 1);
    const { size } = await stat(join(directory, 'deliveries/0', names[0] ?? ''));
    expect(size).toBeLessThan(100_000);
    await log.close();
  });

  it('is taken up again where it was interrupted', async () => {
    const log = await openSegmentLog({ directory, fsync: false, segmentBytes: 50_000 });
    await Promise.all(
      Array.from({ length: 500 }, (_, time) => log.append('deliveries', [{ key: 'k', value: body(time), time }])),
    );
    await log.close();

    const again = await openSegmentLog({ directory, fsync: false, segmentBytes: 50_000 });
    while ((await files()).filter((name) => name.endsWith('.segment')).length > 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    let count = 0;
    for await (const { time, value } of again.read('deliveries')) {
      expect(value).toEqual(body(time));
      count += 1;
    }
    await again.close();

    expect(count).toBe(500);
    expect((await files()).every((name) => !name.endsWith('.tmp'))).toBe(true);
    const [first = ''] = await files();
    expect((await readFile(join(directory, 'deliveries/0', first))).subarray(0, 14).toString()).toBe('leadline-log 1');
  });
});
