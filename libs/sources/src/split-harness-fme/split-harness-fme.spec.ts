import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { splitHarnessFme } from './split-harness-fme.js';

describeSource(splitHarnessFme, import.meta.dirname);
describeToken(splitHarnessFme);

const normalize = normalizing(splitHarnessFme);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test.each([
  ['if user is in segment all then split 10:on,90:off', 10],
  ['in segment all then split 100:v1,0:off', 100],
  ['in segment all then split 60:on,60:v2', null],
  ['if user is in segment beta then split 100:on else if user is in segment all then split 100:off', null],
  ['', null],
  [`in segment all then split ${'1:a,'.repeat(5_000)}`, null],
])('the definition %j', (definition, exposure) => {
  expect(dataOf(normalize({ ...fixture('percentage'), definition }))).toMatchObject([{ exposure }]);
});

test('a change of a flag is another by its number', () => {
  const idOf = (changeNumber: number) => dataOf(normalize({ ...fixture('percentage'), changeNumber }))[0]?.['id'];
  expect(idOf(1)).not.toBe(idOf(2));
});

test('its type may be written with a capital', () => {
  const changed = normalize(fixture('killed'));
  expect(changed.outcome).toBe('events');
  expect(normalize({ ...fixture('killed'), type: 'Split' })).toEqual(changed);
});
