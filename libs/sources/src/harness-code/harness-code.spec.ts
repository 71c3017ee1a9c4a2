import { expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { harnessCode } from './harness-code.js';

const { factsOf, normalize, request } = fixturesOf(harnessCode, import.meta.dirname);

describeSource(harnessCode, import.meta.dirname);
describeSignature(harnessCode, { sign: hmacIn('x-harness-signature'), header: 'x-harness-signature' });

test('Gitness signs under its own name', () => {
  const body = new TextEncoder().encode('{}');
  const sent = { headers: hmacIn('x-gitness-signature')('secret', body, 0), body };
  expect(harnessCode.verify(sent, ['secret'], 0)).toEqual({ outcome: 'verified' });
});

test('a merge without times of its own was when its commit was made', () => {
  expect(factsOf('pull-request-merged-without-times')).toMatchObject([
    { mergedAt: '2026-03-02T02:30:00-08:00', mergeSha: 'c'.repeat(40), method: 'squash' },
  ]);
});

test('times of a pull request are milliseconds', () => {
  expect(factsOf('pull-request-opened')).toMatchObject([{ openedAt: '2026-03-02T09:00:00.000Z', closedAt: null }]);
});

test('after a force push the first commit follows nothing', () => {
  expect(factsOf('branch-forced')[0]?.['landedAfter']).toBeUndefined();
  expect(factsOf('branch-updated')[0]?.['landedAfter']).toBe('a'.repeat(40));
});

test('the header and the body must be of one trigger', () => {
  expect(normalize('branch-updated', {}, { 'x-harness-trigger': 'tag_created' })).toMatchObject({
    outcome: 'rejected',
    code: 'type_mismatch',
    pointer: '/trigger',
  });
});

test("Gitness names the trigger in a header of its own, which must be the body's too", () => {
  const hook = { headers: { 'x-gitness-trigger': 'pullreq_merged' }, body: new TextEncoder().encode('{}') };
  expect(harnessCode.eventName(hook)).toBe('pullreq_merged');
  const { 'x-harness-trigger': _, ...headers } = request('branch-updated').headers;
  const written = request('branch-updated');
  const sent = (trigger: string) =>
    harnessCode.normalize({
      endpoint: 'harness-code',
      receivedAt: Date.parse(written.receivedAt),
      headers: { ...headers, 'x-gitness-trigger': trigger },
      body: new TextEncoder().encode(JSON.stringify(written.body)),
    });
  expect(sent('branch_updated')).toEqual(normalize('branch-updated'));
  expect(sent('tag_created')).toMatchObject({ code: 'type_mismatch', pointer: '/trigger' });
});
