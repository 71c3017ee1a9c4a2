import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { type Dimension, type MetricId, metricOptions, type MetricOptions, type Point } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { queryMetrics } from '../index.js';

const said = (text: string): string => `2026-03-${text}:00Z`;
const at = (text: string): number => Date.parse(said(text));

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    { name: 'shop', teams: [{ team: 'eng/payments' }] },
    { name: 'blog', teams: [{ team: 'eng/content' }] },
  ],
});

function event(kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test' }, data as never);
}

const deploy = (id: string, service: string, startedAt: string, finishedAt: string): LeadlineEvent =>
  event('deployment', {
    id,
    service,
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: said(startedAt),
    finishedAt: said(finishedAt),
    sha: id,
  });

const incident = (id: string, startedAt: string, resolvedAt: string, more = {}): LeadlineEvent =>
  event('incident', { id, service: 'shop', startedAt: said(startedAt), resolvedAt: said(resolvedAt), ...more });

const observed = (id: string, measure: string, data: Record<string, unknown>): LeadlineEvent =>
  event('observation', { id, measure, service: 'shop', ...data });

const between = (from: string, to: string) => ({ from: said(from), to: said(to) });

const errors = (id: string, deployment: string, before: number, after: number): LeadlineEvent =>
  observed(id, 'errors', {
    deployment,
    at: said('04T00:00'),
    before: { errors: before, minutes: 30 },
    after: { errors: after, minutes: 30 },
  });

const attempt = (run: string, number: number, status: string, finishedAt: string, role = 'deployment'): LeadlineEvent =>
  event('pipeline_run', {
    run,
    attempt: number,
    pipeline: 'release',
    service: 'shop',
    role,
    status,
    finishedAt: said(finishedAt),
  });

/** shop runs d1 for an hour on the 2nd and d2 for half an hour on the 3rd, during which blog is deployed in an instant. */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  deploy('d1', 'shop', '02T10:00', '02T11:00'),
  deploy('d2', 'shop', '03T10:00', '03T10:30'),
  deploy('b1', 'blog', '03T10:15', '03T10:15'),
  observed('o1', 'downtime', { deployment: 'd1', ...between('02T10:05', '02T10:15') }),
  observed('o2', 'degradation', { ...between('02T10:10', '02T10:20'), occurredAt: said('02T14:00') }),
  observed('o3', 'downtime', { deployment: 'b1', ...between('03T10:10', '03T10:20') }),
  observed('o4', 'downtime', between('03T10:30', '03T10:40')),
  observed('k1', 'capacity', { available: 0.5, ...between('02T09:50', '02T10:10') }),
  observed('k2', 'capacity', { available: 0.8, ...between('02T10:05', '02T10:15') }),
  incident('i1', '02T10:50', '02T12:00'),
  incident('i2', '02T10:30', '02T10:45', { status: 'false_positive' }),
  incident('i3', '03T10:40', '03T11:40', { causedBy: 'd2' }),
  errors('e1', 'd1', 10, 20),
  errors('e2', 'd1', 20, 40),
  errors('e3', 'b1', 0, 2),
  observed('c1', 'cost', {
    deployment: 'd1',
    at: said('03T12:00'),
    currency: 'EUR',
    before: { cost: 24, hours: 24 },
    after: { cost: 36, hours: 24 },
  }),
  observed('c2', 'cost', {
    deployment: 'd1',
    at: said('03T12:00'),
    currency: 'EUR',
    before: { cost: 6, hours: 12 },
    after: { cost: 12, hours: 24 },
  }),
  observed('v1', 'coverage', { at: said('01T00:00'), instrumented: 40, total: 50 }),
  observed('v2', 'coverage', { at: said('04T00:00'), instrumented: 45, total: 50 }),
  observed('v3', 'coverage', {
    service: 'blog',
    at: said('02T00:00'),
    instrumented: 5,
    total: 50,
    criticalInstrumented: 1,
    criticalTotal: 2,
  }),
  observed('s1', 'budget', {
    slo: 'up',
    allowed: 1_000,
    spent: 250,
    deployment: 'd1',
    ...between('02T10:00', '02T11:00'),
  }),
  observed('s2', 'budget', { slo: 'up', allowed: 1_000, spent: 80, ...between('03T10:45', '03T11:00') }),
  observed('s3', 'budget', { slo: 'up', allowed: 1_000, spent: 40, ...between('03T11:30', '03T11:50') }),
  attempt('r1', 1, 'failed', '02T10:00'),
  attempt('r1', 2, 'succeeded', '02T10:10'),
  attempt('r2', 1, 'failed', '03T10:00'),
  attempt('r3', 1, 'cancelled', '03T10:00'),
  attempt('r4', 1, 'failed', '03T10:00', 'ci'),
  event('train_scheduled', { id: 't1', services: ['shop'], plannedAt: said('02T10:00') }),
  event('train_departed', { id: 'x1', train: 't1', departedAt: said('02T10:15'), deployments: ['d1'] }),
  event('train_scheduled', { id: 't2', services: ['shop', 'blog'], plannedAt: said('03T10:00') }),
  event('train_departed', { id: 'x2', train: 't2', departedAt: said('03T09:40'), deployments: ['d2'] }),
  event('train_scheduled', {
    id: 't3',
    services: ['blog'],
    plannedAt: said('04T10:00'),
    cancelledAt: said('04T08:00'),
  }),
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-observations-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'metrics');
  await warehouse.migrate();
  // What was observed comes before what it was observed of.
  await derived([events.slice(4).toReversed(), events.slice(0, 4)], warehouse.facts);
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

