import { expect, it } from 'vitest';
import type { LogOfTest, LogTraits } from '../event-log-contract.js';
import { numbered, record } from './records.js';
import { reopened } from './reopened.js';
import { collect, keyAndValue } from './subscriber.js';

/** Every "secret" becomes "xxxxxx". */
const blanked = (bytes: Buffer): Buffer | undefined =>
  bytes.includes('secret') ? Buffer.from(bytes.toString().replaceAll('secret', 'xxxxxx')) : undefined;

export function rewritingContract(ofTest: LogOfTest, { persistent, rewritable }: LogTraits): void {
  if (!rewritable) {
    it('says that it never changes what it holds', async () => {
      expect(await ofTest().log.rewrite('control', blanked)).toEqual({ outcome: 'kept' });
    });
    return;
  }

  it('changes values and headers of what was appended, and moves nothing', async () => {
    const { log } = ofTest();
    await log.append('control', [
      record('a', 'a secret'),
      record('b', 'public'),
      record('c', 'public too', { headers: { by: 'secret' } }),
    ]);
    const before = await collect(log.read('control'));

    expect(await log.rewrite('control', blanked)).toEqual({ outcome: 'rewritten', records: 2, untouched: [] });
    await log.append('control', [record('d', 'a secret of later')]);

    const after = await collect(log.read('control'));
    expect(after.map(({ offset }) => offset)).toEqual([0, 1, 2, 3]);
    expect(after.map(keyAndValue)).toEqual(['a=a xxxxxx', 'b=public', 'c=public too', 'd=a secret of later']);
    expect(after[2]?.headers).toEqual({ by: 'xxxxxx' });
    expect(after.slice(0, 3).map(({ time, partition }) => ({ time, partition }))).toEqual(
      before.map(({ time, partition }) => ({ time, partition })),
    );
  });

  it('changes nothing of an empty topic, or where nothing is to be changed', async () => {
    const { log } = ofTest();
    expect(await log.rewrite('control', blanked)).toMatchObject({ records: 0 });
    await log.append('control', numbered(['only'], 3));

    expect(await log.rewrite('control', blanked)).toMatchObject({ records: 0 });
    expect((await collect(log.read('control', { from: 1 }))).map(({ value }) => String(value))).toEqual(['1', '2']);
  });

  it('takes what is appended meanwhile, in order', async () => {
    const { log } = ofTest();
    await log.append('control', [record('a', 'secret 0')]);
    const appending = Promise.all(
      Array.from({ length: 50 }, (_, index) => log.append('control', [record('a', `later ${index}`)])),
    );
    await Promise.all([appending, log.rewrite('control', blanked)]);

    const values = (await collect(log.read('control'))).map(({ value }) => String(value));
    expect(values).toHaveLength(51);
    expect(values[0]).toBe('xxxxxx 0');
    expect(values.slice(1)).toEqual(Array.from({ length: 50 }, (_, index) => `later ${index}`));
  });

  if (persistent) {
    it('survives a restart', async () => {
      const opened = ofTest();
      await opened.log.append('control', [record('a', 'a secret'), record('b', 'another secret')]);
      await opened.log.rewrite('control', blanked);

      const log = await reopened(() => opened);
      expect((await collect(log.read('control'))).map(keyAndValue)).toEqual(['a=a xxxxxx', 'b=another xxxxxx']);
    });
  }
}
