import type { Batch } from '@leadline/ports';
import { expect, it } from 'vitest';
import type { LogOfTest, LogTraits } from '../event-log-contract.js';
import { noise, numbered, record } from './records.js';
import { eventually, pause, Subscriber } from './subscriber.js';

const keys = ['checkout', 'payments', 'search', 'login'];

export function subscribingContract(ofTest: LogOfTest, { partitioned }: LogTraits): void {
  it('hands over what was there before, then what comes, each key in order', async () => {
    const { log } = ofTest();
    await log.append('events.g1', numbered(keys, 25));
    const subscriber = new Subscriber(log, { topic: 'events.g1', group: 'fold' });
    await eventually(() => subscriber.records.length >= 100);

    await log.append('events.g1', numbered(['late'], 10));

    await eventually(() => subscriber.records.length >= 110);
    await subscriber.stop();
    expect(subscriber.records).toHaveLength(110);
    for (const [key, count] of [...keys.map((name) => [name, 25] as const), ['late', 10] as const]) {
      const values = subscriber.records.filter((candidate) => candidate.key === key).map(({ value }) => Number(value));
      expect(values).toEqual(Array.from({ length: count }, (_, number) => number));
    }
  });

  it('says of each batch where it is from, its offsets growing', async () => {
    const { log } = ofTest();
    await log.append('events.g1', numbered(keys, 5));
    const subscriber = new Subscriber(log, { topic: 'events.g1', group: 'fold' });
    await eventually(() => subscriber.records.length >= 20);
    await subscriber.stop();

    for (const { topic, partition, records } of subscriber.batches) {
      expect(topic).toBe('events.g1');
      expect(records.length).toBeGreaterThan(0);
      expect(records.every((candidate) => candidate.partition === partition)).toBe(true);
      const offsets = records.map(({ offset }) => offset);
      expect(offsets).toEqual([...new Set(offsets)].sort((a, b) => a - b));
    }
  });

  it('bounds a batch by records and by bytes, and gives a larger record alone', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['small'], 10));
    await log.append('control', [record('large', '', { value: noise(50_000) })]);
    await log.append('control', numbered(['small'], 10));

    const few = new Subscriber(log, { topic: 'control', group: 'few', maxRecords: 4 });
    const light = new Subscriber(log, { topic: 'control', group: 'light', maxBytes: 10_000 });
    await eventually(() => few.records.length >= 21 && light.records.length >= 21);
    await Promise.all([few.stop(), light.stop()]);

    expect(Math.max(...few.batches.map(({ records }) => records.length))).toBeLessThanOrEqual(4);
    const alone = light.batches.find(({ records }) => records.some(({ key }) => key === 'large'));
    expect(alone?.records).toHaveLength(1);
    expect(light.records.map(({ offset }) => offset)).toEqual(Array.from({ length: 21 }, (_, offset) => offset));
  });

  it('gathers what comes within the linger time into few batches', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['first'], 1));
    // A log may rest no longer than a batch takes.
    const onBatch = (): Promise<void> => pause(100);
    const subscriber = new Subscriber(log, { topic: 'control', group: 'fold', lingerMs: 400, onBatch });
    await eventually(() => subscriber.records.length === 1);

    for (let number = 0; number < 20; number += 1) await log.append('control', [record('trickle', String(number))]);
    await eventually(() => subscriber.records.length === 21);
    await subscriber.stop();

    expect(subscriber.batches.length).toBeLessThanOrEqual(4);
  });

  it('brings a rejected batch again, from its first record, before anything after it', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 10));
    const offered: number[][] = [];
    const told: { error: unknown; batch: Batch }[] = [];
    const subscriber = new Subscriber(log, {
      topic: 'control',
      group: 'fold',
      maxRecords: 5,
      onBatch: async ({ records }) => {
        offered.push(records.map(({ offset }) => offset));
        if (offered.length <= 2) throw new Error(`down ${offered.length}`);
      },
      onError: (error, batch) => told.push({ error, batch }),
    });

    await eventually(() => subscriber.records.length >= 10);
    await subscriber.stop();

    expect(offered).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
    expect(told.map(({ error }) => String(error))).toEqual(['Error: down 1', 'Error: down 2']);
    expect(told[0]?.batch.records[0]?.offset).toBe(0);
  });

  it('gives every group everything', async () => {
    const { log } = ofTest();
    await log.append('events.g1', numbered(keys, 5));

    const fold = new Subscriber(log, { topic: 'events.g1', group: 'fold' });
    const audit = new Subscriber(log, { topic: 'events.g1', group: 'audit' });

    await eventually(() => fold.records.length >= 20 && audit.records.length >= 20);
    await Promise.all([fold.stop(), audit.stop()]);
    expect([...fold.keysAndValues].sort()).toEqual([...audit.keysAndValues].sort());
  });

  it('lets two members of a group take everything between them, and one of them go on alone', async () => {
    const { log } = ofTest();
    const first = new Subscriber(log, { topic: 'events.g1', group: 'fold' });
    const second = new Subscriber(log, { topic: 'events.g1', group: 'fold' });
    const taken = () => new Set([...first.keysAndValues, ...second.keysAndValues]).size;
    await log.append('events.g1', numbered(keys, 25));
    await eventually(() => taken() === 100);

    await first.stop();
    await log.append('events.g1', numbered(['late'], 10));

    await eventually(() => taken() === 110);
    await second.stop();
    expect(second.records.filter(({ key }) => key === 'late').map(({ value }) => Number(value))).toEqual(
      Array.from({ length: 10 }, (_, number) => number),
    );
  });

  it('stops when asked, after the running batch', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 2));
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let begun = false;
    const subscriber = new Subscriber(log, {
      topic: 'control',
      group: 'fold',
      onBatch: () => {
        begun = true;
        return held;
      },
    });
    await eventually(() => begun);

    const stopped = subscriber.stop();
    await log.append('control', numbered(['only'], 2));
    await pause(50);
    expect(subscriber.records).toHaveLength(0);
    release();
    await stopped;

    expect(subscriber.records).toHaveLength(2);
    expect(await log.positions('control', 'fold')).toEqual(new Map([[0, 2]]));
  });

  it('stops while a rejected batch rests, and hands nothing over when stopped before it began', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 2));
    let rejections = 0;
    const rejecting = new Subscriber(log, {
      topic: 'control',
      group: 'fold',
      onBatch: async () => {
        rejections += 1;
        throw new Error('down');
      },
    });
    await eventually(() => rejections >= 2);
    await rejecting.stop();

    let handedOver = false;
    const onBatch = async () => {
      handedOver = true;
    };
    await log.subscribe({ topic: 'control', group: 'fold', onBatch, signal: AbortSignal.abort() });

    expect(handedOver).toBe(false);
    expect(await log.positions('control', 'fold')).toEqual(new Map([[0, 0]]));
  });

  if (!partitioned) return;

  it('goes on with the other partitions while one is rejected', async () => {
    const { log } = ofTest();
    const partitions = await log.partitions('events.g1');
    expect(partitions).toBeGreaterThan(1);
    const everywhere = Array.from({ length: partitions }, (_, partition) => record('r', '1', { partition }));
    await log.append('events.g1', everywhere);
    let down = true;
    const subscriber = new Subscriber(log, {
      topic: 'events.g1',
      group: 'fold',
      onBatch: async ({ partition }) => {
        if (down && partition === 0) throw new Error('down');
      },
    });
    const taken = () => new Set(subscriber.records.map(({ partition }) => partition));

    await eventually(() => taken().size === partitions - 1);
    await log.append('events.g1', everywhere);
    await eventually(() => subscriber.records.length === 2 * (partitions - 1));
    expect(taken().has(0)).toBe(false);
    down = false;

    await eventually(() => subscriber.records.length === 2 * partitions);
    await subscriber.stop();
  });
}
