import { catalogue, type LeadlineEvent } from '@leadline/events';
import { type Dimension, defaultOptions, type MetricQuery, type Point } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryMetrics, withLinkedElsewhere } from '../index.js';
import {
  at,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    { name: 'shop', repositories: ['github:acme/shop'], teams: [{ team: 'eng/web' }] },
    { name: 'api', teams: [{ team: 'eng/core' }] },
  ],
});

const incident = (id: string, startedAt: string, more: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id, service: 'shop', startedAt: said(startedAt), resolvedAt: null, ...more });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    rollout('s1', 'a1', '02T08:00', { target: 'eu' }),
    rollout('s1-again', 'a1', '02T12:00', { target: 'eu' }),
    rollout('c1', 'a1', '02T07:00', { environment: 'staging', envTier: 'staging', flags: ['dark-mode'] }),
    rollout('m1', 'b1', '02T09:00', { service: 'api', repo: 'acme/api' }),
    // Counted: it names a change of another service.
    incident('to-api', '03T08:00', { causedBy: 'm1' }),
    // Not counted: a redeploy, a deployment in staging, and one that nobody knows; the next day.
    incident('to-canary', '03T10:00', { causedBy: ['c1'] }),
    incident('to-redeploy', '03T09:00', { causedBy: ['s1-again'] }),
    incident('to-nobody', '04T09:00', { causedBy: 'd404' }),
    // One of two that it names counts.
    incident('to-both', '04T10:00', { causedBy: ['d404', 's1'] }),
    // Never counts, or names nothing, or lies before the window.
    incident('unnoticed', '04T11:00', { causedBy: 'd404', userFacing: false }),
    incident('false', '04T12:00', { causedBy: 'd404', status: 'false_positive' }),
    incident('unlinked', '04T13:00', {}),
    incident('before', '01T13:00', { causedBy: 'd404' }),
  ]);
});
afterAll(async () => warehouse.remove());

async function fail(more: Partial<MetricQuery> = {}, by?: Dimension): Promise<readonly Point[]> {
  const query: MetricQuery = {
    ids: ['CHANGE_FAIL_RATE'],
    window: { from: at('02T00:00'), to: at('05T00:00'), timeZone: 'UTC' },
    by: by === undefined ? [] : [{ dimension: by }],
    scope: {},
    asOf: at('09T00:00'),
    options: defaultOptions,
    ...more,
  };
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return withLinkedElsewhere(warehouse.analytics, query, answer.points);
}

const counts = (points: readonly Point[]) =>
  points.map(({ group, details }) => [...group, details.linkedElsewhere ?? null]);

describe('incidents that are linked elsewhere', () => {
  it('name deployments of which none is counted', async () => {
    expect(counts(await fail())).toEqual([[3]]);
    expect(counts(await fail({ options: { ...defaultOptions, countRedeploys: true } }))).toEqual([[2]]);
    expect(counts(await fail({ options: { ...defaultOptions, excludeNonUserFacing: false } }))).toEqual([[4]]);
  });

  it('are told by bucket, service and team', async () => {
    // The 2nd to the 4th.
    expect(counts(await fail({ bucket: 'DAY' }))).toEqual([[0], [2], [1]]);
    expect(counts(await fail({}, 'SERVICE'))).toEqual(
      expect.arrayContaining([
        ['shop', 3],
        ['api', 0],
      ]),
    );
    expect(counts(await fail({ scope: { teams: ['eng/core'] } }))).toEqual([[0]]);
  });

  it('are of the repository, environment, target and flag of the deployments they name', async () => {
    const told = async (by: Dimension, more: Partial<MetricQuery> = {}) =>
      (await fail(more, by))
        .map(({ group, details }) => [...group, details.linkedElsewhere, details.linkedUnknown])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
    // to-redeploy names one of eu, to-canary one of staging (counted where staging is asked for), to-nobody none that is known.
    expect(await told('REPOSITORY')).toEqual([
      ['acme/api', 0, 1],
      ['acme/shop', 2, 1],
    ]);
    expect(await told('ENVIRONMENT')).toEqual([['production', 1, 1]]);
    expect(await told('ENVIRONMENT', { scope: { environments: ['production', 'staging'] } })).toEqual([
      ['production', 1, 1],
      ['staging', 0, 1],
    ]);
    expect(await told('TARGET')).toEqual([
      [null, 1, 1],
      ['eu', 1, 1],
    ]);
    expect(await told('FLAG', { scope: { environments: ['production', 'staging'] } })).toEqual([
      ['(none)', 1, 1],
      ['dark-mode', 0, 1],
    ]);
    // The 2nd to the 4th, of shop alone.
    const ofShop = await fail({ bucket: 'DAY', scope: { repositories: ['acme/shop'] } });
    expect(ofShop.map(({ details }) => [details.linkedElsewhere, details.linkedUnknown])).toEqual([
      [0, 0],
      [2, 0],
      [0, 1],
    ]);
  });

  it('are what was known as of an instant', async () => {
    expect(counts(await fail({ asOf: at('04T00:00') }))).toEqual([[2]]);
  });
});
