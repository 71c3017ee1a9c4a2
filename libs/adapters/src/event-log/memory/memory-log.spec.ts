import { eventLogContract } from '@leadline/testing';
import { describe, expect, it } from 'vitest';
import { MemoryLog } from './memory-log.js';

for (const partitions of [1, 3]) {
  eventLogContract(
    `MemoryLog of ${partitions} partitions`,
    { persistent: false, partitioned: partitions > 1, rewritable: true },
    async () => {
      const log = new MemoryLog({ partitions });
      return { log, close: () => log.close() };
    },
  );
}

describe('MemoryLog', () => {
  it('is settled when all subscribers have taken all there is, also what they append themselves', async () => {
    const log = new MemoryLog({ partitions: 2 });
    const stop = new AbortController();
    const derived: string[] = [];
    const folding = log.subscribe({
      topic: 'events.g1',
      group: 'fold',
      signal: stop.signal,
      onBatch: async ({ records }) => {
        await log.append(
          'touched.g1',
          records.map(({ key, time }) => ({ key, time, value: new Uint8Array() })),
        );
      },
    });
    const deriving = log.subscribe({
      topic: 'touched.g1',
      group: 'derive',
      signal: stop.signal,
      onBatch: async ({ records }) => void derived.push(...records.map(({ key }) => key)),
    });
    await log.append('events.g1', [
      { key: 'a', value: new Uint8Array(), time: 0 },
      { key: 'b', value: new Uint8Array(), time: 0 },
    ]);

    await log.settled();

    expect(derived.sort()).toEqual(['a', 'b']);
    stop.abort();
    await Promise.all([folding, deriving]);
  });

  it('keeps what was appended when the sender changes its buffer afterwards', async () => {
    const log = new MemoryLog();
    const value = Buffer.from('before');
    await log.append('control', [{ key: 'k', value, time: 0 }]);

    value.write('after!');

    for await (const stored of log.read('control')) expect(String(stored.value)).toBe('before');
  });
});
