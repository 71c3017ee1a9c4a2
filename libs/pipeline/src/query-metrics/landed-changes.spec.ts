import { catalogue, type LeadlineEvent } from '@leadline/events';
import {
  type Bucket,
  type Dimension,
  type MetricId,
  metricOptions,
  type MetricOptions,
  type Point,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
  services: [
    { name: 'shop', repositories: ['github:acme/shop'], teams: [{ team: 'eng/web' }], tags: { tier: '1' } },
    { name: 'api', repositories: ['github:acme/mono'], paths: ['api/**'], teams: [{ team: 'eng/core' }] },
    { name: 'site', repositories: ['github:acme/mono'], paths: ['site/**'] },
  ],
});

const pushed = (start: string, pushedAt: string, parents: readonly string[], more: Record<string, unknown> = {}) =>
  commit(start, pushedAt, parents, { pushedAt: said(pushedAt), ...more });
const mono = { repo: 'acme/mono' };
const staging = { environment: 'staging', envTier: 'staging' };
const train = (id: string, plannedAt: string, more: Record<string, unknown>): LeadlineEvent =>
  event('train_scheduled', { id, services: ['shop', 'api'], plannedAt: said(plannedAt), ...more });
const left = (id: string, departedAt: string, deployments: readonly string[]): LeadlineEvent =>
  event('train_departed', { id: `${id}-left`, train: id, departedAt: said(departedAt), deployments });

