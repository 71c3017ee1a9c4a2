import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { drone } from './drone.js';
import { createHash, createHmac } from 'node:crypto';
const { factsOf } = fixturesOf(drone, import.meta.dirname);

describeSource(drone, import.meta.dirname);

const sent = { accept: '*/*', 'accept-encoding': 'gzip', 'content-type': 'application/json' };
const listed = 'accept accept-encoding content-type date digest';
const sign = (secret: string, body: Uint8Array, at: number, headers = listed): Record<string, string> => {
  const date = new Date(at).toUTCString();
  const digest = `SHA-256=${createHash('sha256').update(body).digest('base64')}`;
  const all: Record<string, string> = { ...sent, date, digest };
  const signed = headers
    .split(' ')
    .map((name) => `${name}: ${all[name] ?? ''}`)
    .join('\n');
  const signature = createHmac('sha256', secret).update(signed).digest('base64');
  const header = `keyId="hmac-key",algorithm="hmac-sha256",signature="${signature}",headers="${headers}"`;
  return { ...all, signature: header };
};
describeSignature(drone, { sign: (secret, body, at) => sign(secret, body, at), header: 'signature', toleranceS: 300 });

describe('what a signature must cover', () => {
  const body = new TextEncoder().encode('{}');
  const verify = (headers: Record<string, string>) => drone.verify({ headers, body }, ['secret'], 0);

  test.each(['date', 'digest', 'accept', ''])('"%s" alone proves nothing of the body or of now', (headers) => {
    expect(verify(sign('secret', body, 0, headers))).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
  });

  test('another algorithm than the known one is none', () => {
    const headers = sign('secret', body, 0);
    const none = { ...headers, signature: (headers['signature'] ?? '').replace('hmac-sha256', 'none') };
    expect(verify(none)).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
  });
});

describe('builds', () => {
  test('that were promoted or rolled back are deployments to the target that was named', () => {
    expect(factsOf('promotion')[1]).toMatchObject({ environment: 'production', status: 'succeeded', service: 'shop' });
    expect(factsOf('rollback')[1]).toMatchObject({ environment: 'production', kind: 'rollback', status: 'cancelled' });
    expect(factsOf('build-succeeded')).toHaveLength(1);
  });

  test('of pull requests are not called as those that deploy', () => {
    expect(factsOf('build-of-a-pull-request')[0]).toMatchObject({ pipeline: '.drone.yml (pull request)' });
  });

  test('a time that has not come is 0', () => {
    expect(factsOf('build-running')[0]).toMatchObject({ startedAt: '2026-03-02T10:31:00.000Z', finishedAt: null });
  });
});
