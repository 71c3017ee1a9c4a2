import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeSignature, type Sign } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { statsig } from './statsig.js';

describeSource(statsig, import.meta.dirname);
const sign: Sign = (secret, body, at) => ({
  'x-statsig-request-timestamp': String(at),
  'x-statsig-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')}`,
});
describeSignature(statsig, { sign, header: 'x-statsig-signature', toleranceS: 300 });

const normalize = normalizing(statsig);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a batch', () => {
  test('holds changes among the exposures of users', () => {
    expect(dataOf(normalize(fixture('batch'))).map(({ flag, environment }) => [flag, environment])).toEqual([
      ['new_checkout', 'production'],
      ['new_checkout', 'staging'],
      ['other_gate', undefined],
    ]);
  });

  test('with one event that cannot be understood is rejected whole, with its place', () => {
    const { data } = fixture('batch') as { data: object[] };
    expect(normalize({ data: [...data, { ...data[0], timestamp: 'soon' }] })).toMatchObject({
      outcome: 'rejected',
      pointer: '/data/3/timestamp',
    });
  });
});

test.each([
  ['pass percentage changed from 10% to 50%', 50],
  ['pass percentage changed from 10% to 0.5%', 0.5],
  ['pass percentage changed from 10% to 500%', null],
  ['Gate was disabled', 0],
  ['Gate was enabled', null],
  ['Rule "EU" added', null],
])('%s', (description, exposure) => {
  const { data } = fixture('disabled') as { data: { metadata: object }[] };
  const metadata = { ...data[0]?.metadata, description };
  expect(dataOf(normalize({ data: [{ ...data[0], metadata }] }))).toMatchObject([{ exposure }]);
});
