import { RecordTooLarge } from '@leadline/ports';
import { expect, it } from 'vitest';
import type { LogOfTest } from '../event-log-contract.js';
import { noise, numbered, record } from './records.js';
import { collect } from './subscriber.js';

export function appendingContract(ofTest: LogOfTest): void {
  it('answers with the positions at which the records can be read, in the order given', async () => {
    const { log } = ofTest();
    const records = numbered(['a', 'b', 'c', 'd', 'e'], 4);

    const positions = await log.append('events.g1', records);

    const stored = await collect(log.read('events.g1'));
    expect(stored).toHaveLength(20);
    for (const [index, { partition, offset }] of positions.entries()) {
      const found = stored.find((candidate) => candidate.partition === partition && candidate.offset === offset);
      expect(found).toMatchObject({ key: records[index]?.key, value: Buffer.from(records[index]?.value ?? []) });
    }
  });

  it('stores nothing when nothing is appended', async () => {
    const { log } = ofTest();

    expect(await log.append('events.g1', [])).toEqual([]);

    expect([...(await log.head('events.g1')).values()].every((offset) => offset === 0)).toBe(true);
  });

  it('keeps the records of one key in one partition, in order', async () => {
    const { log } = ofTest();
    const keys = ['checkout', 'payments', 'search', 'löwe', ''];
    for (let number = 0; number < 5; number += 1) {
      await log.append(
        'events.g1',
        keys.map((key) => record(key, String(number))),
      );
    }

    const stored = await collect(log.read('events.g1'));

    for (const key of keys) {
      const ofKey = stored.filter((candidate) => candidate.key === key);
      expect(ofKey.map(({ value }) => String(value))).toEqual(['0', '1', '2', '3', '4']);
      expect(new Set(ofKey.map(({ partition }) => partition)).size).toBe(1);
    }
  });

  it('puts a record into every partition that is named', async () => {
    const { log } = ofTest();
    const partitions = await log.partitions('events.g1');
    const catalogue = Array.from({ length: partitions }, (_, partition) => record('catalogue', '{}', { partition }));

    const positions = await log.append('events.g1', catalogue);

    expect(positions).toEqual(catalogue.map(({ partition }) => ({ partition, offset: 0 })));
  });

  it('has one partition for control', async () => {
    expect(await ofTest().log.partitions('control')).toBe(1);
  });

  it('keeps values, headers, keys and times byte for byte', async () => {
    const { log } = ofTest();
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const headers = { 'x-hub-signature-256': 'sha256=ab', empty: '', umlaut: 'Größe 日本 \u{1f600}', __proto: 'x' };
    const time = Date.UTC(2031, 11, 31, 23, 59, 59, 999);
    const records = [
      record('bytes', '', { value: everyByte, headers, time }),
      record('empty', '', { value: new Uint8Array() }),
      // A view into a larger buffer, as bodies often are.
      record('view', '', { value: everyByte.subarray(128, 131) }),
      record('größe/日本', '', { value: noise(5_000) }),
    ];

    await log.append('deliveries', records);

    const stored = await collect(log.read('deliveries'));
    const byKey = new Map(stored.map((candidate) => [candidate.key, candidate]));
    expect(byKey.get('bytes')).toMatchObject({ headers, time });
    expect(byKey.get('empty')?.headers).toEqual({});
    for (const { key, value } of records) {
      expect(Buffer.from(byKey.get(key)?.value ?? []).equals(Buffer.from(value)), key).toBe(true);
    }
  });

  it('takes 200 appends at once and gives each its own positions', async () => {
    const { log } = ofTest();

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, number) =>
        log.append('deliveries', [record(`k${number % 7}`, `${number}a`), record(`k${number % 7}`, `${number}b`)]),
      ),
    );

    const stored = await collect(log.read('deliveries'));
    const valueAt = new Map(stored.map(({ partition, offset, value }) => [`${partition}/${offset}`, String(value)]));
    expect(stored).toHaveLength(400);
    for (const [number, positions] of answers.entries()) {
      expect(positions.map(({ partition, offset }) => valueAt.get(`${partition}/${offset}`))).toEqual([
        `${number}a`,
        `${number}b`,
      ]);
    }
  });

  it.each([1, 20])('takes a record of %i MiB', async (mebibytes) => {
    const { log } = ofTest();
    const body = noise(mebibytes * 1024 * 1024);

    await log.append('deliveries', [record('before', '1'), record('large', '', { value: body }), record('after', '2')]);

    const stored = await collect(log.read('deliveries'));
    expect(stored.map(({ key }) => key).sort()).toEqual(['after', 'before', 'large']);
    expect(Buffer.from(stored.find(({ key }) => key === 'large')?.value ?? []).equals(body)).toBe(true);
  });

  it('refuses a record that is too large, says by how much, and stores nothing of the append', async () => {
    const { log } = ofTest();
    const body = Buffer.alloc(40 * 1024 * 1024);

    const appended = log.append('deliveries', [record('small', '1'), record('huge', '', { value: body })]);

    const refusal: unknown = await appended.catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RecordTooLarge);
    expect(refusal).toMatchObject({ bytes: body.length + 'huge'.length });
    expect(await collect(log.read('deliveries'))).toEqual([]);
    await log.append('deliveries', [record('small', '2')]);
    expect(await collect(log.read('deliveries'))).toHaveLength(1);
  });
}
