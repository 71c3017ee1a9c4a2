import { describe, expect, test } from 'vitest';
import { fixturesOf } from '../fixture.contract.js';
import { describeSource } from '../source.contract.js';
import { datadogDora } from './datadog-dora.js';

const { factsOf, normalize, request } = fixturesOf(datadogDora, import.meta.dirname);

describeSource(datadogDora, import.meta.dirname);

test('its key stands in a header', () => {
  const verify = (key: string) =>
    datadogDora.verify({ headers: { 'dd-api-key': key }, body: new Uint8Array() }, ['old', 'new'], 0).outcome;
  expect(['old', 'new', 'other', ''].map(verify)).toEqual(['verified', 'verified', 'refused', 'refused']);
});

describe('deployments', () => {
  const attributes = (more: object): object => {
    const data = request('deployment').body['data'] as { attributes: object };
    return { data: { attributes: { ...data.attributes, ...more } } };
  };

  test.each([
    ['nanoseconds', 1_772_448_000_000_000_000],
    ['milliseconds', 1_772_448_000_000],
    ['seconds', 1_772_448_000],
  ])('that ended at a time in %s', (_, finished_at) => {
    expect(factsOf('deployment', attributes({ finished_at }))[0]).toMatchObject({
      finishedAt: '2026-03-02T10:40:00.000Z',
    });
  });

  test('without an id are the same when the same is said', () => {
    const subjects = [{}, { custom_tags: [] }, { started_at: 1_772_447_461 }].map(
      (more) => factsOf('deployment', attributes(more))[0]?.['subject'],
    );
    expect(subjects[0]).toBe(subjects[1]);
    expect(subjects[0]).not.toBe(subjects[2]);
  });

  test.each([
    ['66adc9350f2cc9b250b69abddab733dd55e1a588', '66adc9350f2cc9b250b69abddab733dd55e1a588'],
    ['66ADC93', '66adc93'],
    ['v1.4.0', undefined],
  ])('of the commit "%s"', (commit_sha, sha) => {
    const git = { commit_sha, repository_url: 'https://github.com/acme/shop' };
    expect(factsOf('deployment', attributes({ git }))[0]?.['sha']).toBe(sha);
  });

  test('need a service', () => {
    expect(normalize('deployment', attributes({ service: undefined }))).toMatchObject({
      outcome: 'rejected',
      pointer: '/data/attributes/service',
    });
  });
});

test('a failure that is told again with its end is the same incident of each service', () => {
  const subjects = (name: string) => factsOf(name).map(({ subject }) => subject);
  expect(subjects('failure-over')).toEqual(subjects('failure-open'));
  expect(factsOf('failure-over').map(({ resolvedAt }) => resolvedAt)).toEqual(
    Array(2).fill('2026-03-02T11:25:00.000Z'),
  );
});

describe('a judgement', () => {
  const told = (attributes: object) => {
    const normalized = datadogDora.normalize({
      endpoint: 'datadog-dora',
      receivedAt: Date.UTC(2026, 2, 2, 12),
      headers: { 'x-leadline-path': '/api/v2/dora/deployments/d-1' },
      body: new TextEncoder().encode(JSON.stringify({ data: { attributes } })),
    });
    return normalized.outcome === 'events' ? normalized.events.map(({ data }) => data) : normalized;
  };

  test.each([
    [true, 'failed'],
    [false, 'ok'],
  ])('whether a deployment failed: %s', (change_failure, verdict) => {
    expect(told({ change_failure })).toMatchObject([
      { deployment: 'datadog-dora/d-1', verdict, by: 'datadog-dora', at: '2026-03-02T12:00:00.000Z' },
    ]);
  });

  test.each([
    ['rollback', { rollbackOf: 'datadog-dora/d-1' }],
    ['rollforward', { fixes: 'datadog-dora/d-1' }],
  ])('names what repaired it by a %s', (type, link) => {
    expect(told({ remediation: { id: 'd-2', type } })).toMatchObject([{ id: 'datadog-dora/d-2', ...link }]);
  });

  test('says something', () => {
    expect(told({})).toMatchObject({ outcome: 'rejected', pointer: '/data/attributes/change_failure' });
  });
});
