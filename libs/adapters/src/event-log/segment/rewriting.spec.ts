import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSegmentLog } from './segment-log.js';
import { scanFrames } from './scan.js';
import { SEGMENT_HEADER } from './frame.js';
import { verifySegmentLog } from './verify.js';

describe('Rewriting segments', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'leadline-rewriting-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const RECORDS = 1_200;
  const body = (number: number): string =>
    JSON.stringify({ number, by: number % 7 === 0 ? 'octocat' : 'somebody', text: 'x'.repeat(400) });
  const change = (bytes: Buffer): Buffer | undefined =>
    bytes.includes('octocat') ? Buffer.from(bytes.toString().replaceAll('octocat', 'qwertyu')) : undefined;
  const open = () => openSegmentLog({ directory, fsync: false, segmentBytes: 100_000 });
  const place = () => join(directory, 'deliveries/0');
  const names = async () => (await readdir(place())).sort();

  async function filled() {
    const log = await open();
    for (let number = 0; number < RECORDS; number += 100) {
      await log.append(
        'deliveries',
        Array.from({ length: 100 }, (_, index) => ({ key: 'k', value: Buffer.from(body(number + index)), time: 1 })),
      );
    }
    return log;
  }
  const packed = async () => {
    while ((await names()).filter((name) => name.endsWith('.segment')).length > 1)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };

  /** Every byte of the topic, with what is compressed unpacked. */
  async function bytesOnDisk(): Promise<string> {
    const texts: string[] = [];
    for (const name of await names()) {
      const buffer = await readFile(join(place(), name));
      texts.push(buffer.toString('latin1'));
      if (!name.endsWith('.packed')) continue;
      for (const { frame } of scanFrames(buffer, 0, SEGMENT_HEADER.length, Number(name.slice(0, 20)))) {
        if (frame.kind === 'block') texts.push(inflateRawSync(frame.packed).toString('latin1'));
      }
    }
    return texts.join('\n');
  }

  async function damage(): Promise<unknown[]> {
    const lost: unknown[] = [];
    for await (const report of verifySegmentLog(directory)) lost.push(...report.lost);
    return lost;
  }

  it('changes what is compressed and what is appended to, while somebody reads; nothing is damaged', async () => {
    const log = await filled();
    await packed();
    const reading = log.read('deliveries')[Symbol.asyncIterator]();
    expect((await reading.next()).value).toMatchObject({ offset: 0 });

    expect(await log.rewrite('deliveries', change)).toMatchObject({ records: Math.ceil(RECORDS / 7) });

    for (let offset = 1; offset < RECORDS; offset += 1) {
      const { value } = await reading.next();
      expect([body(offset), change(Buffer.from(body(offset)))?.toString()]).toContain(
        Buffer.from(value?.value ?? []).toString(),
      );
    }
    await reading.return?.();
    for (const from of [0, 7, 500, RECORDS - 3]) {
      for await (const { offset, value } of log.read('deliveries', { from, to: from + 3 })) {
        expect(Buffer.from(value).toString()).toBe(body(offset).replace('octocat', 'qwertyu'));
      }
    }
    await log.close();
    expect(await bytesOnDisk()).not.toContain('octocat');
    expect(await damage()).toEqual([]);
  });

  it('that was interrupted leaves every record whole, and is completed by the same again', async () => {
    const log = await filled();
    let left = 40;
    const interrupted = log.rewrite('deliveries', (bytes) => {
      if (bytes.includes('octocat')) left -= 1;
      if (left < 0) throw new Error('the process was killed');
      return change(bytes);
    });
    await expect(interrupted).rejects.toThrow('the process was killed');
    await log.close();
    // What a process leaves that is killed between writing a segment beside and putting it in its place.
    const [first = ''] = await names();
    await writeFile(join(place(), `${first}.tmp`), body(0));

    expect(await damage()).toEqual([]);
    const again = await open();
    let count = 0;
    for await (const { offset, value } of again.read('deliveries')) {
      expect(Buffer.from(value).toString().replace('qwertyu', 'octocat')).toBe(body(offset));
      count += 1;
    }
    expect(count).toBe(RECORDS);
    await again.rewrite('deliveries', change);
    await again.close();
    expect(await bytesOnDisk()).not.toContain('octocat');
    expect(await damage()).toEqual([]);
  });

  it('names copies of damaged segments, which it leaves', async () => {
    const log = await filled();
    const [first = ''] = await names();
    await writeFile(join(place(), `${first}.broken`), 'octocat');
    expect(await log.rewrite('deliveries', change)).toMatchObject({ untouched: [join(place(), `${first}.broken`)] });
    await log.close();
  });

  it('refuses another length', async () => {
    const log = await filled();
    await expect(log.rewrite('deliveries', () => Buffer.from('short'))).rejects.toThrow(RangeError);
    expect(await log.rewrite('deliveries', () => undefined)).toMatchObject({ records: 0 });
    await log.close();
  });
});
