import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type HmacScheme, safeEqual, verifyHmac, verifySharedToken, verifyStandardWebhook } from './signature.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex: HmacScheme = { header: 'x-signature', algorithm: 'sha256', encoding: 'hex', prefix: '' };

describe('safeEqual', () => {
  test.each([
    ['', '', true],
    ['secret', 'secret', true],
    ['secret', 'Secret', false],
    ['secret', 'secret ', false],
    ['', 'secret', false],
    ['secret', 'secret'.repeat(10_000), false],
  ])('%j and %j', (expected, given, equal) => {
    expect(safeEqual(expected, given)).toBe(equal);
  });

  test('is the only comparison of secrets: nothing else of this library compares in constant time', () => {
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
    const code = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    const comparing = code.filter((file) =>
      readFileSync(join(import.meta.dirname, file), 'utf8').includes('timingSafeEqual('),
    );
    expect(comparing).toEqual(['signature.ts']);
  });
});

describe('HMAC', () => {
  // RFC 4231, test case 2.
  const key = 'Jefe';
  const body = bytes('what do ya want for nothing?');
  const digest = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';

  test.each([
    ['hex', { ...hex }, digest],
    ['hex with a prefix', { ...hex, prefix: 'sha256=' }, `sha256=${digest}`],
    ['base64', { ...hex, encoding: 'base64' as const }, Buffer.from(digest, 'hex').toString('base64')],
    ['one of a list', { ...hex, prefix: 'v1=', separator: ',' }, `v1=${'0'.repeat(64)},v1=${digest}`],
  ])('%s', (_, scheme, header) => {
    const request = { headers: { 'x-signature': header }, body };
    expect(verifyHmac(scheme, request, [key])).toEqual({ outcome: 'verified' });
    expect(verifyHmac(scheme, request, ['jefe'])).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
  });

  test('a list is a list only where the sender documents one', () => {
    const request = { headers: { 'x-signature': `${digest},${digest}` }, body };
    expect(verifyHmac(hex, request, [key]).outcome).toBe('refused');
  });

  test('no secret and the empty secret verify nothing', () => {
    const signed = createHmac('sha256', '').update(body).digest('hex');
    const request = { headers: { 'x-signature': signed }, body };
    expect(verifyHmac(hex, request, [])).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
    expect(verifyHmac(hex, request, [''])).toEqual({ outcome: 'refused', reason: 'invalid_signature' });
  });
});

describe('shared token', () => {
  const request = (token: string) => ({ headers: { 'x-token': token }, body: bytes('') });

  test('any live token, whole', () => {
    expect(verifySharedToken(request('new'), 'x-token', ['old', 'new'])).toEqual({ outcome: 'verified' });
    expect(verifySharedToken(request('ne'), 'x-token', ['old', 'new']).outcome).toBe('refused');
  });

  test('an empty configured token never matches an empty header', () => {
    expect(verifySharedToken(request(''), 'x-token', [''])).toEqual({
      outcome: 'refused',
      reason: 'missing_signature',
    });
    expect(verifySharedToken({ headers: {}, body: bytes('') }, 'x-token', ['']).outcome).toBe('refused');
  });
});

describe('Standard Webhooks', () => {
  const secret = `whsec_${Buffer.from('0123456789abcdef').toString('base64')}`;
  const at = Date.UTC(2026, 2, 2, 10);
  const sign = (id: string, timestamp: string, body: string): string =>
    `v1,${createHmac('sha256', '0123456789abcdef').update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  const request = (timestamp: string, signature: string) => ({
    headers: { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature },
    body: bytes('{}'),
  });
  const seconds = String(at / 1000);

  test('verifies one of several signatures within five minutes, to either side', () => {
    const signature = `v1,AAAA ${sign('msg_1', seconds, '{}')}`;
    expect(verifyStandardWebhook(request(seconds, signature), [secret], at)).toEqual({ outcome: 'verified' });
    expect(verifyStandardWebhook(request(seconds, signature), [secret], at + 300_000).outcome).toBe('verified');
    const stale = { outcome: 'refused', reason: 'stale' };
    expect(verifyStandardWebhook(request(seconds, signature), [secret], at + 301_000)).toEqual(stale);
    expect(verifyStandardWebhook(request(seconds, signature), [secret], at - 301_000)).toEqual(stale);
  });

  test.each(['NaN', '1e99', '-1', `${seconds}000`, ` ${seconds}`, '0x10'])('the timestamp %j is stale', (timestamp) => {
    const signature = sign('msg_1', timestamp, '{}');
    expect(verifyStandardWebhook(request(timestamp, signature), [secret], at)).toEqual({
      outcome: 'refused',
      reason: 'stale',
    });
  });

  test.each(['whsec_', 'whsec_***', 'whsec_A', '***'])(
    'the secret %j, which decodes to nothing, verifies nothing: anybody could sign with the empty key',
    (empty) => {
      const forged = createHmac('sha256', '').update(`msg_1.${seconds}.{}`).digest('base64');
      expect(verifyStandardWebhook(request(seconds, `v1,${forged}`), [empty], at)).toEqual({
        outcome: 'refused',
        reason: 'invalid_signature',
      });
    },
  );

  test('an asymmetric signature is none', () => {
    const signature = sign('msg_1', seconds, '{}').replace('v1,', 'v1a,');
    expect(verifyStandardWebhook(request(seconds, signature), [secret], at)).toEqual({
      outcome: 'refused',
      reason: 'invalid_signature',
    });
  });
});
