import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { circleci } from './circleci.js';

const { factsOf, normalize } = fixturesOf(circleci, import.meta.dirname);

describeSource(circleci, import.meta.dirname);
describeSignature(circleci, {
  sign: hmacIn('circleci-signature', { prefix: 'v1=' }),
  header: 'circleci-signature',
});

test('of several versions of the signature the one that is known counts', () => {
  const body = new TextEncoder().encode('{}');
  const { 'circleci-signature': v1 = '' } = hmacIn('circleci-signature', { prefix: 'v1=' })('secret', body, 0);
  const verify = (header: string) =>
    circleci.verify({ headers: { 'circleci-signature': header }, body }, ['secret'], 0).outcome;
  expect(verify(`v2=${'0'.repeat(64)},${v1}`)).toBe('verified');
  expect(verify(v1.replace('v1', 'v2'))).toBe('refused');
});

describe('pipelines', () => {
  test.each(['workflow-of-github', 'workflow-of-gitlab', 'workflow-of-github-app'])(
    '%s: what it checked out',
    (name) => {
      expect(factsOf(name)[0]).toMatchObject({ repo: 'acme/shop', sha: 'c'.repeat(40), branch: 'main' });
    },
  );

  test('say when the commit was made, which yields to what a push says', () => {
    expect(factsOf('workflow-of-github')[1]).toMatchObject({ committedAt: '2026-03-02T10:30:00Z', revision: 0 });
    expect(factsOf('workflow-of-github-app')).toHaveLength(1);
  });
});

test('the header and the body must be of one event', () => {
  expect(normalize('job', {}, { 'circleci-event-type': 'workflow-completed' })).toMatchObject({
    code: 'type_mismatch',
    pointer: '/type',
  });
});