/**
 * shop: a1 is in production since the 2nd, a2 since the 4th, a3 since the 6th; a4 waits. #7 does not tell its commits:
 * b1 and its merge a5 were pushed together on the 7th at 10:00, and wait as one change.
 * mono: m1 is what api and site have; m2 touches api alone, m3 (of #9) site alone.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  pushed('a1', '01T08:00', ['a0']),
  pushed('a2', '03T08:00', ['a1']),
  pushed('a3', '05T08:00', ['a2']),
  pushed('a4', '06T12:00', ['a3'], { bot: true }),
  pushed('b1', '07T10:00', ['a3']),
  pushed('a5', '07T10:00', ['a4', 'b1']),
  event('pull_request', { repo: 'acme/shop', number: 7, mergeSha: sha('a5'), mergedAt: said('07T10:00') }),
  event('pull_request', {
    repo: 'acme/shop',
    number: 8,
    headSha: sha('c1'),
    mergedAt: null,
    openedAt: said('07T11:00'),
  }),
  rollout('s1', 'a1', '02T08:00'),
  rollout('s2', 'a2', '04T10:30'),
  rollout('s3', 'a3', '06T10:00', { target: 'eu' }),
  rollout('s4', 'a3', '06T11:00', staging),
  rollout('s5', 'a5', '08T11:00', staging),
  pushed('11', '01T08:00', ['10'], { ...mono, paths: ['api/a.ts', 'site/a.ts'] }),
  pushed('12', '03T08:00', ['11'], { ...mono, paths: ['api/b.ts'] }),
  commit('13', '03T09:00', ['12'], { ...mono, paths: ['site/b.ts'] }),
  event('pull_request', { ...mono, number: 9, mergeSha: sha('13'), method: 'squash', mergedAt: said('03T09:00') }),
  rollout('m-api', '11', '02T08:00', { ...mono, service: 'api' }),
  rollout('m-site', '11', '02T09:00', { ...mono, service: 'site' }),
  // Booked by 08:00 on the 4th: a2 of shop, which it leaves with, and m2 of api, which it does not.
  train('t1', '04T10:00', { cutoffAt: said('04T08:00') }),
  left('t1', '04T10:00', ['s2', 's1']),
  // A manifest: a3 aboard, #9 is site's, and nobody knows the last.
  train('t2', '06T10:00', { changes: [sha('a3'), `commit:${sha('12')}`, 'acme/shop#404'] }),
  left('t2', '06T10:00', ['s3']),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

interface Asked {
  readonly by?: Dimension;
  readonly asOf?: string;
  readonly to?: string;
  readonly bucket?: Bucket;
  readonly options?: Partial<MetricOptions>;
}

async function points(id: MetricId, { by, asOf = '09T00:00', to = '09T00:00', bucket, options }: Asked = {}) {
  const answer = await queryMetrics(warehouse.analytics, declared, {
    ids: [id],
    window: { from: at('01T00:00'), to: at(to), timeZone: 'UTC' },
    by: by === undefined ? [] : [by === 'TAG' ? { dimension: by, tagKey: 'tier' } : { dimension: by }],
    scope: {},
    ...(bucket === undefined ? {} : { bucket }),
    asOf: at(asOf),
    options: metricOptions.parse(options ?? {}),
  });
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return answer.points;
}

const byGroup = async (id: MetricId, asked: Asked): Promise<Record<string, Point>> =>
  Object.fromEntries((await points(id, asked)).map((point) => [point.group[0] ?? '', point]));
const valuesOf = (found: Readonly<Record<string, Point>>) =>
  Object.fromEntries(Object.entries(found).map(([group, { value }]) => [group, value]));
const HOUR = 3_600;

describe('work in progress', () => {
  it('is what had landed and is in no production deployment, for each service it concerns', async () => {
    // shop: a4 (60 h) and #7 (38 h); api: m2 (136 h); site: #9 (135 h)
    const found = await byGroup('WORK_IN_PROGRESS', { by: 'SERVICE' });

    expect(valuesOf(found)).toEqual({ shop: 2, api: 1, site: 1 });
    expect(found['shop']).toMatchObject({ details: { ageP50: 49 * HOUR, oldest: 60 * HOUR } });
    expect(found['api']).toMatchObject({ details: { oldest: 136 * HOUR } });
  });

  it('is asked by team, repository and tag, and without what bots did', async () => {
    expect(valuesOf(await byGroup('WORK_IN_PROGRESS', { by: 'TEAM' }))).toEqual({
      eng: 3,
      'eng/core': 1,
      'eng/web': 2,
      '': 1,
    });
    expect(valuesOf(await byGroup('WORK_IN_PROGRESS', { by: 'REPOSITORY' }))).toEqual({
      'acme/shop': 2,
      'acme/mono': 2,
    });
    expect(valuesOf(await byGroup('WORK_IN_PROGRESS', { by: 'TAG' }))).toEqual({ '1': 2, '': 2 });
    expect((await points('WORK_IN_PROGRESS', { options: { includeBots: false } }))[0]?.value).toBe(3);
  });

  it('is a state: of each day at its end, and as it was then', async () => {
    // a1 and m1 land on the 1st and are shipped on the 2nd; a2, m2 and #9 land on the 3rd, a2 is shipped on the 4th …
    const days = await points('WORK_IN_PROGRESS', { bucket: 'DAY' });

    expect(days.map(({ value }) => value)).toEqual([3, 0, 3, 2, 3, 3, 4, 4]);
    expect((await points('WORK_IN_PROGRESS', { asOf: '05T09:00' }))[0]).toMatchObject({
      value: 3,
      details: { oldest: 49 * HOUR },
    });
  });
});

describe('what misses a release train', () => {
  it('had landed by its close, or stands on its manifest, and was in none of its deployments', async () => {
    // t1 misses m2 of two; t2 misses m2 and what nobody knows, of three
    const [whole] = await points('TRAIN_MISS_RATE');
    const found = await byGroup('TRAIN_MISS_RATE', { by: 'SERVICE' });

    expect(whole).toMatchObject({ numerator: 3, denominator: 5, value: 0.6, details: { trains: 2 } });
    expect(found['shop']).toMatchObject({ numerator: 1, denominator: 3 });
    expect(found['api']).toMatchObject({ numerator: 2, denominator: 2 });
  });

  it('is not known while the train may still leave', async () => {
    const [early] = await points('TRAIN_MISS_RATE', { asOf: '04T09:00' });
    const [underway] = await points('TRAIN_MISS_RATE', { asOf: '04T10:10' });

    expect(early).toMatchObject({ denominator: 0, value: null });
    expect(underway).toMatchObject({ numerator: 2, denominator: 2 });
  });
});

describe('drift as a number', () => {
  it('is the changes of production that the stage before has, for each place', async () => {
    // staging has a5: production lacks a3 (since the 6th, 11:00), a4 and #7, its target eu the latter two
    const [shop] = await points('DRIFT', { by: 'SERVICE' }).then((all) =>
      all.filter(({ group }) => group[0] === 'shop'),
    );
    const targets = await byGroup('DRIFT', { by: 'TARGET' });

    expect(shop).toMatchObject({ value: 5, n: 2, details: { secondsBehind: 61 * HOUR, changesAhead: 0, unknown: 0 } });
    expect(valuesOf(targets)).toEqual({ '': 3, eu: 2 });
    expect(targets['eu']).toMatchObject({ details: { secondsBehind: 13 * HOUR } });
  });

  it('is a state: of each day at its end, and compared with what is asked for', async () => {
    const days = await points('DRIFT', { bucket: 'DAY', by: 'TEAM' });
    const valuesOfTeam = days.filter(({ group }) => group[0] === 'eng').map(({ value }) => value);
    // Of its targets production is compared with the furthest, which is eu; api and site have one each.
    const targets = await byGroup('DRIFT', { by: 'SERVICE', options: { from: 'production', to: 'production' } });

    expect(valuesOfTeam).toEqual([null, null, null, null, null, 1, 1, 5]);
    expect(valuesOf(targets)).toEqual({ shop: 1, api: 0, site: 0 });
  });

  it('is unknown where one of two was never deployed to', async () => {
    const found = await byGroup('DRIFT', { by: 'SERVICE', options: { from: 'staging', to: 'production' } });

    expect(found['api']).toMatchObject({ value: null, n: 0, details: { unknown: 1 } });
  });

  it('is refused in more buckets than are compared', async () => {
    const asked = { ids: ['DRIFT'] as const, by: [], scope: {}, bucket: 'DAY' as const };
    const window = { from: Date.parse('2026-01-01T00:00Z'), to: Date.parse('2026-03-03T00:00Z'), timeZone: 'UTC' };
    const options = metricOptions.parse({});
    const answer = await queryMetrics(warehouse.analytics, declared, { ...asked, window, asOf: window.to, options });

    expect(answer).toMatchObject({ outcome: 'unanswerable', problems: [{ metric: 'DRIFT', asked: 'bucket' }] });
  });
});
