import { catalogue, emptyCatalogue, eventOf, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricId, type MetricQuery, pointReference } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, explainIncidents, queryMetrics } from '../index.js';
import {
  at,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

const incident = (id: string, from: string, to: string, more: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id, service: 'shop', startedAt: said(from), resolvedAt: said(to), ...more });

/**
 * Two deployments to production and one to staging. Ten minutes after each of the first two something happened: in staging,
 * and in an environment of which nobody tells the tier. One of staging names both the first and that of staging as its cause,
 * another one a change of a flag in production.
 */
const events: readonly LeadlineEvent[] = [
  rollout('d1', 'c1', '02T09:00'),
  rollout('d2', 'c2', '02T11:00'),
  rollout('s1', 'c3', '02T12:00', { environment: 'staging', envTier: 'staging' }),
  event('flag_change', {
    id: 'x1',
    flag: 'vouchers',
    at: said('02T08:00'),
    environment: 'production',
    exposure: 10,
    services: ['shop'],
  }),
  incident('in-staging', '02T09:10', '02T09:40', { environment: 'Staging' }),
  incident('somewhere', '02T11:10', '02T11:40', { environment: 'edge' }),
  incident('named', '02T12:10', '02T12:20', { environment: 'staging', causedBy: ['d1', 's1'] }),
  incident('of-flag', '02T08:10', '02T08:20', { environment: 'qa', causedByFlagChange: 'x1' }),
];

/** What makes "edge" a place for tests; it is declared when all has happened. */
const declared = eventOf(
  'catalogue',
  { id: 'declared', source: 'leadline' },
  catalogue.parse({
    version: 'v2',
    declaredAt: said('05T00:00'),
    environments: [{ name: 'edge', tier: 'test' }],
  }),
);

const question = (ids: readonly MetricId[], environments?: readonly string[]): MetricQuery => ({
  ids,
  window: { from: at('02T00:00'), to: at('03T00:00'), timeZone: 'UTC' },
  by: [],
  scope: environments === undefined ? {} : { environments: [...environments] },
  asOf: at('06T00:00'),
  options: defaultOptions,
});

async function pointOf({ analytics }: GivenWarehouse, id: MetricId, environments?: readonly string[]) {
  const query = question([id], environments);
  const answer = await queryMetrics(analytics, emptyCatalogue, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  const [point] = answer.points;
  if (point === undefined) throw new Error(`${id} has no point`);
  return { point, reference: pointReference(query, point) };
}

describe('incidents of other environments', () => {
  let warehouse: GivenWarehouse;
  beforeAll(async () => {
    warehouse = await givenWarehouse(events);
  });
  afterAll(async () => warehouse.remove());

  it('fail nothing in production, whether they name a deployment or follow one', async () => {
    // Of d1 and d2 the second alone, by the incident of which nobody tells where it was.
    const { point } = await pointOf(warehouse, 'CHANGE_FAIL_RATE');
    expect(point).toMatchObject({ value: 0.5, n: 2, numerator: 1 });
    // It opens at 11:10 and closes at 11:40.
    const recovery = await pointOf(warehouse, 'FAILED_DEPLOYMENT_RECOVERY_TIME');
    expect(recovery.point).toMatchObject({ value: 1_800, n: 1 });
    const flags = await pointOf(warehouse, 'FLAG_CHANGE_FAIL_RATE');
    expect(flags.point).toMatchObject({ value: 0, n: 1 });
  });

  it('fail the deployment of their own environment that they name', async () => {
    const { point } = await pointOf(warehouse, 'CHANGE_FAIL_RATE', ['staging']);
    expect(point).toMatchObject({ value: 1, n: 1 });
  });

  it('are left out of the time to restore, with the reason', async () => {
    const { point, reference } = await pointOf(warehouse, 'TIME_TO_RESTORE');
    expect(point).toMatchObject({ value: 1_800, n: 1 });
    const { items } = await evidence(warehouse.analytics, emptyCatalogue, reference, { first: 100 });
    const reasons = Object.fromEntries(items.map(({ id, reason }) => [id, reason]));
    expect(reasons).toEqual({
      somewhere: null,
      'in-staging': 'not_production',
      named: 'not_production',
      'of-flag': 'not_production',
    });
  });

  it('say of a number why they are no failure in it', async () => {
    const { reference } = await pointOf(warehouse, 'CHANGE_FAIL_RATE');
    const explained = await explainIncidents(warehouse.analytics, emptyCatalogue, reference);
    expect(explained.map(({ incident: { id, environment, tier }, reason }) => [id, environment, tier, reason])).toEqual(
      [
        ['named', 'staging', 'staging', 'not_production'],
        ['somewhere', 'edge', null, null],
        ['in-staging', 'Staging', 'staging', 'not_production'],
        ['of-flag', 'qa', 'test', 'not_production'],
      ],
    );
  });
});

describe('an incident of an environment of which the tier becomes known', () => {
  it('is judged by it, as if it had been known from the beginning', async () => {
    const warehouse = await givenWarehouse([...events, declared]);
    const rate = await pointOf(warehouse, 'CHANGE_FAIL_RATE');
    expect(rate.point).toMatchObject({ value: 0, n: 2, numerator: 0 });
    const restore = await pointOf(warehouse, 'TIME_TO_RESTORE');
    expect(restore.point).toMatchObject({ value: null, n: 0 });
    await warehouse.remove();
  });
});
