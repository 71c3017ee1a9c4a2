import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { buildkite } from './buildkite.js';
import { createHmac } from 'node:crypto';
const { factsOf, normalize } = fixturesOf(buildkite, import.meta.dirname);

describeSource(buildkite, import.meta.dirname);

const sign = (secret: string, body: Uint8Array, at: number): Record<string, string> => {
  const timestamp = Math.floor(at / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return { 'x-buildkite-signature': `timestamp=${timestamp},signature=${signature}` };
};
describeSignature(buildkite, { sign, header: 'x-buildkite-signature', toleranceS: 300 });

describe('its token, where it signs nothing', () => {
  const verify = (headers: Record<string, string>) =>
    buildkite.verify({ headers, body: new Uint8Array() }, ['old', 'new'], 0).outcome;

  test('is repeated in a header', () => {
    expect(verify({ 'x-buildkite-token': 'new' })).toBe('verified');
    expect(verify({ 'x-buildkite-token': 'newer' })).toBe('refused');
    expect(verify({})).toBe('refused');
  });

  test('does not help a signature that is wrong', () => {
    expect(verify({ 'x-buildkite-token': 'new', 'x-buildkite-signature': 'timestamp=1,signature=00' })).toBe('refused');
  });
});

describe('builds', () => {
  test('that passed and wait at a block step have not finished', () => {
    expect(factsOf('build-blocked')[0]).toMatchObject({ status: 'in_progress', finishedAt: null });
    expect(factsOf('build-finished')[0]).toMatchObject({ status: 'succeeded', finishedAt: '2026-03-02T10:40:00Z' });
  });

  test('that are unblocked finish after they were blocked, in the same second too', () => {
    expect(Number(factsOf('build-blocked')[0]?.['revision'])).toBeLessThan(
      Number(factsOf('build-finished')[0]?.['revision']),
    );
  });

  test('of "HEAD" name no commit', () => {
    expect(factsOf('build-failed-of-head')[0]).not.toHaveProperty('sha', expect.anything());
  });

  test('may not have a start yet', () => {
    expect(factsOf('build-running-just-begun')[0]).toMatchObject({ status: 'in_progress', startedAt: undefined });
  });
});

test('the header and the body must be of one event', () => {
  expect(normalize('build-finished', {}, { 'x-buildkite-event': 'job.finished' })).toMatchObject({
    code: 'type_mismatch',
    pointer: '/event',
  });
});
