import { MemoryFacts, MemoryLog } from '@leadline/adapters';
import { catalogue, eventOf } from '@leadline/events';
import { LogUnavailable, RecordTooLarge, type StoredRecord } from '@leadline/ports';
import { type Source, sourceById } from '@leadline/sources';
import { describe, expect, it } from 'vitest';
import { acceptInternal, deliveryRecord, generation, normalizeBatch, peopleAsTold } from '../index.js';

const NOW = Date.parse('2026-03-02T10:00:00Z');
const clock = { now: () => NOW };
const current = generation(1);

/** Makes of each word of a body a commit; of "?" nothing; of "!" a bug. It cannot say what "#" is called. */
const words: Source = {
  id: 'words',
  title: 'Words',
  deliveryId: () => null,
  eventName({ body }) {
    if (Buffer.from(body).toString() === '#') throw new TypeError('y is undefined');
    return 'words';
  },
  verify: () => ({ outcome: 'verified' }),
  normalize({ body }) {
    const text = Buffer.from(body).toString();
    if (text === '!') throw new TypeError('x is undefined');
    if (text === '?') return { outcome: 'ignored', reason: 'a question' };
    if (text === '') return { outcome: 'rejected', code: 'unreadable_body', message: 'is empty', pointer: '' };
    const commits = text.split(' ').map((sha) => eventOf('commit', { id: `commit:${sha}`, source: 'words' }, { sha }));
    return { outcome: 'events', events: commits };
  },
};

function given({ partitions = 1, log = new MemoryLog({ partitions }) } = {}) {
  const facts = new MemoryFacts();
  const sourceOf = (id: string): Source | undefined => (id === words.id ? words : sourceById(id));
  const deps = { log, facts, generation: current, people: peopleAsTold, sourceOf };
  const read = async (topic: 'deliveries' | typeof current.events): Promise<StoredRecord[]> => {
    const records: StoredRecord[] = [];
    for await (const record of log.read(topic)) records.push(record);
    return records;
  };
  return {
    ...deps,
    append: (...texts: string[]) =>
      log.append(
        'deliveries',
        texts.map((text, index) =>
          deliveryRecord({
            id: `d-${index}`,
            endpoint: 'test',
            source: 'words',
            verdict: 'verified',
            headers: {},
            body: Buffer.from(text),
            receivedAt: NOW + index,
          }),
        ),
      ),
    normalize: async () => normalizeBatch(deps, await read('deliveries')),
    events: () => read(current.events),
    deliveries: async () =>
      (await facts.find({ table: 'deliveries', where: [] })).map(({ position, outcome, reason, events }) => ({
        position,
        outcome,
        reason,
        events,
      })),
    quarantine: () => facts.find({ table: 'quarantine', where: [] }),
  };
}

