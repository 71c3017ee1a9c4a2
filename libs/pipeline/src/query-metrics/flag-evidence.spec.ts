import { catalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricId, type PointReference, type Scope } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence } from '../index.js';
import { at, event, type GivenWarehouse, givenWarehouse, said } from '../query-entities/testing/given-warehouse.js';

const declared = catalogue.parse({ version: 'v1', declaredAt: '2026-01-01T00:00:00Z' });

const changed = (id: string, when: string, exposure: number, environment = 'production'): LeadlineEvent =>
  event('flag_change', {
    id,
    flag: 'cart',
    services: ['shop'],
    environment,
    envTier: environment === 'production' ? 'production' : 'staging',
    at: said(when),
    exposure,
  });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    // Tried in staging, created in production without anybody seeing it, brought to some, saved once more, and to all.
    changed('s1', '02T08:00', 100, 'staging'),
    changed('p0', '02T09:00', 0),
    changed('p1', '02T10:00', 10),
    changed('p2', '02T11:00', 10),
    changed('p3', '02T12:00', 100),
    // Beyond the window.
    changed('s2', '09T08:00', 0, 'staging'),
  ]);
});
afterAll(async () => warehouse.remove());

async function entries(metric: MetricId, scope: Scope = {}) {
  const point: PointReference = {
    metric,
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: [],
    group: [],
    scope,
    asOf: at('10T00:00'),
    options: defaultOptions,
  };
  const { items, counts } = await evidence(warehouse.analytics, declared, point, { first: 100 });
  return { counts, items: items.map(({ id, environment, reason }) => [id, environment, reason]) };
}

const left = [
  ['p2', 'production', 'exposure_unchanged'],
  ['p0', 'production', 'exposure_unchanged'],
  ['s1', 'staging', 'not_production'],
];

describe('changes of a flag that are no part of a release', () => {
  it('are left out of what is made of releases, each with why', async () => {
    const { counts, items } = await entries('FLAG_RELEASE_FREQUENCY');

    expect(counts).toMatchObject({ sample: 1, left_out: 3 });
    expect(items).toEqual([left[0], ['p1', 'production', null], left[1], left[2]]);
    expect((await entries('FLAG_CHANGE_FAIL_RATE')).items).toEqual([
      left[0],
      ['p1', 'production', null],
      ...left.slice(1),
    ]);
    expect((await entries('FLAG_RECOVERY_TIME')).items).toEqual([
      left[0],
      ['p1', 'production', 'not_failed'],
      ...left.slice(1),
    ]);
  });

  it('are those of the environments asked for, where one is', async () => {
    const { items } = await entries('FLAG_RELEASE_FREQUENCY', { environments: ['staging'] });

    expect(items).toEqual([['s1', 'staging', null]]);
  });
});
