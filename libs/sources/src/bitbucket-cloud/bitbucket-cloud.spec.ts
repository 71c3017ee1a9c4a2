import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSignature, hmacIn } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { bitbucketCloud } from './bitbucket-cloud.js';

const { factsOf, normalize } = fixturesOf(bitbucketCloud, import.meta.dirname);

describeSource(bitbucketCloud, import.meta.dirname);
describeSignature(bitbucketCloud, {
  sign: hmacIn('x-hub-signature', { prefix: 'sha256=' }),
  header: 'x-hub-signature',
});

describe('pushes', () => {
  test('list the newest commit first: the oldest landed first', () => {
    const commits = factsOf('push-of-a-merge').filter(({ sha }) => sha !== undefined);
    expect(commits.map(({ sha, landedAfter }) => [sha, landedAfter])).toEqual([
      ['b'.repeat(40), 'a'.repeat(40)],
      ['c'.repeat(40), 'b'.repeat(40)],
    ]);
    expect(commits[1]?.['parents']).toEqual(['a'.repeat(40), 'b'.repeat(40)]);
  });

  test('that leave out commits do not say what the first of them landed after', () => {
    expect(factsOf('push-truncated')[0]?.['landedAfter']).toBeUndefined();
  });

  test('name the merge commit of a pull request in full, where its own hook has a short hash', () => {
    const merged = factsOf('push-of-a-merge').find(({ mergeSha }) => mergeSha !== undefined);
    const [fulfilled] = factsOf('pull-request-fulfilled');
    expect(merged).toMatchObject({ number: 12, mergeSha: 'c'.repeat(40) });
    expect(merged?.['subject']).toBe(fulfilled?.['subject']);
    expect(fulfilled?.['mergeSha']).toBeUndefined();
  });
});

describe('pull requests', () => {
  test('the header and the state must agree', () => {
    expect(normalize('pull-request-created', {}, { 'x-event-key': 'pullrequest:fulfilled' })).toMatchObject({
      outcome: 'rejected',
      code: 'type_mismatch',
      pointer: '/pullrequest/state',
    });
  });

  test('the header and the body must be of one event', () => {
    const normalized = normalize('pull-request-created', {}, { 'x-event-key': 'repo:push' });
    expect(normalized).toMatchObject({ outcome: 'rejected', code: 'type_mismatch' });
  });

  test('an author who comments reviews nothing', () => {
    expect(factsOf('pull-request-commented-by-its-author')[0]?.['reviews']).toBeUndefined();
    expect(factsOf('pull-request-approved')[0]?.['reviews']).toMatchObject([{ state: 'approved', bot: false }]);
  });
});

test('an issue is closed when the hook that changed its state says so, not when it is edited later', () => {
  expect(factsOf('issue-resolved')[0]).toMatchObject({ closedAt: '2026-03-02T11:25:00+00:00', closedAs: 'completed' });
  expect(factsOf('issue-renamed-after-it-was-closed')[0]).toMatchObject({ closedAs: 'duplicate' });
  expect(factsOf('issue-renamed-after-it-was-closed')[0]).not.toHaveProperty('closedAt');
});
