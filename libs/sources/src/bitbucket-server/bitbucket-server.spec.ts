import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, describeToken, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { bitbucketServer } from './bitbucket-server.js';

const { factsOf, normalize, request } = fixturesOf(bitbucketServer, import.meta.dirname);

describeSource(bitbucketServer, import.meta.dirname);
describeSignature(bitbucketServer, {
  sign: hmacIn('x-hub-signature', { prefix: 'sha256=' }),
  header: 'x-hub-signature',
});
describeToken(bitbucketServer);

describe('times', () => {
  test.each([
    ['with an offset without a colon', '2026-03-02T11:30:00+0100', '2026-03-02T11:30:00+01:00'],
    ['of newer versions', '2026-03-02T10:30:00Z', '2026-03-02T10:30:00Z'],
  ])('%s', (_, date, read) => {
    expect(factsOf('push-without-commits', { date })).toMatchObject([{ movedAt: read }]);
  });

  test('within a pull request are milliseconds', () => {
    expect(factsOf('pull-request-merged')[0]).toMatchObject({ mergedAt: '2026-03-02T10:30:00.286Z' });
  });
});

test('zeros in place of a hash: the ref is gone', () => {
  expect(factsOf('push-deletes-tag')).toMatchObject([{ form: 'tag', tag: 'v1', deleted: true }]);
});

test('a first commit follows what the branch pointed to only where its parents say so', () => {
  const commits = (request('push-with-commits').body['commits'] as object[]).slice(0, 1);
  expect(factsOf('push-with-commits')[0]).toMatchObject({ sha: 'b'.repeat(40), landedAfter: 'a'.repeat(40) });
  expect(factsOf('push-with-commits', { commits })[0]).toMatchObject({ sha: 'c'.repeat(40), landedAfter: undefined });
});

test('the test of the connection is answered and means nothing', () => {
  expect(normalize('ping')).toMatchObject({ outcome: 'ignored' });
  expect(normalize('ping', {}, { 'x-event-key': 'repo:refs_changed' })).toMatchObject({ outcome: 'ignored' });
});

test('the header and the body must be of one event', () => {
  expect(normalize('pull-request-opened', {}, { 'x-event-key': 'pr:merged' })).toMatchObject({
    outcome: 'rejected',
    code: 'type_mismatch',
    pointer: '/eventKey',
  });
});
