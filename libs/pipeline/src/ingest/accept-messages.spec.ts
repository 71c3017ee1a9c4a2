import { MemoryLog } from '@leadline/adapters';
import { type EventLog, LogUnavailable } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { acceptMessages, type RecordedDelivery, recordedDelivery } from '../index.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const clock = { now: () => NOW };
const source = sourceById('cloudevents');
if (source === undefined) throw new Error('CloudEvents are a source');
const endpoint = { name: 'bus', source };
const structured = { 'content-type': 'application/cloudevents+json' };

const message = (text: string, offset: number) => ({
  headers: structured,
  body: Buffer.from(text),
  place: `theirs, partition 0, offset ${offset}`,
});

async function stored(log: EventLog): Promise<RecordedDelivery[]> {
  const deliveries: RecordedDelivery[] = [];
  for await (const record of log.read('deliveries')) deliveries.push(recordedDelivery(record));
  return deliveries;
}

describe('acceptMessages', () => {
  it('makes them durable as they came, whoever wrote them', async () => {
    const log = new MemoryLog({ partitions: 1 });

    const outcome = await acceptMessages({ log, clock }, endpoint, [message('{"id":1}', 0), message('no JSON', 1)]);

    expect(outcome).toEqual({ outcome: 'accepted', tooLarge: 0 });
    expect(await stored(log)).toMatchObject([
      {
        endpoint: 'bus',
        source: 'cloudevents',
        verdict: 'authorised',
        headers: structured,
        receivedAt: NOW,
        body: Buffer.from('{"id":1}'),
      },
      { body: Buffer.from('no JSON') },
    ]);
  });

  it('notes where one lies that is too large, which then waits in quarantine, and takes the others', async () => {
    const log = new MemoryLog({ partitions: 1, maxRecordBytes: 400 });
    const large = message(`{"id":"${'x'.repeat(500)}"}`, 7);

    const outcome = await acceptMessages({ log, clock }, endpoint, [message('{"id":1}', 6), large, message('{}', 8)]);

    expect(outcome).toEqual({ outcome: 'accepted', tooLarge: 1 });
    const deliveries = await stored(log);
    expect(deliveries.map(({ body }) => String(body))).toEqual([
      '{"id":1}',
      expect.stringMatching(
        /^The message at theirs, partition 0, offset 7 has \d{3} bytes, of at most 400 that are taken: it lies there unread\.$/,
      ),
      '{}',
    ]);
    expect(source.normalize(deliveries[1] ?? { ...message('', 0), endpoint: '', receivedAt: 0 })).toMatchObject({
      outcome: 'rejected',
      code: 'unreadable_body',
    });
  });

  it('promises nothing where the log takes nothing', async () => {
    const log = { append: () => Promise.reject(new LogUnavailable('the disk is full')) };

    const outcome = await acceptMessages({ log, clock }, endpoint, [message('{}', 0)]);

    expect(outcome).toEqual({ outcome: 'not_durable', reason: 'the disk is full' });
  });
});
