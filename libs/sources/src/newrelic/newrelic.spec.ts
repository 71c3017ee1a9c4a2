import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { newrelic } from './newrelic.js';

describeSource(newrelic, import.meta.dirname);
describeToken(newrelic);

const normalize = normalizing(newrelic);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test.each([
  ['CREATED', null],
  ['ACTIVATED', null],
  ['closed', '2026-03-02T10:25:00.000Z'],
])('an issue that is %s', (state, resolvedAt) => {
  expect(dataOf(normalize({ ...fixture('closed'), state }))).toMatchObject([{ resolvedAt }]);
});

test('an acknowledgement is known where the template says it', () => {
  expect(dataOf(normalize({ ...fixture('activated'), state: 'ACKNOWLEDGED' }))).toMatchObject([
    { acknowledgedAt: '2026-03-02T10:00:01.000Z' },
  ]);
  expect(dataOf(normalize(fixture('activated')))[0]).toMatchObject({ acknowledgedAt: undefined });
});
