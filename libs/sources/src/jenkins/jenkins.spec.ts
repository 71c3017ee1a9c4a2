import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { jenkins } from './jenkins.js';

const { factsOf, normalize, request } = fixturesOf(jenkins, import.meta.dirname);

describeSource(jenkins, import.meta.dirname);
describeToken(jenkins);

describe('one build', () => {
  const told = ['notification-started', 'notification-completed', 'notification-finalized', 'cdevents-finished'];

  test('is one run, whichever plugin tells of it and however often', () => {
    const subjects = told.map((name) => factsOf(name)[0]?.['subject']);
    expect(new Set(subjects)).toEqual(new Set(['run:jenkins/ci.acme.example/job/web/job/shop/8']));
  });

  test('goes from phase to phase', () => {
    const revisions = told.slice(0, 3).map((name) => Number(factsOf(name)[0]?.['revision']));
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(3);
  });

  test('has ended when it is completed, or finalized; a duration of 0 is not known yet', () => {
    const times = { startedAt: '2026-03-02T10:31:00.000Z', finishedAt: '2026-03-02T10:40:00.000Z' };
    expect(factsOf('notification-completed')[0]).toMatchObject(times);
    expect(factsOf('notification-finalized')[0]).toMatchObject({ finishedAt: '2026-03-02T10:40:01.500Z' });
    expect(factsOf('notification-completed-without-a-duration')[0]).toMatchObject({ ...times, finishedAt: undefined });
  });

  test('of a plugin that tells no times has none: when it was received says nothing of it', () => {
    expect(factsOf('notification-of-an-old-plugin')[0]).toMatchObject({
      status: 'succeeded',
      startedAt: undefined,
      finishedAt: undefined,
      revision: 8,
    });
  });
});

test.each([
  ['job/shop/', 'shop'],
  ['job/web/job/shop/', 'web/shop'],
  ['job/shop/job/release%2F1/', 'shop/release/1'],
  ['job/shop/job/%zz/', 'shop/%zz'],
  ['', 'shop'],
])('the job at "%s" is called %s', (url, pipeline) => {
  expect(factsOf('notification-finalized', { url })[0]).toMatchObject({ pipeline });
});

test.each([
  ['SUCCESS', 'succeeded'],
  ['UNSTABLE', 'succeeded'],
  ['FAILURE', 'failed'],
  ['ABORTED', 'cancelled'],
  ['NOT_BUILT', 'cancelled'],
])('%s is %s', (status, outcome) => {
  const build = { ...(request('notification-finalized').body['build'] as object), status };
  expect(factsOf('notification-finalized', { build })[0]).toMatchObject({ status: outcome });
});

test('what is neither a build nor a CDEvent is unknown', () => {
  expect(normalize('notification-started', { build: undefined })).toMatchObject({
    code: 'unknown_type',
    pointer: '/build',
  });
});