describe('normalizeBatch', () => {
  it('accounts for every delivery: normalized, ignored or in quarantine', async () => {
    const { append, normalize, deliveries, quarantine, events } = given();
    await append('a b', '?', '', '!', 'c');
    await normalize();
    expect(await deliveries()).toEqual([
      { position: '0:0', outcome: 'normalized', reason: '', events: 2 },
      { position: '0:1', outcome: 'ignored', reason: 'a question', events: 0 },
      { position: '0:2', outcome: 'quarantined', reason: 'unreadable_body', events: 0 },
      { position: '0:3', outcome: 'quarantined', reason: 'invalid_body', events: 0 },
      { position: '0:4', outcome: 'normalized', reason: '', events: 1 },
    ]);
    expect((await quarantine()).map(({ id, message }) => [id, message])).toEqual([
      ['0:2', 'is empty'],
      ['0:3', 'The source words could not read it: x is undefined'],
    ]);
    expect((await events()).map(({ key, headers, time }) => [key, headers['delivery'], time - NOW])).toEqual([
      ['commit:a', '0:0', 0],
      ['commit:b', '0:0', 0],
      ['commit:c', '0:4', 4],
    ]);
  });

  it('puts aside what its source cannot name, and goes on', async () => {
    // given a delivery on which the source throws when it is asked for the name alone
    const { append, normalize, deliveries, quarantine, events } = given();
    await append('#', 'a');

    // when
    await normalize();

    // then
    expect((await deliveries()).map(({ position, outcome }) => [position, outcome])).toEqual([
      ['0:0', 'quarantined'],
      ['0:1', 'normalized'],
    ]);
    expect((await quarantine()).map(({ message }) => message)).toEqual([
      'The source words could not read it: y is undefined',
    ]);
    expect(await events()).toHaveLength(1);
  });

  it('tells of whom something came that nobody can read, but not when it is tried again', async () => {
    const { append, log, facts, sourceOf } = given();
    await append('a', '', '?', '!');
    const records: StoredRecord[] = [];
    for await (const record of log.read('deliveries')) records.push(record);
    const told: unknown[] = [];
    const onQuarantined = (endpoint: string, receivedAt: number) => void told.push([endpoint, receivedAt - NOW]);
    const deps = { log, facts, generation: current, people: peopleAsTold, sourceOf, onQuarantined };
    await normalizeBatch(deps, records);
    await normalizeBatch(
      deps,
      records.map((record) => ({ ...record, headers: { ...record.headers, 'retry-of': '0:1' } })),
    );
    expect(told).toEqual([
      ['test', 1],
      ['test', 3],
    ]);
  });

  it('says the same again when it is repeated', async () => {
    const { append, normalize, deliveries, quarantine, events } = given();
    await append('a', '');
    await normalize();
    const before = [await deliveries(), await quarantine(), (await events()).map(({ value }) => value)];
    await normalize();
    const twice = await events();
    expect([await deliveries(), await quarantine(), twice.slice(1).map(({ value }) => value)]).toEqual(before);
  });

  it('keeps a delivery of a source this version does not know', async () => {
    const { log, normalize, quarantine } = given();
    await log.append('deliveries', [{ key: 'k', value: Buffer.from('{}'), time: NOW, headers: { source: 'future' } }]);
    await normalize();
    expect(await quarantine()).toMatchObject([
      { code: 'unknown_type', message: 'No source "future" is known to this version of Leadline' },
    ]);
  });

  it('rejects a delivery whose event the log does not take, and loses none of the others', async () => {
    const log = new MemoryLog({ maxRecordBytes: 2_000 });
    const { append, normalize, deliveries, quarantine, events } = given({ log });
    await append('a', 'x'.repeat(1_500), 'b');
    await normalize();
    expect((await deliveries()).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['normalized', ''],
      ['quarantined', 'too_complex'],
      ['normalized', ''],
    ]);
    expect((await quarantine())[0]?.message).toMatch(/^An event of it has \d+ bytes, and the log takes 2000$/);
    expect((await events()).map(({ key }) => key)).toEqual(['commit:a', 'commit:b']);
    await expect(log.append('deliveries', [{ key: '', value: Buffer.alloc(2_001), time: 0 }])).rejects.toThrow(
      RecordTooLarge,
    );
  });

  it('writes nothing down of what the log did not take', async () => {
    const { append, log, facts, sourceOf, deliveries } = given();
    await append('a');
    const records: StoredRecord[] = [];
    for await (const record of log.read('deliveries')) records.push(record);
    const full = {
      partitions: async () => 1,
      append: async () => {
        throw new LogUnavailable('disk full');
      },
    };
    await expect(
      normalizeBatch({ log: full, facts, generation: current, people: peopleAsTold, sourceOf }, records),
    ).rejects.toThrow(LogUnavailable);
    expect(await deliveries()).toEqual([]);
  });
});

describe('a catalogue', () => {
  it('reaches every partition, since the owner of each folds with it', async () => {
    const { log, normalize, events, quarantine } = given({ partitions: 3 });
    const declared = catalogue.parse({ version: 'v1', declaredAt: '2026-03-02T09:00:00Z' });
    await acceptInternal({ log, clock }, [eventOf('catalogue', { id: 'catalogue:v1', source: 'leadline' }, declared)]);
    await normalize();
    expect((await events()).map(({ partition, key }) => [partition, key])).toEqual([
      [0, 'catalogue'],
      [1, 'catalogue'],
      [2, 'catalogue'],
    ]);
    expect(await quarantine()).toEqual([]);
  });
});

describe('what Leadline states itself', () => {
  it('is understood as it was stated', async () => {
    const { log, normalize, events, deliveries } = given();
    const mark = eventOf(
      'mark',
      { id: 'leadline:mark:1', source: 'leadline' },
      { deployment: 'github/7', verdict: 'failed', by: 'ada', at: '2026-03-02T09:00:00Z' },
    );
    await acceptInternal({ log, clock }, [mark]);
    await normalize();
    expect((await events()).map(({ value }) => JSON.parse(Buffer.from(value).toString()))).toEqual([mark]);
    expect(await deliveries()).toMatchObject([{ outcome: 'normalized', events: 1 }]);
  });
});
