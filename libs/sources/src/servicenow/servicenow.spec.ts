import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { servicenow } from './servicenow.js';

describeSource(servicenow, import.meta.dirname);
describeToken(servicenow);

const normalize = normalizing(servicenow);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test.each([
  ['6', '2026-03-02T10:50:00Z', null],
  ['7', '2026-03-02T10:50:00Z', null],
  [8, '2026-03-02T10:50:00Z', 'false_positive'],
  ['Resolved', '2026-03-02T10:50:00Z', null],
  ['2', null, null],
  ['On Hold', null, null],
])('the state %s', (state, resolvedAt, status) => {
  const [data] = dataOf(normalize({ ...fixture('resolved'), state }));
  expect([data?.['resolvedAt'], data?.['status']]).toEqual([resolvedAt, status]);
});

test('times are UTC, though they do not say so', () => {
  expect(dataOf(normalize(fixture('opened')))).toMatchObject([{ startedAt: '2026-03-02T10:00:00Z' }]);
});

test('one that is resolved and does not say since when is rejected', () => {
  expect(normalize({ ...fixture('resolved'), resolved_at: '' })).toMatchObject({
    outcome: 'rejected',
    pointer: '/resolved_at',
  });
});
