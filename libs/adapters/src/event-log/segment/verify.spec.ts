import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DirectoryInUse } from './directory-lock.js';
import { openSegmentLog } from './segment-log.js';
import { type SegmentReport, type VerifyOptions, verifySegmentLog } from './verify.js';

describe('verifySegmentLog', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-verify-'));
    const log = await open();
    for (let number = 0; number < 40; number += 1) {
      await log.append('control', [{ key: 'k', value: Buffer.from(`number ${number}`), time: number }]);
    }
    await log.close();
  });
  afterEach(() => rm(directory, { recursive: true }));

  const open = () => openSegmentLog({ directory, fsync: false, segmentBytes: 500, onWarning: () => {} });
  const files = async () => {
    const names = (await readdir(join(directory, 'control/0'))).sort();
    return names.filter((name) => !name.includes('broken')).map((name) => join(directory, 'control/0', name));
  };

  async function verified(options?: VerifyOptions): Promise<readonly SegmentReport[]> {
    const reports: SegmentReport[] = [];
    for await (const report of verifySegmentLog(directory, options)) reports.push(report);
    return reports;
  }

  async function offsets(): Promise<readonly number[]> {
    const log = await open();
    const seen: number[] = [];
    for await (const { offset } of log.read('control')) seen.push(offset);
    await log.close();
    return seen;
  }

  async function flip(path: string, place: number): Promise<void> {
    const bytes = await readFile(path);
    bytes[place] = (bytes[place] ?? 0) ^ 4;
    await writeFile(path, bytes);
  }

  it('counts the records of every segment of a sound log', async () => {
    const reports = await verified();

    expect(reports.map(({ segment }) => segment)).toEqual(await files());
    expect(reports.reduce((sum, { records }) => sum + records, 0)).toBe(40);
    expect(reports.flatMap(({ lost }) => lost)).toEqual([]);
  });

  it('refuses while the log is open', async () => {
    const log = await open();

    await expect(verified()).rejects.toBeInstanceOf(DirectoryInUse);

    await log.close();
  });

  it('reads a log beside its owner, without judging a write under way', async () => {
    const log = await open();
    const before = await verified({ inUse: true });
    const active = (await files()).at(-1) ?? '';
    await appendFile(active, Buffer.from('the beginning of a record'));

    const during = await verified({ inUse: true });

    const recordsOf = (reports: readonly SegmentReport[]) => reports.reduce((sum, { records }) => sum + records, 0);
    expect([recordsOf(before), recordsOf(during)]).toEqual([40, 40]);
    expect(during.flatMap(({ lost }) => lost)).toEqual([]);
    await log.close();
    expect((await verified()).flatMap(({ lost }) => lost)).toMatchObject([{ offset: 40, until: undefined }]);
  });

  it('finds damage to what was acknowledged beside the owner of the log, too', async () => {
    const log = await open();
    await vi.waitUntil(async () => (await files()).filter((path) => path.endsWith('.segment')).length === 1);
    const [oldest = ''] = await files();
    await flip(oldest, 16 + 30);

    expect((await verified({ inUse: true })).flatMap(({ lost }) => lost)).toMatchObject([{ place: 16, offset: 0 }]);

    await log.close();
  });

  it('reports which records of a raw segment are lost, and repairs it to a gap in the offsets', async () => {
    const last = (await files()).at(-1) ?? '';
    const base = Number.parseInt(last.slice(-'00000000000000000000.segment'.length), 10);
    await flip(last, 16 + 30);

    const before = (await verified()).at(-1);
    const during = (await verified({ repair: true })).at(-1);
    const after = (await verified()).at(-1);

    expect(before).toMatchObject({ lost: [{ place: 16, offset: base, until: base + 1 }] });
    expect(before?.kept).toBeUndefined();
    expect(during?.kept).toBe(`${last}.broken`);
    expect(after).toMatchObject({ lost: [], records: before?.records });
    expect(await offsets()).toEqual(Array.from({ length: 40 }, (_, offset) => offset).filter((at) => at !== base));
  });

  it('repairs packed segments and missing ones, and the log goes on where it was', async () => {
    const log = await open();
    while ((await files()).filter((path) => path.endsWith('.segment')).length > 1) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await log.close();
    const [, second = '', third = '', fourth = ''] = await files();
    const baseOf = (path: string) => Number.parseInt(path.slice(-'00000000000000000000.packed'.length), 10);
    await flip(second, 40);
    await rm(third);

    const reports = await verified({ repair: true });

    expect(reports.flatMap(({ lost }) => lost).map(({ offset, until }) => [offset, until])).toEqual([
      [baseOf(second), baseOf(fourth)],
    ]);
    const kept = Array.from({ length: 40 }, (_, offset) => offset).filter(
      (offset) => offset < baseOf(second) || offset >= baseOf(fourth),
    );
    expect(await offsets()).toEqual(kept);
    const again = await open();
    const [position] = await again.append('control', [{ key: 'k', value: new Uint8Array(), time: 0 }]);
    expect(position?.offset).toBe(40);
    const taken: number[] = [];
    const stop = new AbortController();
    await again.subscribe({
      topic: 'control',
      group: 'fold',
      signal: stop.signal,
      onBatch: async ({ records }) => {
        taken.push(...records.map(({ offset }) => offset));
        if (taken.includes(40)) stop.abort();
      },
    });
    expect(taken).toEqual([...kept, 40]);
    await again.close();
  });
});
