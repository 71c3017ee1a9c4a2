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
