import { catalogue, type LeadlineEvent } from '@leadline/events';
import { metricOptions } from '@leadline/metrics';
import { afterEach, describe, expect, it } from 'vitest';
import { queryMetrics } from '../index.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
  sha,
} from '../query-entities/testing/given-warehouse.js';

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  flags: [{ flag: 'new-basket', paths: ['src/basket/**'], repositories: ['github:acme/shop'] }],
});

/** a2 touches the basket; #7 lands as a3, which does not, and #8 as a4, which does. */
const history: readonly LeadlineEvent[] = [
  commit('a1', '01T08:00', ['a0']),
  rollout('d1', 'a1', '01T10:00'),
  commit('a2', '02T08:00', ['a1'], { paths: ['src/basket/sum.ts'] }),
  rollout('d2', 'a2', '02T10:00'),
  commit('a3', '03T08:00', ['a2'], { paths: ['src/main.ts'] }),
  event('pull_request', {
    repo: 'acme/shop',
    number: 7,
    mergeSha: sha('a3'),
    method: 'squash',
    mergedAt: said('03T08:00'),
  }),
  rollout('d3', 'a3', '03T10:00'),
  commit('a4', '04T08:00', ['a3'], { paths: ['src/basket/show.ts'] }),
  event('pull_request', {
    repo: 'acme/shop',
    number: 8,
    mergeSha: sha('a4'),
    method: 'squash',
    mergedAt: said('04T08:00'),
  }),
  rollout('d4', 'a4', '04T10:00'),
];

let warehouse: GivenWarehouse;
afterEach(async () => warehouse.remove());

async function countsByFlag(): Promise<Record<string, number>> {
  const answer = await queryMetrics(warehouse.analytics, declared, {
    ids: ['DEPLOYMENT_FREQUENCY', 'CHANGE_LEAD_TIME'],
    by: [{ dimension: 'FLAG' }],
    scope: {},
    window: { from: at('02T00:00'), to: at('05T00:00'), timeZone: 'UTC' },
    asOf: at('05T00:00'),
    options: metricOptions.parse({ unit: 'change' }),
  });
  if (answer.outcome !== 'points') throw new Error(answer.outcome);
  return Object.fromEntries(answer.points.map(({ metric, group, n }) => [`${metric} ${group[0]}`, n]));
}

describe('flags that the configuration gives to paths', () => {
  it.each([
    ['before what it speaks of', [event('catalogue', declared), ...history]],
    ['after it', [...history, event('catalogue', declared)]],
  ])('are carried by changes and deployments, declared %s', async (_, events) => {
    warehouse = await givenWarehouse(events);

    expect(await countsByFlag()).toEqual({
      'DEPLOYMENT_FREQUENCY new-basket': 2,
      'DEPLOYMENT_FREQUENCY (none)': 1,
      'CHANGE_LEAD_TIME new-basket': 2,
      'CHANGE_LEAD_TIME (none)': 1,
    });
  });
});
