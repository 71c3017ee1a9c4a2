import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HookRequest, Source } from './source.js';

const now = Date.UTC(2026, 2, 2, 12);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const body = bytes('{"say": "Hello\\u0021", "n": 1.0}');
const invalid = { outcome: 'refused', reason: 'invalid_signature' };

/** Signs a body as the sender would, at an instant in epoch milliseconds. */
export type Sign = (secret: string, body: Uint8Array, at: number) => Record<string, string>;

/** Signing with an HMAC in one header. */
export function hmacIn(
  header: string,
  options: { readonly algorithm?: string; readonly encoding?: 'hex' | 'base64'; readonly prefix?: string } = {},
): Sign {
  const { algorithm = 'sha256', encoding = 'hex', prefix = '' } = options;
  return (secret, signed) => ({ [header]: prefix + createHmac(algorithm, secret).update(signed).digest(encoding) });
}

export interface SignatureContract {
  readonly sign: Sign;
  readonly header: string;
  /** How far a signed timestamp may be off; absent: the sender signs none. */
  readonly toleranceS?: number;
  /** Secrets of the form the sender gives them. */
  readonly secrets?: readonly [old: string, current: string, expired: string];
}

/** What holds for every source whose sender signs its bodies. */
export function describeSignature(source: Source, contract: SignatureContract): void {
  const { sign, header, toleranceS, secrets = ['an old secret', 'a new secret', 'an expired secret'] } = contract;
  const [old, current, expired] = secrets;
  const verify = (request: HookRequest, live: readonly string[] = [current], at = now) =>
    source.verify(request, live, at);

  describe('its signature', () => {
    test('covers the raw bytes, whatever they are', () => {
      const odd = Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x0d, 0x0a, 0xff, 0x7d);
      expect(verify({ headers: sign(current, odd, now), body: odd })).toEqual({ outcome: 'verified' });
    });

    test('does not cover another body: not one byte more, nor the same JSON written anew', () => {
      const headers = sign(current, body, now);
      const rewritten = bytes(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
      expect(verify({ headers, body })).toEqual({ outcome: 'verified' });
      expect(verify({ headers, body: Uint8Array.of(...body, 0x20) })).toEqual(invalid);
      expect(verify({ headers, body: rewritten })).toEqual(invalid);
    });

    test('may be by either secret while one is replaced, and by no other', () => {
      const by = (secret: string) => verify({ headers: sign(secret, body, now), body }, [old, current]).outcome;
      expect([old, current, expired].map(by)).toEqual(['verified', 'verified', 'refused']);
    });

    test.each([
      ['empty', () => ''],
      ['one digit', () => '0'],
      ['cut off', (signature: string) => signature.slice(0, -1)],
      ['longer', (signature: string) => `${signature}0`],
      ['of ten thousand digits', () => '0'.repeat(10_000)],
      ['no digits', (signature: string) => signature.replaceAll(/[0-9a-f]/gi, 'z')],
      ['of another algorithm', () => `sha1=${createHmac('sha1', current).update(body).digest('hex')}`],
      ['none by name', () => 'none'],
    ])('is refused when it is %s, and nothing throws', (_, change) => {
      const headers = sign(current, body, now);
      expect(verify({ headers: { ...headers, [header]: change(headers[header] ?? '') }, body }).outcome).toBe(
        'refused',
      );
    });

    if (toleranceS === undefined) return;
    test('holds for as long as its timestamp is of now', () => {
      const [inTime, late] = [toleranceS * 1000, (toleranceS + 1) * 1000];
      const headers = sign(current, body, now);
      const after = (ms: number) => verify({ headers, body }, [current], now + ms);
      expect([after(inTime).outcome, after(-inTime).outcome]).toEqual(['verified', 'verified']);
      expect(after(late)).toEqual({ outcome: 'refused', reason: 'stale' });
      expect(after(-late)).toEqual({ outcome: 'refused', reason: 'stale' });
    });
  });
}

/** What holds for every source whose sender can but repeat a secret. */
export function describeToken(source: Source): void {
  const verify = (headers: Record<string, string>, live: readonly string[] = ['old', 'new']) =>
    source.verify({ headers, body }, live, now).outcome;
  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

  describe('its token', () => {
    test.each([
      ['a bearer token', { authorization: 'Bearer new' }],
      ['a bearer token, the scheme in small letters', { authorization: 'bearer new' }],
      ['the password of any user', { authorization: basic('leadline:new') }],
      ['the whole Authorization header', { authorization: 'new' }],
      ["Leadline's own header", { 'x-leadline-token': 'new' }],
      ['the one that is being replaced', { 'x-leadline-token': 'old' }],
    ])('may be %s', (_, headers) => {
      expect(verify(headers)).toBe('verified');
    });

    test.each([
      ['missing', {}],
      ['another', { authorization: 'Bearer newer' }],
      ['a part of it', { authorization: 'Bearer ne' }],
      ['the user instead of the password', { authorization: basic('new:') }],
      ['no base64', { authorization: 'Basic ***' }],
      ['empty', { authorization: 'Bearer ' }],
      ['an empty password', { authorization: basic('leadline:') }],
    ])('is refused when it is %s', (_, headers) => {
      expect(verify(headers)).toBe('refused');
      expect(verify(headers, [''])).toBe('refused');
    });
  });
}