interface Asked {
  readonly by?: Dimension;
  readonly options?: Partial<MetricOptions>;
  readonly asOf?: string;
}

async function ask(id: MetricId, { by, options = {}, asOf = '09T00:00' }: Asked = {}): Promise<Record<string, Point>> {
  const answer = await queryMetrics(warehouse.analytics, declared, {
    ids: [id],
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: by === undefined ? [] : [{ dimension: by }],
    scope: {},
    asOf: at(asOf),
    options: metricOptions.parse(options),
  });
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return Object.fromEntries(answer.points.map((point) => [point.group[0] ?? '', point]));
}

describe('what was measured while a deployment ran', () => {
  it('is downtime: whole where it names the deployment, else what lies in the run', async () => {
    // d1 600 s; b1 600 s, though it ran for an instant; o4 begins when d2 ends, and o3 is another's
    const reported = await ask('DEPLOYMENT_DOWNTIME');
    const measured = await ask('DEPLOYMENT_DOWNTIME', { options: { measuredServices: ['shop'] } });

    expect(reported['']).toMatchObject({ n: 2, value: 600, details: { total: 1_200, zeroShare: 0, unmeasured: 1 } });
    expect(measured['']).toMatchObject({ n: 3, value: 400, details: { zeroShare: 1 / 3, unmeasured: 0 } });
  });

  it('is what users felt of the service, whatever it names, each second once', async () => {
    // d1: 10:05 to 10:20 and 10:50 to 11:00 = 1500 s; d2: 600 s of o3; b1: nothing in its instant
    const points = await ask('CUSTOMER_IMPACT_TIME', { by: 'TEAM' });

    expect(points['eng']).toMatchObject({ n: 3, value: 700, details: { p50: 600, unmeasured: 0 } });
    expect(points['eng/payments']).toMatchObject({ n: 2, value: 1_050 });
  });

  it('counts once it is known', async () => {
    // until 14:00 nobody said that the service was slow: 600 + 600 s
    const points = await ask('CUSTOMER_IMPACT_TIME', { asOf: '02T13:00' });

    expect(points['']).toMatchObject({ n: 1, value: 1_200 });
  });

  it('is missing capacity, by the lowest report at each moment', async () => {
    // d1: ten minutes at 0.5 and five at 0.8
    const points = await ask('REDUCED_CAPACITY');

    expect(points['']?.value).toBeCloseTo(360, 9);
    expect(points['']).toMatchObject({ n: 1, details: { lowest: 0.5, unmeasured: 2 } });
  });
});

