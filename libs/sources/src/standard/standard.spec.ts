import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSignature, describeToken } from '../signature.contract.js';
import { complaintsAbout } from '../source.contract.js';
import { standard } from './standard.js';

const secretOf = (text: string): string => `whsec_${Buffer.from(text).toString('base64')}`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const normalize = (body: string, headers: Record<string, string> = {}, endpoint = 'homegrown') =>
  standard.normalize({ endpoint, receivedAt: Date.UTC(2026, 2, 2, 12), headers, body: bytes(body) });

describeSignature(standard, {
  sign: (secret, body, at) => {
    const timestamp = String(Math.floor(at / 1000));
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key).update(`m-1.${timestamp}.`).update(body).digest('base64');
    return { 'webhook-id': 'm-1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
  },
  header: 'webhook-signature',
  toleranceS: 300,
  secrets: [secretOf('an old key'), secretOf('a new key'), secretOf('an expired key')],
});
describeToken(standard);

test('a signing key is no token: whoever learns to verify cannot send', () => {
  const secret = secretOf('a key');
  const sent = { headers: { authorization: `Bearer ${secret}` }, body: bytes('{}') };
  expect(standard.verify(sent, [secret], 0)).toMatchObject({ outcome: 'refused' });
});

describe('a body', () => {
  test('is kept as it came, under the endpoint it came to', () => {
    expect(normalize('{"a": [1, {"b": null}]}', {}, 'other')).toMatchObject({
      events: [{ source: 'other', data: { endpoint: 'other', body: { a: [1, { b: null }] } } }],
    });
  });

  test('is known by the id of its message, else by its content', () => {
    const hash = createHash('sha256').update('{}').digest('hex');
    expect(normalize('{}', { 'webhook-id': 'm-1' })).toMatchObject({ events: [{ subject: 'foreign:homegrown/m-1' }] });
    expect(normalize('{}')).toMatchObject({ events: [{ subject: `foreign:homegrown/${hash}` }] });
  });

  test('that is sent again counts from the first time', () => {
    const revisionOf = (timestamp: string): number => {
      const headers = { 'webhook-id': 'm-1', 'webhook-timestamp': timestamp, 'webhook-signature': 'v1,x' };
      const normalized = normalize('{}', headers);
      return normalized.outcome === 'events' ? (normalized.events[0]?.data.revision ?? 0) : 0;
    };
    expect(revisionOf('1772448060')).toBeGreaterThan(revisionOf('1772448960'));
  });

  test('of which the timestamp was not signed has none', () => {
    const normalized = normalize('{}', { 'webhook-timestamp': '1772448060' });
    expect(normalized).toMatchObject({
      events: [{ data: expect.not.objectContaining({ sentAt: expect.anything() }) as object }],
    });
  });
});

test('its setup is described', () => {
  const setup = readFileSync(join(import.meta.dirname, 'setup.md'), 'utf8');
  expect(setup.startsWith(`# ${standard.title}\n\n`)).toBe(true);
  expect(setup).toContain('\n## Set it up\n');
});

test('whatever is sent: never a throw, always the same answer, a body that is kept or a reason', () => {
  const text = fc.oneof(fc.json(), fc.string(), fc.constantFrom('[[', '{"__proto__":{"a":1}}', '"\\ud800"', '[1e400]'));
  fc.assert(
    fc.property(text, (body) => {
      const normalized = normalize(body);
      expect(normalize(body)).toEqual(normalized);
      expect(complaintsAbout(normalized)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['unreadable_body', 'app=shop'],
  ['too_complex', `${'['.repeat(300)}${']'.repeat(300)}`],
])('%s is told', (code, body) => {
  expect(normalize(body)).toMatchObject({ outcome: 'rejected', code, pointer: '' });
});

test('numbers beyond 2^53 keep their digits, and hostile names are dropped', () => {
  const normalized = normalize('{"run": 12345678901234567890, "__proto__": {"admin": true}}');
  expect(normalized).toMatchObject({ events: [{ data: { body: { run: '12345678901234567890' } } }] });
  expect(JSON.stringify(normalized)).not.toContain('admin');
});

test.each([
  '{"steps": [{"__proto__": {"admin": true}}]}',
  // The same name, escaped.
  String.raw`{"steps": [{"\u005f_proto__": {"admin": true}}]}`,
])('%s: hostile names are dropped wherever they stand', (body) => {
  const normalized = normalize(body);
  expect(normalized).toMatchObject({ events: [{ data: { body: { steps: [{}] } } }] });
  expect(JSON.stringify(normalized)).not.toContain('admin');
});
