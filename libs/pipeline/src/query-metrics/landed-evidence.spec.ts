import { catalogue, type LeadlineEvent } from '@leadline/events';
import {
  arithmeticOf,
  type Bucket,
  type Dimension,
  type MetricId,
  metricOptions,
  type MetricOptions,
  type MetricQuery,
  pointReference,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, type EvidenceEntry, explainArithmetic, queryMetrics } from '../index.js';
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
    { name: 'api', repositories: ['github:acme/api'], teams: [{ team: 'eng/core' }] },
  ],
});

const pushed = (start: string, pushedAt: string, parents: readonly string[], more: Record<string, unknown> = {}) =>
  commit(start, pushedAt, parents, { pushedAt: said(pushedAt), ...more });
const api = { repo: 'acme/api' };
const staging = { environment: 'staging', envTier: 'staging' };

/**
 * shop: a1 is in production since the 2nd, a2 since the 4th; a3 and #7, which has a4, wait. api: 11 is in production since
 * the 2nd, 12 waits. Staging has all of shop, and of api nothing.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  pushed('a1', '01T08:00', ['a0']),
  pushed('a2', '03T08:00', ['a1'], { title: 'Round down' }),
  pushed('a3', '05T08:00', ['a2'], { title: 'Round up' }),
  commit('a4', '06T08:00', ['a3']),
  event('pull_request', {
    repo: 'acme/shop',
    number: 7,
    title: 'Pay by invoice',
    url: 'https://github.com/acme/shop/pull/7',
    mergeSha: sha('a4'),
    method: 'squash',
    mergedAt: said('06T09:00'),
  }),
  rollout('s1', 'a1', '02T08:00'),
  rollout('s2', 'a2', '04T10:30', { target: 'eu' }),
  rollout('s3', 'a4', '07T10:00', staging),
  pushed('11', '01T08:00', ['10'], api),
  pushed('12', '03T08:00', ['11'], api),
  rollout('m1', '11', '02T08:00', { ...api, service: 'api' }),
  // Booked by 08:00 on the 4th: a2 of shop, which it leaves with, and 12 of api, which it does not.
  event('train_scheduled', {
    id: 't1',
    services: ['shop', 'api'],
    plannedAt: said('04T10:00'),
    cutoffAt: said('04T08:00'),
  }),
  event('train_departed', { id: 't1-left', train: 't1', departedAt: said('04T10:00'), deployments: ['s2'] }),
  // Nobody knows what its manifest names, and it may still leave.
  event('train_scheduled', { id: 't2', services: ['shop'], plannedAt: said('06T10:00'), changes: ['acme/shop#404'] }),
  // In production before its plan, and the deployment it leaves with is of the same service: aboard as everything live.
  event('train_scheduled', { id: 't4', services: ['shop'], plannedAt: said('07T10:00'), changes: [sha('a1')] }),
  event('train_departed', { id: 't4-left', train: 't4', departedAt: said('07T10:00'), deployments: ['s2'] }),
  event('train_scheduled', { id: 't3', services: ['shop'], plannedAt: said('08T23:59') }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

interface Asked {
  readonly by?: Dimension;
  readonly bucket?: Bucket;
  readonly options?: Partial<MetricOptions>;
  readonly window?: readonly [from: number, to: number];
}

const queryOf = (
  id: MetricId,
  { by, bucket, options, window: [from, to] = [at('02T00:00'), at('09T00:00')] }: Asked,
): MetricQuery => ({
  ids: [id],
  window: { from, to, timeZone: 'UTC' },
  by: by === undefined ? [] : [by === 'TAG' ? { dimension: by, tagKey: 'tier' } : { dimension: by }],
  scope: {},
  ...(bucket === undefined ? {} : { bucket }),
  asOf: at('09T00:00'),
  options: metricOptions.parse(options ?? {}),
});

/** Every point with all of its evidence. */
async function opened(id: MetricId, asked: Asked = {}) {
  const query = queryOf(id, asked);
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return Promise.all(
    answer.points.map(async (point) => {
      const reference = pointReference(query, point);
      const { items } = await evidence(warehouse.analytics, declared, reference, { first: 100 });
      return { point, reference, items };
    }),
  );
}

async function wholeOf(id: MetricId, asked: Asked = {}) {
  const [whole] = await opened(id, asked);
  if (whole === undefined) throw new Error(`${id} has no point`);
  return whole;
}

const told = ({ thing, id, change, service, part, reason }: EvidenceEntry) => [
  thing,
  change ?? id,
  service,
  part,
  reason,
];

describe('the evidence of work in progress', () => {
  it('is each change that waits, since when, and what was shipped within the window', async () => {
    const { items } = await wholeOf('WORK_IN_PROGRESS');

    expect(items.map(told)).toEqual([
      ['change', 'change:acme/shop#7', 'shop', 'numerator', null],
      ['commit', `commit:${sha('a3')}`, 'shop', 'numerator', null],
      ['commit', `commit:${sha('12')}`, 'api', 'numerator', null],
      ['commit', `commit:${sha('a2')}`, 'shop', 'left_out', 'shipped'],
      ['commit', `commit:${sha('11')}`, 'api', 'left_out', 'shipped'],
      ['commit', `commit:${sha('a1')}`, 'shop', 'left_out', 'shipped'],
    ]);
    expect(items[0]).toMatchObject({
      instant: at('06T09:00'),
      opensAt: at('06T09:00'),
      sha: sha('a4'),
      title: 'Pay by invoice',
      url: 'https://github.com/acme/shop/pull/7',
    });
    expect(items[3]).toMatchObject({ title: 'Round down', url: '', sha: sha('a2') });
  });
});

