import { expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { flipt } from './flipt.js';

describeSource(flipt, import.meta.dirname);
describeSignature(flipt, { sign: hmacIn('x-flipt-webhook-signature'), header: 'x-flipt-webhook-signature' });

const normalize = normalizing(flipt);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test.each([
  ['for so many users it has the value', { percentage: 25.5, value: true }, 25.5],
  ['for so many it has not', { percentage: 25, value: false }, 75],
  ['more than all', { percentage: 170, value: true }, null],
])('a threshold: %s', (_, threshold, exposure) => {
  const payload = { flag_key: 'new-checkout', namespace_key: 'production', threshold };
  expect(dataOf(normalize({ ...fixture('threshold'), payload }))).toMatchObject([{ exposure }]);
});

test('a flag without a namespace is rejected', () => {
  expect(normalize({ ...fixture('turned-on'), payload: { key: 'a', enabled: true } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/payload/namespace',
  });
});
