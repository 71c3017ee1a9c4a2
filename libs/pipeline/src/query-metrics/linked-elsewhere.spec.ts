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
    rollout('s1', 'a1', '02T08:00'),
    rollout('s1-again', 'a1', '02T12:00'),
    rollout('m1', 'b1', '02T09:00', { service: 'api', repo: 'acme/api' }),
    // Counted: it names a change of another service.
    incident('to-api', '03T08:00', { causedBy: 'm1' }),
    // Not counted: a redeploy, and a deployment that nobody knows; the next day.
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
    expect(counts(await fail())).toEqual([[2]]);
    expect(counts(await fail({ options: { ...defaultOptions, countRedeploys: true } }))).toEqual([[1]]);
    expect(counts(await fail({ options: { ...defaultOptions, excludeNonUserFacing: false } }))).toEqual([[3]]);
  });

  it('are told by bucket, service and team', async () => {
    // The 2nd to the 4th.
    expect(counts(await fail({ bucket: 'DAY' }))).toEqual([[0], [1], [1]]);
    expect(counts(await fail({}, 'SERVICE'))).toEqual(
      expect.arrayContaining([
        ['shop', 2],
        ['api', 0],
      ]),
    );
    expect(counts(await fail({ scope: { teams: ['eng/core'] } }))).toEqual([[0]]);
  });

  it('are not told where incidents have no such groups', async () => {
    expect(counts(await fail({}, 'REPOSITORY')).map(([, count]) => count)).toEqual([null, null]);
  });

  it('are what was known as of an instant', async () => {
    expect(counts(await fail({ asOf: at('04T00:00') }))).toEqual([[1]]);
  });
});
