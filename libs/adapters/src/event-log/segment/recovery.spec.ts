import { type EventLog, type LogRecord, LogUnavailable, type StoredRecord } from '@leadline/ports';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogDamaged } from './damage.js';
import { openSegmentLog } from './segment-log.js';

let root: string;
let warnings: string[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'leadline-recovery-'));
  warnings = [];
});
afterEach(() => rm(root, { recursive: true }));

const first = '00000000000000000000.segment';

function open(directory: string): Promise<EventLog> {
  return openSegmentLog({ directory, fsync: false, onWarning: (warning) => warnings.push(warning) });
}

async function valuesOf(records: AsyncIterable<StoredRecord>): Promise<string[]> {
  const values: string[] = [];
  for await (const { value } of records) values.push(String(value));
  return values;
}

function records(...values: readonly string[]): readonly LogRecord[] {
  return values.map((value) => ({ key: 'k', value: Buffer.from(value), headers: { h: value }, time: 1 }));
}

/** A closed log of control with these appends, each a write of its own; the bytes of its segment after each of them. */
async function written(directory: string, appends: readonly (readonly string[])[]): Promise<readonly number[]> {
  const log = await open(directory);
  const sizes: number[] = [];
  for (const values of appends) {
    await log.append('control', records(...values));
    sizes.push((await readFile(join(directory, 'control/0', first))).length);
  }
  await log.close();
  return sizes;
}

/** A copy of the log with its segment's bytes changed. */
async function variant(original: string, name: string, bytes: Buffer): Promise<string> {
  const directory = join(root, name);
  await mkdir(join(directory, 'control/0'), { recursive: true });
  await writeFile(join(directory, 'control/0', first), bytes);
  await cp(join(original, 'control/positions'), join(directory, 'control/positions'), { recursive: true });
  return directory;
}

describe('A segment log after a torn write', () => {
  it('keeps every earlier append, whole records of the torn one, and cuts the rest, wherever it was torn', async () => {
    const original = join(root, 'original');
    const sizes = await written(original, [['a'], ['b', 'c'], ['d', 'e', 'f']]);
    const bytes = await readFile(join(original, 'control/0', first));
    const acknowledged = sizes[1] ?? 0;
    const counts = new Set<number>();

    for (let length = acknowledged; length <= bytes.length; length += 1) {
      warnings = [];
      const directory = await variant(original, `torn-${length}`, bytes.subarray(0, length));
      const log = await open(directory);

      const values = await valuesOf(log.read('control'));
      expect(['a', 'b', 'c', 'd', 'e', 'f'].slice(0, values.length)).toEqual(values);
      expect(values.length).toBeGreaterThanOrEqual(3);
      counts.add(values.length);
      const [position] = await log.append('control', records('next'));
      expect(position?.offset).toBe(values.length);
      expect(await valuesOf(log.read('control'))).toEqual([...values, 'next']);
      await log.close();

      const broken = (await readdir(join(directory, 'control/0'))).filter((name) => name.includes('broken'));
      const kept = await Promise.all(
        broken.map(async (name) => [name, (await readFile(join(directory, 'control/0', name))).length]),
      );
      const warning = expect.stringContaining(`(record ${values.length},`);
      // Nothing was torn where the file ends with a record.
      expect([kept, warnings]).toEqual(warnings.length === 0 ? [[], []] : [[[`${first}.broken`, length]], [warning]]);
      await rm(directory, { recursive: true });
    }
    expect([...counts]).toEqual([3, 4, 5, 6]);
  });

  it('cuts off garbage behind the last record', async () => {
    const original = join(root, 'original');
    await written(original, [['a'], ['b']]);
    const bytes = await readFile(join(original, 'control/0', first));
    for (const garbage of [Buffer.alloc(4096), Buffer.alloc(3, 255), Buffer.from('garbage '.repeat(500))]) {
      warnings = [];
      const directory = await variant(original, 'garbage', Buffer.concat([bytes, garbage]));
      const log = await open(directory);

      expect(await valuesOf(log.read('control'))).toEqual(['a', 'b']);

      await log.close();
      expect(warnings).toEqual([expect.stringContaining(`${garbage.length} bytes that had not been acknowledged`)]);
      await rm(directory, { recursive: true });
    }
  });

  it('cuts a write whose beginning was lost although its end reached the disk', async () => {
    const original = join(root, 'original');
    const sizes = await written(original, [['a'], ['b', 'c', 'd']]);
    const bytes = await readFile(join(original, 'control/0', first));
    bytes.fill(0, sizes[0], (sizes[0] ?? 0) + 20);

    const log = await open(await variant(original, 'holed', bytes));

    expect(await valuesOf(log.read('control'))).toEqual(['a']);
    await log.close();
  });

  it('begins a segment anew whose header was torn', async () => {
    const original = join(root, 'original');
    await written(original, [['a']]);
    for (const header of ['', 'leadline-l']) {
      const log = await open(await variant(original, `header-${header.length}`, Buffer.from(header)));

      expect(await log.append('control', records('next'))).toEqual([{ partition: 0, offset: 0 }]);

      await log.close();
    }
  });

  it('sets positions that are ahead of the log back to its head', async () => {
    const original = join(root, 'original');
    const sizes = await written(original, [['a'], ['b']]);
    const log = await open(original);
    await log.seek('control', 'fold', new Map([[0, 2]]));
    await log.close();
    const bytes = await readFile(join(original, 'control/0', first));

    const again = await open(await variant(original, 'shorter', bytes.subarray(0, sizes[0])));

    expect(await again.positions('control', 'fold')).toEqual(new Map([[0, 1]]));
    await again.close();
  });
});

