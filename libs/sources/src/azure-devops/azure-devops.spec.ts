import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeToken } from '../signature.contract.js';
import { describeSource } from '../source.contract.js';
import { azureDevops } from './azure-devops.js';

const { factsOf, normalize, request } = fixturesOf(azureDevops, import.meta.dirname);

describeSource(azureDevops, import.meta.dirname);
describeToken(azureDevops);

describe('pull requests', () => {
  test('"merged" is sent for attempts too: only a completed one is merged', () => {
    expect(factsOf('pull-request-merge-attempted')[0]).toMatchObject({ closedAt: null });
    expect(factsOf('pull-request-merge-attempted')[0]?.['mergedAt']).toBeUndefined();
    expect(factsOf('pull-request-completed')[0]).toMatchObject({
      mergedAt: '2026-03-02T10:31:05.3660573Z',
      mergeSha: 'c'.repeat(40),
    });
  });

  const resource = request('pull-request-merge-attempted').body['resource'] as object;
  const merged = (changes: object): unknown =>
    factsOf('pull-request-merge-attempted', { resource: { ...resource, ...changes } })[0]?.['mergedAt'];

  test.each([
    ['active', 'conflicts', undefined],
    ['active', 'rejectedByPolicy', undefined],
    ['active', 'succeeded', undefined],
    ['abandoned', 'succeeded', undefined],
    ['completed', 'succeeded', '2026-03-02T10:31:00Z'],
  ])('of the status %s, whose merge %s, is merged: %s', (status, mergeStatus, mergedAt) => {
    expect(merged({ status, mergeStatus, closedDate: '2026-03-02T10:31:00Z' })).toBe(mergedAt);
  });

  test('a completed one whose date is zero was merged when the hook of its merge was made', () => {
    const createdDate = '2026-03-02T10:31:05.123Z';
    const completed = { createdDate, resource: { ...resource, status: 'completed' } };
    expect(factsOf('pull-request-merge-attempted', completed)).toMatchObject([
      { mergedAt: createdDate, closedAt: createdDate },
    ]);
    // An update may be of days later.
    const updated = { ...completed, eventType: 'git.pullrequest.updated' };
    expect(factsOf('pull-request-merge-attempted', updated)[0]?.['mergedAt']).toBeUndefined();
  });

  test.each([
    ['None', undefined, '/resource'],
    ['Minimal', { pullRequestId: 12, url: 'https://dev.azure.com/acme/_apis/pr/12' }, '/resource/repository'],
  ])('of the details %s is quarantined where they are missing', (_, details, pointer) => {
    const said = normalize('pull-request-completed', { resource: details });
    expect(said).toMatchObject({ outcome: 'rejected', code: 'invalid_body', pointer });
  });

  test('the merge commit of an open one is a trial that no branch ever carries', () => {
    expect(factsOf('pull-request-created')[0]?.['mergeSha']).toBeUndefined();
  });

  test('groups and those who have not voted reviewed nothing', () => {
    expect(factsOf('pull-request-completed')[0]?.['reviews']).toMatchObject([
      { by: 'azure-devops:u-2', state: 'approved' },
    ]);
  });
});

describe('runs', () => {
  test('a build and the run of its pipeline are one', () => {
    const subjects = ['build-completed', 'run-in-progress', 'run-failed'].map((name) => factsOf(name)[0]?.['subject']);
    expect(new Set(subjects)).toEqual(new Set(['run:azure-devops/c12d0eb8-0000-4000-8000-000000000001/900']));
  });

  test('builds of two organisations have the same numbers', () => {
    const resourceContainers = { collection: { id: 'another' } };
    expect(factsOf('build-completed', { resourceContainers })).toMatchObject([
      { subject: 'run:azure-devops/another/900' },
    ]);
  });

  test('a stage is a run of its own, with the commit of the run it belongs to', () => {
    expect(factsOf('stage-completed')).toMatchObject([
      { pipeline: 'shop-deploy/Deploy_production', status: 'succeeded', sha: 'c'.repeat(40) },
    ]);
  });
});

describe('releases', () => {
  test('start and completion tell of one deployment', () => {
    const [started] = factsOf('release-deployment-started');
    const [completed] = factsOf('release-deployment-completed');
    expect(started?.['subject']).toBe(completed?.['subject']);
    expect(Number(started?.['revision'])).toBeLessThan(Number(completed?.['revision']));
    expect(completed).toMatchObject({ service: 'shop', environment: 'Production', sha: 'c'.repeat(40) });
  });

  test('without any time it cannot be placed', () => {
    const normalized = normalize('release-deployment-rejected', { createdDate: undefined });
    expect(normalized).toMatchObject({ outcome: 'rejected', pointer: '/createdDate' });
  });
});

describe('times', () => {
  test('the zero date of .NET is none', () => {
    expect(factsOf('pull-request-created')[0]).toMatchObject({ closedAt: null });
  });

  test('seven digits of a second are kept as they were written', () => {
    expect(factsOf('push')[0]).toMatchObject({ pushedAt: '2026-03-02T10:31:05.3309587Z' });
  });
});

test('a subscription that sends no resources is told how to mend it', () => {
  expect(normalize('push-without-its-resource')).toEqual({
    outcome: 'rejected',
    code: 'invalid_body',
    pointer: '/resource',
    message: 'sent without its resource: set "Resource details to send" to All',
  });
});
