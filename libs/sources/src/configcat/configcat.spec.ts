import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { configcat } from './configcat.js';

describeSource(configcat, import.meta.dirname);
const sign: Sign = (secret, body, at) => ({
  'x-configcat-webhook-id': 'w-1',
  'x-configcat-webhook-timestamp': String(at / 1000),
  'x-configcat-webhook-signature-v1': createHmac('sha256', secret)
    .update(`w-1${at / 1000}`)
    .update(body)
    .digest('base64'),
});
describeSignature(configcat, { sign, header: 'x-configcat-webhook-signature-v1', toleranceS: 300 });

describe('the header', () => {
  const body = new TextEncoder().encode('{}');
  const at = Date.UTC(2026, 2, 2, 10);
  const keys = ['configcat_whsk_b2xk', 'configcat_whsk_bmV3'] as const;
  const headers = sign(keys[0], body, at);
  const [one = '', other = ''] = keys.map((key) => sign(key, body, at)['x-configcat-webhook-signature-v1']);
  const verify = (signatures: string, key: string) =>
    configcat.verify({ headers: { ...headers, 'x-configcat-webhook-signature-v1': signatures }, body }, [key], at)
      .outcome;

  test('lists a signature for each of the signing keys', () => {
    expect(keys.map((key) => verify(`${one},${other}`, key))).toEqual(['verified', 'verified']);
    expect(keys.map((key) => verify(one, key))).toEqual(['verified', 'refused']);
  });

  test('is made with the whole text of a key, not with what a part of it decodes to', () => {
    expect(verify(one, 'b2xk')).toBe('refused');
    expect(verify(sign('old', body, at)['x-configcat-webhook-signature-v1'] ?? '', keys[0])).toBe('refused');
  });

  test('comes with the id that is signed too', () => {
    const { 'x-configcat-webhook-id': _, ...without } = headers;
    expect(configcat.verify({ headers: without, body }, [keys[0]], at)).toEqual({
      outcome: 'refused',
      reason: 'missing_signature',
    });
    const another = { ...headers, 'x-configcat-webhook-id': 'w-2' };
    expect(configcat.verify({ headers: another, body }, [keys[0]], at).outcome).toBe('refused');
  });
});

const normalize = normalizing(configcat);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const headers = { 'x-configcat-webhook-id': 'w-1', 'x-configcat-webhook-timestamp': '1772445600' };

describe('what became of a setting', () => {
  const exposureOf = (details: string): unknown => {
    const changes = [{ settingKey: 'newCheckout', event: 'changed', details }];
    const normalized = normalize({ environment: 'Production', changes }, headers);
    return normalized.outcome === 'events' ? normalized.events[0]?.data['exposure'] : normalized.outcome;
  };

  test.each([
    ['turned on', '\r\nnewCheckout: false ➔ true', 100],
    ['turned off', '\r\nnewCheckout: true ➔ false', 0],
    ['turned on, with the arrow of the dashboard', 'newCheckout: off ➞ on', 100],
    ['shown to a part', 'newCheckout:\r\n    - 10% true\r\n    + 20% true\r\n    + 80% false', 20],
    ['more than all', 'newCheckout:\r\n    + 80% a\r\n    + 80% b', null],
    ['targeted', 'newCheckout:\r\n  Targeting rules changed', null],
    ['described', 'newCheckout: better words', 'ignored'],
    ['a wall of empty lines', '\n'.repeat(300_000), 'ignored'],
  ])('%s', (_, details, exposure) => {
    expect(exposureOf(details)).toBe(exposure);
  });
});

test('without the time in the header it does not say when', () => {
  expect(normalize(fixture('turned-off'))).toMatchObject({ outcome: 'rejected', code: 'invalid_body' });
});

test('a list alone points into itself', () => {
  expect(normalize([{ event: 'changed' }], headers)).toMatchObject({ outcome: 'rejected', pointer: '/0/settingKey' });
});

test('the sender names its deliveries', () => {
  expect(configcat.deliveryId({ headers, body: new Uint8Array() })).toBe('w-1');
});