describe('Positions of a segment log', () => {
  it('that could not be written are no positions that were set', async () => {
    const directory = join(root, 'log');
    const log = await open(directory);
    await log.append('control', records('a'));
    await log.seek('control', 'fold', new Map([[0, 1]]));
    // Whatever keeps a file from being written: here a directory in its place.
    await mkdir(join(directory, 'control/positions/fold.json.tmp'));

    const sought = log.seek('control', 'fold', new Map([[0, 0]]));

    await expect(sought).rejects.toBeInstanceOf(LogUnavailable);
    expect(warnings).toEqual([expect.stringContaining('fold.json could not be written')]);
    await rm(join(directory, 'control/positions/fold.json.tmp'), { recursive: true });
    await log.seek('control', 'fold', new Map([[0, 0]]));
    await log.close();
    const again = await open(directory);
    expect(await again.positions('control', 'fold')).toEqual(new Map([[0, 0]]));
    await again.close();
  });

  it('are on the disk by the time a subscription has ended', async () => {
    const directory = join(root, 'log');
    const log = await open(directory);
    await log.append('control', records('a', 'b', 'c'));
    const stop = new AbortController();

    await log.subscribe({
      topic: 'control',
      group: 'fold',
      signal: stop.signal,
      maxRecords: 1,
      onBatch: async ({ records: [taken] }) => {
        if (taken?.offset === 2) stop.abort();
      },
    });

    expect(JSON.parse(await readFile(join(directory, 'control/positions/fold.json'), 'utf8'))).toEqual({ 0: 3 });
    await log.close();
  });
});

