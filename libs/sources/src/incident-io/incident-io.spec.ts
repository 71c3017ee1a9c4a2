import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { incidentIo } from './incident-io.js';

describeSource(incidentIo, import.meta.dirname);
const sign: Sign = (secret, body, at) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at / 1000),
  'webhook-signature': `v1,${createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update(`msg_1.${at / 1000}.`)
    .update(body)
    .digest('base64')}`,
});
const [old, current, expired] = ['old', 'current', 'expired'].map(
  (text) => `whsec_${Buffer.from(text.repeat(8)).toString('base64')}`,
);
describeSignature(incidentIo, {
  sign,
  header: 'webhook-signature',
  toleranceS: 300,
  secrets: [old ?? '', current ?? '', expired ?? ''],
});

test('a secret that is no key of this form verifies nothing: it would decode to a weak one', () => {
  const body = new TextEncoder().encode('{}');
  const headers = sign('whsec_', body, 1_000_000);
  expect(incidentIo.verify({ headers, body }, ['***'], 1_000_000).outcome).toBe('refused');
});

const normalize = normalizing(incidentIo);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('the same headers may carry the name of Svix', () => {
  const body = new TextEncoder().encode('{}');
  const headers = sign(current ?? '', body, 1_000_000);
  const renamed = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
  );
  expect(incidentIo.verify({ headers: renamed, body }, [current ?? ''], 1_000_000)).toEqual({ outcome: 'verified' });
  expect(incidentIo.deliveryId({ headers: renamed, body })).toBe('msg_1');
});

describe('an incident', () => {
  const type = 'public_incident.incident_updated_v2';
  const updated = (changes: object) => {
    const { [type]: incident } = fixture('declined');
    return normalize({ event_type: type, [type]: { ...(incident as object), ...changes } });
  };
  const inCategory = (category: string) => updated({ incident_status: { category }, incident_timestamp_values: [] });

  test.each([
    ['live', { resolvedAt: null }],
    ['triage', { resolvedAt: null }],
    ['merged', { status: 'duplicate' }],
    ['canceled', { status: 'false_positive' }],
  ])('of the category %s', (category, expected) => {
    expect(dataOf(inCategory(category))).toMatchObject([expected]);
  });

  test('that was closed some time ago is not closed anew by an update', () => {
    expect(dataOf(inCategory('closed'))[0]).not.toHaveProperty('resolvedAt');
  });

  test('that touches two services is of none that could be told', () => {
    const values = ['checkout', 'search'].map((name) => ({ value_catalog_entry: { name } }));
    const [data] = dataOf(updated({ custom_field_entries: [{ custom_field: { name: 'Services' }, values }] }));
    expect(data?.['service']).toBeUndefined();
  });

  test('whose event has no body of its name is rejected', () => {
    expect(normalize({ event_type: type })).toMatchObject({ outcome: 'rejected', pointer: `/${type}` });
  });
});
