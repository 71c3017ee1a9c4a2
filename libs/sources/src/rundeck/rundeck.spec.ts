import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { rundeck } from './rundeck.js';

describeSource(rundeck, import.meta.dirname);
describeToken(rundeck);

const normalize = normalizing(rundeck);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a job is a deployment where an option names the environment', () => {
  expect(dataOf(normalize(fixture('deployed')))).toMatchObject([
    { environment: 'production', service: 'checkout', version: '1.4.0' },
  ]);
  expect(dataOf(normalize(fixture('started')))).toMatchObject([
    { run: 'rundeck/rundeck.example.org/7', pipeline: 'release/Deploy checkout' },
  ]);
});

test.each([
  ['failed-with-retry', 'failed'],
  ['timedout', 'failed'],
  ['aborted', 'cancelled'],
])('%s is %s', (status, expected) => {
  const body = fixture('deployed') as { execution: object };
  expect(dataOf(normalize({ ...body, execution: { ...body.execution, status } }))).toMatchObject([
    { status: expected },
  ]);
});