describe('A segment log with damage to what had been acknowledged', () => {
  it('refuses to open when any bit before the last write has changed, and names place and record', async () => {
    const original = join(root, 'original');
    const sizes = await written(original, [['a'], ['b', 'c'], ['d']]);
    const bytes = await readFile(join(original, 'control/0', first));
    const end = sizes[1] ?? 0;
    for (let place = 0; place < end; place += 1) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8));
      const directory = await variant(original, 'flipped', flipped);

      const refusal: unknown = await open(directory).catch((error: unknown) => error);

      expect(refusal, `byte ${place}`).toBeInstanceOf(LogDamaged);
      expect(String(refusal)).toMatch(
        /0{20}\.segment is damaged at byte \d+ \(record [0-2]\).*leadline log verify --repair/,
      );
      expect(await readFile(join(directory, 'control/0', first))).toEqual(flipped);
      await rm(directory, { recursive: true });
    }
  });

  it('never hands over anything else than what was appended, whichever bit has changed', async () => {
    const original = join(root, 'original');
    await written(original, [['a'], ['b', 'c'], ['d']]);
    const bytes = await readFile(join(original, 'control/0', first));
    for (let place = 0; place < bytes.length; place += 1) {
      const flipped = Buffer.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ (1 << ((place * 5) % 8));
      const directory = await variant(original, 'flipped', flipped);

      const log = await open(directory).catch(() => undefined);

      const handedOver = log === undefined ? [] : await valuesOf(log.read('control'));
      expect(['a', 'b', 'c', 'd']).toEqual(expect.arrayContaining(handedOver));
      await log?.close();
      await rm(directory, { recursive: true });
    }
  });

  it.each(['raw', 'packed'])(
    'hands over what lies before damage in a %s segment, then says where it is',
    async (form) => {
      const directory = join(root, 'log');
      const segments = join(directory, 'control/0');
      const log = await openSegmentLog({
        directory,
        fsync: false,
        segmentBytes: 2_000,
        onWarning: (warning) => warnings.push(warning),
      });
      const appendUpTo = async (end: number) => {
        for (let number = (await log.head('control')).get(0) ?? 0; number < end; number += 1) {
          await log.append('control', records(`number ${number}`));
        }
      };
      await appendUpTo(10);
      if (form === 'raw') await flipBit(join(segments, first), 500);
      await appendUpTo(100);
      if (form === 'packed') {
        await packed(segments);
        await flipBit(join(segments, (await readdir(segments)).sort()[1] ?? ''), 100);
      } else {
        while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }

      const seen: number[] = [];
      const reading = (async () => {
        for await (const { offset } of log.read('control')) seen.push(offset);
      })();

      await expect(reading).rejects.toThrow(`${form === 'raw' ? '.segment' : '.packed'} is damaged`);
      expect(seen.length).toBeGreaterThan(5);
      expect(seen).toEqual(seen.map((_, index) => index));
      expect(await valuesOf(log.read('control', { from: 98 }))).toEqual(['number 98', 'number 99']);
      const onBatch = async () => {};
      const { signal } = new AbortController();
      const subscribed = log.subscribe({ topic: 'control', group: 'fold', onBatch, signal });
      await expect(subscribed).rejects.toBeInstanceOf(LogDamaged);
      expect(await log.positions('control', 'fold')).toEqual(new Map([[0, seen.length]]));
      await log.close();
    },
  );

  it('says so when a whole segment is missing', async () => {
    const directory = join(root, 'log');
    const log = await openSegmentLog({ directory, fsync: false, segmentBytes: 200 });
    for (let number = 0; number < 20; number += 1) await log.append('control', records(`number ${number}`));
    await log.close();
    const names = (await readdir(join(directory, 'control/0'))).sort();
    await rm(join(directory, 'control/0', names[1] ?? ''));

    const again = await open(directory);

    await expect(valuesOf(again.read('control'))).rejects.toThrow('a segment was removed');
    await again.close();
    const [first = ''] = (await readdir(join(directory, 'control/0'))).sort();
    await rm(join(directory, 'control/0', first));
    await expect(open(directory)).rejects.toThrow('a segment was removed');
  });
});

async function flipBit(path: string, place: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[place] = (bytes[place] ?? 0) ^ 8;
  await writeFile(path, bytes);
}

/** Waits until all segments but the last are packed. */
async function packed(directory: string): Promise<void> {
  while ((await readdir(directory)).filter((name) => name.endsWith('.segment')).length > 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
