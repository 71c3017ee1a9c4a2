import type { StoredRecord } from '@leadline/ports';
import { expect, it } from 'vitest';
import type { LogOfTest, LogTraits } from '../event-log-contract.js';
import { numbered, record } from './records.js';
import { reopened } from './reopened.js';
import { collect, keyAndValue } from './subscriber.js';

export function readingContract(ofTest: LogOfTest, { persistent }: LogTraits): void {
  it('has heads of 0 and no records at first', async () => {
    const { log } = ofTest();

    expect(await log.head('quarantine')).toEqual(
      new Map(Array.from({ length: await log.partitions('quarantine') }, (_, partition) => [partition, 0])),
    );
    expect(await collect(log.read('quarantine'))).toEqual([]);
  });

  it('counts the head by one for each record', async () => {
    const { log } = ofTest();
    await log.append('events.g1', numbered(['only'], 3));

    await log.append('events.g1', numbered(['only'], 4));

    expect(Math.max(...(await log.head('events.g1')).values())).toBe(7);
  });

  it('gives the records of a range: from, up to but not including to', async () => {
    const { log } = ofTest();
    const [position] = await log.append('control', numbered(['only'], 10));
    expect(position).toEqual({ partition: 0, offset: 0 });

    const values = async (range: { partition?: number; from?: number; to?: number }) =>
      (await collect(log.read('control', range))).map(({ value }) => String(value));

    expect(await values({ from: 3, to: 6 })).toEqual(['3', '4', '5']);
    expect(await values({ partition: 0, from: 8 })).toEqual(['8', '9']);
    expect(await values({ to: 2 })).toEqual(['0', '1']);
    expect(await values({ from: 9, to: 99 })).toEqual(['9']);
    expect(await values({ from: 10 })).toEqual([]);
    expect(await values({ from: 4, to: 4 })).toEqual([]);
  });

  it('gives one partition when one is asked for', async () => {
    const { log } = ofTest();
    const partitions = await log.partitions('events.g1');
    const everywhere = Array.from({ length: partitions }, (_, partition) =>
      record('catalogue', String(partition), { partition }),
    );
    await log.append('events.g1', everywhere);

    const last = await collect(log.read('events.g1', { partition: partitions - 1 }));

    expect(last.map(keyAndValue)).toEqual([`catalogue=${partitions - 1}`]);
  });

  it('ends at the heads at the time of the call', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 3));
    const before = log.read('control')[Symbol.asyncIterator]();
    expect((await before.next()).value).toMatchObject({ offset: 0 });

    await log.append('control', numbered(['only'], 3));

    const rest: unknown[] = [];
    for (let step = await before.next(); !step.done; step = await before.next()) rest.push(step.value.offset);
    expect(rest).toEqual([1, 2]);
  });

  it('can be left in the middle', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 100));

    for await (const { offset } of log.read('control')) if (offset === 2) break;

    expect(await collect(log.read('control', { from: 97 }))).toHaveLength(3);
  });

  it('keeps topics apart, and forgets a topic that is dropped with its positions', async () => {
    const { log } = ofTest();
    await log.append('events.g1', numbered(['first'], 2));
    await log.append('events.g2', numbered(['second'], 3));
    const heads = await log.head('events.g1');
    await log.seek('events.g1', 'fold', heads);

    await log.drop('events.g1');

    expect((await collect(log.read('events.g2'))).map(({ key }) => key)).toEqual(['second', 'second', 'second']);
    expect([...(await log.head('events.g1')).values()].every((offset) => offset === 0)).toBe(true);
    expect([...(await log.positions('events.g1', 'fold')).values()].every((offset) => offset === 0)).toBe(true);
  });

  if (!persistent) return;

  it('has what was stored after it was closed and opened again', async () => {
    const { log } = ofTest();
    await log.append('deliveries', numbered(['a', 'b'], 50));
    const stored = await collect(log.read('deliveries'));

    const again = await reopened(ofTest);

    expect(inPlace(await collect(again.read('deliveries')))).toEqual(inPlace(stored));
    const heads = await again.head('deliveries');
    expect([...heads.values()].reduce((sum, head) => sum + head, 0)).toBe(100);
    const [next] = await again.append('deliveries', [record('a', 'next')]);
    expect(next?.offset).toBe(heads.get(next?.partition ?? -1));
  });
}

/** Partitions may be read in any order, or in turns. */
function inPlace(records: readonly StoredRecord[]): readonly StoredRecord[] {
  return [...records].sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
