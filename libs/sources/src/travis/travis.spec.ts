import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSource } from '../source.contract.js';
import { travis } from './travis.js';

const { factsOf, normalize, request } = fixturesOf(travis, import.meta.dirname);

describeSource(travis, import.meta.dirname);

describe('its signature', () => {
  const pair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return { privateKey, secret: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') };
  };
  const [old, current, other] = [pair(), pair(), pair()];
  const form = (payload: string): Uint8Array => new TextEncoder().encode(new URLSearchParams({ payload }).toString());
  const sign = ({ privateKey }: typeof current, payload: string): string =>
    createSign('sha1').update(payload).sign(privateKey, 'base64');
  const payload = '{"id": 1, "message": "50 % & more"}';
  const verify = (signature: string | undefined, body = form(payload), live = [old.secret, current.secret]) =>
    travis.verify({ headers: signature === undefined ? {} : { signature }, body }, live, 0);
  const invalid = { outcome: 'refused', reason: 'invalid_signature' };

  test('covers what the field of the form says, by either live key and no other', () => {
    expect([old, current].map((key) => verify(sign(key, payload)).outcome)).toEqual(['verified', 'verified']);
    expect(verify(sign(other, payload))).toEqual(invalid);
    expect(verify(sign(current, payload), form(`${payload} `))).toEqual(invalid);
  });

  test('is needed, and the field too', () => {
    const missing = { outcome: 'refused', reason: 'missing_signature' };
    expect(verify(undefined)).toEqual(missing);
    expect(verify(sign(current, payload), new TextEncoder().encode(payload))).toEqual(missing);
  });

  test('is never replaced by the key itself, which everybody knows', () => {
    const headers = { authorization: `Bearer ${current.secret}`, signature: current.secret };
    expect(travis.verify({ headers, body: form(payload) }, [current.secret], 0)).toEqual(invalid);
  });

  test.each(['', 'no key', '****', 'MCowBQYDK2VwAyEA'])(
    'a secret that is no key ("%s") verifies nothing and throws nothing',
    (secret) => {
      expect(verify(sign(current, payload), form(payload), [secret])).toEqual(invalid);
    },
  );
});

test('a form says the same as the JSON within it', () => {
  const { receivedAt, headers, body } = request('build-started-in-old-words');
  const form = new URLSearchParams({ payload: JSON.stringify(body) }).toString();
  const delivery = { endpoint: 't', receivedAt: Date.parse(receivedAt), headers, body: new TextEncoder().encode(form) };
  expect(travis.normalize(delivery)).toEqual(normalize('build-started-in-old-words'));
});

test('a build of a pull request is not called as one that deploys', () => {
  expect(factsOf('build-started-in-old-words')[0]).toMatchObject({ pipeline: '.travis.yml', status: 'in_progress' });
  expect(factsOf('build-started-in-old-words', { type: 'pull_request' })[0]).toMatchObject({
    pipeline: '.travis.yml (pull request)',
  });
});

test.each([
  ['passed', 'succeeded'],
  ['Fixed', 'succeeded'],
  ['failed', 'failed'],
  ['Still Failing', 'failed'],
  ['errored', 'failed'],
  ['canceled', 'cancelled'],
  ['started', 'in_progress'],
  ['Pending', 'in_progress'],
])('%s is %s', (state, status) => {
  expect(factsOf('build-started-in-old-words', { state })[0]).toMatchObject({ status });
});

test('a pending build has neither an end nor an outcome, whatever the result of the one before it', () => {
  const pending = { status: null, result: 0, status_message: 'Pending', result_message: 'Passed' };
  expect(factsOf('build-started-in-old-words', { ...pending, finished_at: null })[0]).toMatchObject({
    status: 'in_progress',
    startedAt: '2026-03-02T10:31:00Z',
    finishedAt: null,
  });
});