describe('what was measured before and after a deployment', () => {
  it('is errors, added up over its observations', async () => {
    // d1: 60 after 30 = 2; b1: 2.5 after 0.5 = 5
    const points = await ask('POST_DEPLOY_ERROR_RATIO');

    expect(points['']).toMatchObject({ n: 2, value: 3.5, details: { overTwice: 0.5, unobserved: 1 } });
  });

  it('is cost, by the day', async () => {
    // 24 + 12 a day before, 36 + 12 after
    const points = await ask('DEPLOYMENT_COST_DELTA');

    expect(points['']?.value).toBeCloseTo(1 / 3, 9);
    expect(points['']).toMatchObject({ n: 1, currency: 'EUR', details: { sumPerDay: 12 } });
  });
});

describe('observability coverage', () => {
  it('is the latest report of each service at the end of the window', async () => {
    const points = await ask('OBSERVABILITY_COVERAGE', { by: 'TEAM' });
    const earlier = await ask('OBSERVABILITY_COVERAGE', { asOf: '03T00:00' });

    expect(points['eng']).toMatchObject({ numerator: 50, denominator: 100, details: { criticalRate: 0.5 } });
    expect(points['eng/payments']).toMatchObject({ value: 0.9, details: { criticalRate: null } });
    expect(earlier['']).toMatchObject({ numerator: 45, denominator: 100 });
  });
});

describe('error budgets', () => {
  it('are spent by deployments that are named, or recover meanwhile', async () => {
    // s1 names d1; s2 lies in the recovery of d2, which ends at 11:40; s3 does not
    const points = await ask('ERROR_BUDGET_CONSUMED', { by: 'TEAM' });

    expect(points['eng/payments']).toMatchObject({
      value: 0.33,
      details: { spentByDeployments: 330, spentTotal: 370, worstRelease: 0.25, releasesOver20: 1 },
    });
    expect(points['eng/content']?.value ?? null).toBeNull();
  });

  it('hold what had ended', async () => {
    const points = await ask('ERROR_BUDGET_CONSUMED', { asOf: '03T10:50' });

    expect(points['']).toMatchObject({ value: 0.25, details: { spentTotal: 250 } });
  });
});

describe('attempts of a pipeline', () => {
  it('are told apart, though they are of one run', async () => {
    // r1 fails and succeeds, r2 fails
    const points = await ask('PIPELINE_FAILURE_RATE', { by: 'SERVICE' });

    expect(points['shop']).toMatchObject({ numerator: 2, denominator: 3, details: { runRate: 0.5, flaky: 1 } });
  });

  it('count once they have finished', async () => {
    const points = await ask('PIPELINE_FAILURE_RATE', { asOf: '02T10:05' });

    expect(points['']).toMatchObject({ numerator: 1, denominator: 1, details: { runRate: 1, flaky: 0 } });
  });
});

describe('release trains', () => {
  it('are on time within the tolerance, neither late nor early', async () => {
    // t1 leaves 900 s late, t2 1200 s early, t3 not at all
    const points = await ask('TRAIN_PUNCTUALITY', { by: 'SERVICE' });
    const stricter = await ask('TRAIN_PUNCTUALITY', { options: { toleranceS: 899 } });

    expect(points['shop']).toMatchObject({ numerator: 1, denominator: 2, details: { latenessP50: -150 } });
    expect(points['blog']).toMatchObject({ numerator: 0, denominator: 2, details: { cancelled: 1 } });
    expect(stricter['']).toMatchObject({ numerator: 0, denominator: 3 });
  });

  it('are decided when they leave, or when it is too late to', async () => {
    const [open, late] = [
      await ask('TRAIN_PUNCTUALITY', { asOf: '02T10:14' }),
      await ask('TRAIN_PUNCTUALITY', { asOf: '02T10:14', options: { toleranceS: 60 } }),
    ];

    expect(open['']).toMatchObject({ denominator: 0, value: null });
    expect(late['']).toMatchObject({ numerator: 0, denominator: 1, details: { latenessP50: null } });
  });
});
