import { expect, it } from 'vitest';
import type { LogOfTest, LogTraits } from '../event-log-contract.js';
import { numbered } from './records.js';
import { reopened } from './reopened.js';
import { eventually, Subscriber } from './subscriber.js';

const onControl = { topic: 'control', group: 'fold' } as const;
const at = (offset: number) => new Map([[0, offset]]);

export function positionsContract(ofTest: LogOfTest, { persistent }: LogTraits): void {
  it('are 0 for every partition where nothing was handed over', async () => {
    const { log } = ofTest();
    const partitions = await log.partitions('events.g1');

    const positions = await log.positions('events.g1', 'fold');

    expect(positions).toEqual(new Map(Array.from({ length: partitions }, (_, partition) => [partition, 0])));
  });

  it('advance only after the batch has been taken', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 6));
    const seen: (number | undefined)[] = [];
    const subscriber = new Subscriber(log, {
      ...onControl,
      maxRecords: 2,
      onBatch: async () => {
        seen.push((await log.positions('control', 'fold')).get(0));
      },
    });

    await eventually(() => subscriber.records.length === 6);
    await subscriber.stop();

    expect(seen).toEqual([0, 2, 4]);
    expect(await log.positions('control', 'fold')).toEqual(at(6));
  });

  it('are where the group goes on', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 3));
    const first = new Subscriber(log, onControl);
    await eventually(() => first.records.length === 3);
    await first.stop();
    await log.append('control', numbered(['next'], 2));

    const second = new Subscriber(log, onControl);
    await eventually(() => second.records.length === 2);
    await second.stop();

    expect(second.keysAndValues).toEqual(['next=0', 'next=1']);
  });

  it('can be set back and forth while nobody of the group is subscribed', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 5));

    await log.seek('control', 'fold', at(3));
    expect(await log.positions('control', 'fold')).toEqual(at(3));
    const later = new Subscriber(log, onControl);
    await eventually(() => later.records.length === 2);
    await later.stop();
    await log.seek('control', 'fold', at(0));
    const again = new Subscriber(log, onControl);
    await eventually(() => again.records.length === 5);
    await again.stop();

    expect(later.keysAndValues).toEqual(['only=3', 'only=4']);
    expect(again.keysAndValues).toEqual(['only=0', 'only=1', 'only=2', 'only=3', 'only=4']);
  });

  it('are not to be set while somebody of the group is subscribed', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 2));
    const subscriber = new Subscriber(log, onControl);
    await eventually(() => subscriber.records.length === 2);

    await expect(log.seek('control', 'fold', at(0))).rejects.toThrow(/fold/);

    await subscriber.stop();
    expect(await log.positions('control', 'fold')).toEqual(at(2));
  });

  it('belong to one group and one topic', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 2));

    await log.seek('control', 'fold', at(2));

    expect(await log.positions('control', 'derive')).toEqual(at(0));
    expect([...(await log.positions('events.g1', 'fold')).values()].every((offset) => offset === 0)).toBe(true);
  });

  if (!persistent) return;

  it('outlive the log being closed and opened again', async () => {
    const { log } = ofTest();
    await log.append('control', numbered(['only'], 4));
    const before = new Subscriber(log, { ...onControl, maxRecords: 2 });
    await eventually(() => before.records.length === 4);
    await before.stop();

    const again = await reopened(ofTest);

    expect(await again.positions('control', 'fold')).toEqual(at(4));
    await again.append('control', numbered(['next'], 1));
    const after = new Subscriber(again, onControl);
    await eventually(() => after.records.length === 1);
    await after.stop();
    expect(after.keysAndValues).toEqual(['next=0']);
  });
}