describe('the evidence of what misses a train', () => {
  it('is each booked change, of which train, and the trains that may still leave', async () => {
    const { items } = await wholeOf('TRAIN_MISS_RATE');

    expect(items.map((entry) => [...told(entry), entry.train])).toEqual([
      ['train', 't3', 'shop', 'left_out', 'not_due', null],
      ['commit', `commit:${sha('a1')}`, 'shop', 'denominator', 'aboard', 't4'],
      ['change', 'acme/shop#404', 'shop', 'numerator', 'change_unknown', 't2'],
      ['commit', `commit:${sha('12')}`, 'api', 'numerator', null, 't1'],
      ['commit', `commit:${sha('a2')}`, 'shop', 'denominator', 'aboard', 't1'],
    ]);
    expect(items[4]).toMatchObject({
      instant: at('04T10:00'),
      opensAt: at('03T08:00'),
      closesAt: at('04T10:30'),
      title: 'Round down',
    });
  });
});

describe('a window as narrow as the plan of one train', () => {
  // t1 was to leave at 10:00, and the deployment it left with was over at 10:30.
  const atPlan = { window: [at('04T10:00'), at('04T10:00') + 1] } as const;

  it('knows what became of the train: as its day, and as the whole week', async () => {
    const { point, items } = await wholeOf('TRAIN_MISS_RATE', atPlan);

    expect(point).toMatchObject({ value: 0.5, n: 2, numerator: 1, details: { trains: 1 } });
    expect(items.map((entry) => [...told(entry), entry.train])).toEqual([
      ['commit', `commit:${sha('12')}`, 'api', 'numerator', null, 't1'],
      ['commit', `commit:${sha('a2')}`, 'shop', 'denominator', 'aboard', 't1'],
    ]);
    const days = await opened('TRAIN_MISS_RATE', { bucket: 'DAY' });
    expect(days.map(({ point: day }) => [day.numerator, day.denominator])).toEqual([
      [0, 0],
      [0, 0],
      [1, 2],
      [0, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ]);
  });

  it('knows what its manifest names, however long before the window that was shipped', async () => {
    // t4 names a1, which is in production since the 2nd.
    const { point, items } = await wholeOf('TRAIN_MISS_RATE', { window: [at('07T10:00'), at('07T10:00') + 1] });

    expect(point).toMatchObject({ value: 0, n: 1 });
    expect(items.map((entry) => [...told(entry), entry.closesAt])).toEqual([
      ['commit', `commit:${sha('a1')}`, 'shop', 'denominator', 'aboard', at('02T08:00')],
    ]);
  });
});

describe('the evidence of drift', () => {
  it('is each compared place with the changes it lacks', async () => {
    const { items, reference } = await wholeOf('DRIFT');

    // Of production the target eu has a2 and lacks two; the other has a1 and lacks three. api is in one stage alone.
    expect(items.map(({ id, title, part, value, sha: live }) => [id, title, part, value, live])).toEqual([
      ['shop production eu', 'staging → production eu', 'sample', 2, sha('a2')],
      ['shop production', 'staging → production', 'sample', 3, sha('a1')],
    ]);
    expect(items[0]).toMatchObject({ thing: 'place', instant: at('04T10:30'), service: 'shop' });
    expect(items[0]?.deployment).toMatchObject({ deployment: 'attempt:s2' });
    expect(await explainArithmetic(warehouse.analytics, declared, reference)).toBe('2 + 3 = 5');
  });

  it('leaves out what was never deployed to one of two', async () => {
    const { items } = await wholeOf('DRIFT', { options: { from: 'production', to: 'staging' } });

    expect(items.map(({ id, reason, sha: live, deployment }) => [id, reason, live, deployment?.deployment])).toEqual([
      ['api staging', 'never_deployed', '', undefined],
      ['shop staging', null, sha('a4'), 'attempt:s3'],
    ]);
  });

  it('is read in pages', async () => {
    const { reference } = await wholeOf('DRIFT');
    const first = await evidence(warehouse.analytics, declared, reference, { first: 1 });
    const next = await evidence(warehouse.analytics, declared, reference, {
      first: 1,
      after: first.endCursor ?? undefined,
    });

    expect(first).toMatchObject({ hasNext: true, counts: { sample: 2 }, items: [{ value: 2 }] });
    expect(next).toMatchObject({ hasNext: false, counts: { sample: 2 }, items: [{ value: 3 }] });
  });
});

describe('the evidence of what waits', () => {
  it.each<[MetricId, Asked]>([
    ['WORK_IN_PROGRESS', { by: 'SERVICE' }],
    ['WORK_IN_PROGRESS', { by: 'TEAM' }],
    ['WORK_IN_PROGRESS', { by: 'TAG' }],
    ['WORK_IN_PROGRESS', { by: 'REPOSITORY', bucket: 'DAY' }],
    ['TRAIN_MISS_RATE', { by: 'SERVICE' }],
    ['TRAIN_MISS_RATE', { by: 'TEAM', bucket: 'WEEK' }],
    ['DRIFT', { by: 'TARGET' }],
    ['DRIFT', { by: 'TEAM', bucket: 'DAY' }],
    ['DRIFT', { by: 'SERVICE', options: { from: 'staging', to: 'production' } }],
  ])('makes the numbers of %s, asked by %j', async (id, asked) => {
    const all = await opened(id, asked);

    expect(all.some(({ point }) => point.n > 0)).toBe(true);
    for (const { point, items } of all) {
      expect(arithmeticOf(id, items, 0)).toMatchObject({ n: point.n, value: point.value });
      expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
    }
  });
});
