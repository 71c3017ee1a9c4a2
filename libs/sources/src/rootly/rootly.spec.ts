import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { rootly } from './rootly.js';

describeSource(rootly, import.meta.dirname);
const sign: Sign = (secret, body, at) => ({
  'x-rootly-signature': `t=${at / 1000},v1=${createHmac('sha256', secret)
    .update(`${at / 1000}`)
    .update(body)
    .digest('hex')}`,
});
describeSignature(rootly, { sign, header: 'x-rootly-signature', toleranceS: 300 });

const normalize = normalizing(rootly);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('the signature', () => {
  const body = new TextEncoder().encode('{}');
  test.each(['v1=ab', 't=NaN,v1=ab', 't=1e9,v1=ab', 't=1,v1=ab,v1=cd', 't=,v1='])('%s is refused', (header) => {
    expect(rootly.verify({ headers: { 'x-rootly-signature': header }, body }, ['secret'], 0)).toEqual({
      outcome: 'refused',
      reason: 'invalid_signature',
    });
  });
});

test('times keep the offset they were written with', () => {
  expect(dataOf(normalize(fixture('created')))).toMatchObject([{ startedAt: '2026-03-02T02:00:00.000-08:00' }]);
});

test.each(['incident.scheduled.created', 'incident_post_mortem.created', 'pulse.created', 'invented'])(
  '%s is ignored',
  (type) => {
    expect(normalize({ event: { id: '1', type, issued_at: '2026-03-02T10:00:00Z' }, data: {} })).toMatchObject({
      outcome: 'ignored',
    });
  },
);

test.each([
  ['whose event is a word', { event: 'incident.created', data: {} }, '/event'],
  ['whose event is beside what it is about', { type: 'incident.created', id: '1', attributes: {} }, '/event'],
  [
    'without what it is about',
    { event: { type: 'incident.created', id: '1', issued_at: '2026-03-02T10:00:00Z' } },
    '/data',
  ],
])('another envelope, %s, is quarantined with its place', (_, body, pointer) => {
  expect(normalize(body)).toMatchObject({ outcome: 'rejected', code: 'invalid_body', pointer });
});
