import { catalogue, type LeadlineEvent } from '@leadline/events';
import {
  defaultOptions,
  type MetricId,
  type MetricQuery,
  plan,
  type Point,
  pointReference,
  type ScannedDeploymentsRow,
  scannedDeploymentsStatement,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, queryMetrics, withLinkedElsewhere } from '../index.js';
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

const declared = catalogue.parse({ version: 'v1', declaredAt: '2026-01-01T00:00:00Z', services: [{ name: 'shop' }] });

const web = { repo: 'acme/web' };
const incident = (id: string, startedAt: string, more: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id, service: 'shop', startedAt: said(startedAt), ...more });

/** A deployment of shop that brings a commit of acme/shop and one of acme/web. */
const together = (id: string, shop: string, other: string, finishedAt: string): LeadlineEvent =>
  rollout(id, shop, finishedAt, {
    components: [
      { repository: 'acme/shop', sha: sha(shop) },
      { repository: 'acme/web', sha: sha(other) },
    ],
  });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    commit('a1', '01T08:00', []),
    commit('a2', '03T08:00', ['a1']),
    commit('a3', '05T08:00', ['a2']),
    commit('b1', '01T09:00', [], web),
    commit('b2', '03T10:00', ['b1'], web),
    // Shop and web together on the 2nd and 4th, shop alone on the 6th; api once.
    together('r1', 'a1', 'b1', '02T08:00'),
    together('r2', 'a2', 'b2', '04T08:00'),
    together('r2-again', 'a2', 'b2', '04T12:00'),
    rollout('r3', 'a3', '06T08:00'),
    rollout('m1', 'c1', '02T09:00', { service: 'api', repo: 'acme/api' }),
    // The second of both failed, for two hours.
    incident('broken', '04T08:30', { causedBy: 'r2', resolvedAt: said('04T10:30') }),
    // A redeploy does not count.
    incident('to-redeploy', '04T12:10', { causedBy: 'r2-again', resolvedAt: said('04T12:20') }),
  ]);
});
afterAll(async () => warehouse.remove());

/** The week from the 2nd to the 8th, by repository. */
const queryOf = (id: MetricId, more: Partial<MetricQuery> = {}): MetricQuery => ({
  ids: [id],
  window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
  by: [{ dimension: 'REPOSITORY' }],
  scope: {},
  asOf: at('20T00:00'),
  options: defaultOptions,
  ...more,
});

async function pointsOf(query: MetricQuery): Promise<readonly Point[]> {
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return answer.points;
}

async function told(id: MetricId, more: Partial<MetricQuery> = {}) {
  const points = await pointsOf(queryOf(id, more));
  return Object.fromEntries(points.map(({ group: [name], value, n }) => [name ?? 'all', { value, n }]));
}

const DAY = 86_400;

describe('a deployment of several repositories', () => {
  it('counts for each of them, and once for all', async () => {
    expect(await told('DEPLOYMENT_FREQUENCY')).toEqual({
      'acme/shop': { value: 3 / 7, n: 3 },
      'acme/web': { value: 2 / 7, n: 2 },
      'acme/api': { value: 1 / 7, n: 1 },
    });
    expect(await told('DEPLOYMENT_FREQUENCY', { by: [] })).toEqual({ all: { value: 4 / 7, n: 4 } });
  });

  it('fails and recovers for each of them', async () => {
    expect(await told('CHANGE_FAIL_RATE')).toEqual({
      'acme/shop': { value: 1 / 3, n: 3 },
      'acme/web': { value: 1 / 2, n: 2 },
      'acme/api': { value: 0, n: 1 },
    });
    expect(await told('CHANGE_FAIL_RATE', { by: [] })).toEqual({ all: { value: 1 / 4, n: 4 } });
    const recovered = { value: 7_200, n: 1 };
    expect(await told('FAILED_DEPLOYMENT_RECOVERY_TIME')).toMatchObject({
      'acme/shop': recovered,
      'acme/web': recovered,
    });
    expect(await told('FAILED_DEPLOYMENT_RECOVERY_TIME', { by: [] })).toEqual({ all: recovered });
  });

  it('has its lead times for each of them: all that it brought', async () => {
    // a2 took 24 h, b2 22 h, a3 24 h; what the first one brought has no baseline.
    expect(await told('CHANGE_LEAD_TIME')).toMatchObject({
      'acme/shop': { value: DAY, n: 3 },
      'acme/web': { value: (23 / 24) * DAY, n: 2 },
    });
    expect(await told('CHANGE_LEAD_TIME', { by: [] })).toEqual({ all: { value: DAY, n: 3 } });
  });

  it('is found by each of them', async () => {
    const counted = async (repositories: string[]) =>
      (await told('DEPLOYMENT_FREQUENCY', { by: [], scope: { repositories } }))['all']?.n;
    expect(await counted(['acme/web'])).toBe(2);
    expect(await counted(['acme/shop'])).toBe(3);
    expect(await counted(['acme/shop', 'acme/web'])).toBe(3);
    expect(await counted(['acme/none'])).toBe(0);
  });

  it('is read from the narrow table, and as it was known from the evidence', async () => {
    const [part] = plan(queryOf('DEPLOYMENT_FREQUENCY', { scope: { repositories: ['acme/web'] } })).parts;
    expect(part).toMatchObject({ form: 'selected', states: { counted: expect.anything() as unknown } });
    expect(await told('DEPLOYMENT_FREQUENCY', { asOf: at('05T00:00') })).toMatchObject({
      'acme/shop': { n: 2 },
      'acme/web': { n: 2 },
    });
  });

  it('is one deployment of each of them where repositories are compared', async () => {
    const { ids: _, by: __, ...query } = queryOf('DEPLOYMENT_FREQUENCY');
    const statement = scannedDeploymentsStatement({
      query,
      by: { dimension: 'REPOSITORY' },
      recordsFrom: query.window.from,
      most: 10,
    });
    const rows = await warehouse.analytics.query<ScannedDeploymentsRow>(statement);
    const shop = rows.find(({ service }) => service === 'shop');
    expect(shop?.group_of.map((index) => shop.groups[index - 1])).toEqual([
      ['acme/shop', 'acme/web'],
      ['acme/shop', 'acme/web'],
      ['acme/shop'],
    ]);
  });

  it('is evidence of the number of each', async () => {
    const query = queryOf('CHANGE_FAIL_RATE');
    for (const point of await pointsOf(query)) {
      const { items } = await evidence(warehouse.analytics, declared, pointReference(query, point), { first: 10 });
      const counted = items.filter(({ part }) => part !== 'left_out').map(({ id }) => id);
      expect([point.group[0], counted]).toEqual(
        {
          'acme/shop': ['acme/shop', ['r3', 'r2', 'r1']],
          'acme/web': ['acme/web', ['r2', 'r1']],
          'acme/api': ['acme/api', ['m1']],
        }[point.group[0] ?? ''],
      );
    }
  });

  it('that an incident names is linked elsewhere for each of them', async () => {
    const elsewhere = async (query: MetricQuery) =>
      (await withLinkedElsewhere(warehouse.analytics, query, await pointsOf(query)))
        .map(({ group: [name], details }) => [name ?? 'all', details.linkedElsewhere])
        .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
    expect(await elsewhere(queryOf('CHANGE_FAIL_RATE'))).toEqual([
      ['acme/api', 0],
      ['acme/shop', 1],
      ['acme/web', 1],
    ]);
    expect(await elsewhere(queryOf('CHANGE_FAIL_RATE', { by: [] }))).toEqual([['all', 1]]);
  });
});
