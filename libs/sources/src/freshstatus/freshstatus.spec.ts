import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { freshstatus } from './freshstatus.js';

describeSource(freshstatus, import.meta.dirname);
describeToken(freshstatus);

const normalize = normalizing(freshstatus);

test('the word None is nothing: an incident that closes without an end ends when it is closed', () => {
  const body = { ...fixtureOf(import.meta.dirname, 'closed'), end_time: 'None' };
  expect(dataOf(normalize(body))).toMatchObject([{ resolvedAt: '2026-03-02T10:31:00.5+00:00' }]);
});

test('an incident without a start is rejected', () => {
  const body = { ...fixtureOf(import.meta.dirname, 'open'), start_time: 'None' };
  expect(normalize(body)).toMatchObject({ outcome: 'rejected', pointer: '/start_time' });
});
