import { expect, test } from 'vitest';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { growthbook } from './growthbook.js';

describeSource(growthbook, import.meta.dirname);
describeSignature(growthbook, { sign: hmacIn('x-growthbook-signature'), header: 'x-growthbook-signature' });

const normalize = normalizing(growthbook);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test.each([
  ['off', { enabled: false, rules: [] }, 0],
  ['on, with the value "false" for everybody', { enabled: true, defaultValue: 'false', rules: [] }, 0],
  ['on, with the value "true" for everybody', { enabled: true, defaultValue: 'true', rules: [] }, 100],
  ['forced', { enabled: true, rules: [{ type: 'force', enabled: true, value: 'true' }] }, 100],
  ['an experiment', { enabled: true, rules: [{ type: 'experiment', enabled: true }] }, null],
  ['rolled out to too many', { enabled: true, rules: [{ type: 'rollout', enabled: true, coverage: 7 }] }, null],
  [
    'a rule that is switched off',
    { enabled: true, defaultValue: 'true', rules: [{ type: 'rollout', enabled: false, coverage: 0.1 }] },
    100,
  ],
])('an environment that is %s', (_, environment, exposure) => {
  const body = fixture('rollout') as { data: { object: object } };
  const data = {
    object: { ...body.data.object, environments: { production: environment } },
    previous_attributes: { environments: {} },
  };
  expect(dataOf(normalize({ ...body, data }))).toMatchObject([{ environment: 'production', exposure }]);
});

test('an environment that stays as it was is not told of', () => {
  expect(dataOf(normalize(fixture('rollout'))).map(({ environment }) => environment)).toEqual(['production']);
});
