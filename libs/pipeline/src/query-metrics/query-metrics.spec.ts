import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import {
  answerableIds,
  defaultOptions,
  type Dimension,
  dimensions,
  type MetricId,
  metricIds,
  metricOptions,
  type MetricOptions,
  type MetricQuery,
  type MetricQuestion,
  plan,
  type Point,
  type Scope,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { queryLeadTimePhases, queryMetrics } from '../index.js';

const HOUR = 3_600;
const said = (text: string): string => `2026-03-${text}:00Z`;
const at = (text: string): number => Date.parse(said(text));

const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    { name: 'shop', teams: [{ team: 'eng/payments' }], tags: { language: 'go' } },
    { name: 'blog', teams: [{ team: 'eng/content' }] },
  ],
});

function event(kind: EventKind, data: Record<string, unknown>): LeadlineEvent {
  return eventOf<EventKind>(kind, { id: JSON.stringify([kind, data]), source: 'test' }, data as never);
}

const commit = (sha: string, committedAt: string, parents: string[], flags: string[] = []): LeadlineEvent =>
  event('commit', { sha, repo: 'acme/shop', committedAt: said(committedAt), parents, flags });

const deploy = (id: string, sha: string, finishedAt: string, more: Record<string, unknown> = {}): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    startedAt: said(finishedAt),
    finishedAt: said(finishedAt),
    sha,
    ...more,
  });

const flagged = (id: string, flag: string, when: string, exposure: number, more = {}): LeadlineEvent =>
  event('flag_change', {
    id,
    flag,
    environment: 'production',
    envTier: 'production',
    at: said(when),
    exposure,
    ...more,
  });

const incident = (id: string, startedAt: string, resolvedAt: string | null, more = {}): LeadlineEvent =>
  event('incident', {
    id,
    service: 'shop',
    startedAt: said(startedAt),
    resolvedAt: resolvedAt === null ? null : said(resolvedAt),
    ...more,
  });

/**
 * shop: d1 (c1, cart), d2 (c2, cart and search, and c3 of a side branch without flags), back to c1 by rb. The cart is
 * widened 20 minutes before i1, ten after d1; blog's banner belongs to no code.
 */
const events: readonly LeadlineEvent[] = [
  event('catalogue', declared),
  commit('c0', '01T00:00', []),
  deploy('d0', 'c0', '01T01:00'),
  commit('c1', '02T08:00', ['c0'], ['cart']),
  deploy('d1', 'c1', '02T10:00'),
  flagged('f1', 'cart', '02T10:10', 10),
  incident('i1', '02T10:30', '02T12:30', { detectedAt: said('02T10:40'), acknowledgedAt: said('02T11:00') }),
  commit('c2', '03T08:00', ['c1'], ['cart', 'search']),
  commit('c3', '03T09:00', ['c1']),
  commit('m', '03T10:00', ['c2', 'c3']),
  deploy('d2', 'm', '03T12:00'),
  deploy('rb', 'c1', '03T13:00'),
  flagged('f2', 'cart', '04T10:10', 100),
  flagged('b1', 'banner', '04T08:00', 100, { services: ['blog'] }),
  flagged('b2', 'banner', '04T09:00', 0),
  incident('i2', '05T00:00', null, { service: 'blog' }),
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-query-metrics-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'metrics');
  await warehouse.migrate();
  await derived([events.slice(0, 7), events.slice(7).toReversed()], warehouse.facts);
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

interface Asked {
  readonly by?: Dimension;
  readonly scope?: Scope;
  readonly options?: Partial<MetricOptions>;
  readonly asOf?: string;
}

function question({ by, scope = {}, options = {}, asOf = '09T00:00' }: Asked): MetricQuestion {
  return {
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: by === undefined ? [] : [{ dimension: by }],
    scope,
    asOf: at(asOf),
    options: metricOptions.parse(options),
  };
}

async function ask(id: MetricId, asked: Asked = {}): Promise<Record<string, Point>> {
  const points = await pointsOf({ ids: [id], ...question(asked) });
  return Object.fromEntries(points.map((point) => [point.group[0] ?? '', point]));
}

async function pointsOf(query: MetricQuery): Promise<readonly Point[]> {
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return answer.points;
}

const numbers = (points: Record<string, Point>): Record<string, [number | null, number | null]> =>
  Object.fromEntries(
    Object.entries(points).map(([group, { numerator, denominator }]) => [group, [numerator, denominator]]),
  );

const values = (points: Record<string, Point>): Record<string, number | null> =>
  Object.fromEntries(Object.entries(points).map(([group, { value }]) => [group, value]));

describe('metrics by flag', () => {
  it('count a deployment for each flag it carries, and a rollback for those it takes back', async () => {
    // d1: cart; d2: cart, search; rb takes back c2: cart, search
    const points = await ask('DEPLOYMENT_FREQUENCY', { by: 'FLAG', options: { countRollbacks: true } });

    expect(Object.fromEntries(Object.entries(points).map(([flag, { n }]) => [flag, n]))).toEqual({
      cart: 3,
      search: 2,
    });
  });

  it('take the lead time of what carries the flag, not of its companions', async () => {
    // cart: c1 2 h, c2 4 h; search: c2 4 h; without: c3 3 h (the merge commit is no sample)
    const byFlag = await ask('CHANGE_LEAD_TIME', { by: 'FLAG' });
    const ofSearch = await ask('CHANGE_LEAD_TIME', { scope: { flags: ['search'] } });

    expect(values(byFlag)).toEqual({ cart: 3 * HOUR, search: 4 * HOUR, '(none)': 3 * HOUR });
    expect(values(ofSearch)).toEqual({ '': 4 * HOUR });
  });
});

describe('an incident nobody linked', () => {
  it('is attributed to the nearer of deployment and flag change, in both numbers alike', async () => {
    // i1 lies 30 minutes after d1 and 20 after the cart was widened; rb fails d2
    expect(numbers(await ask('CHANGE_FAIL_RATE'))).toEqual({ '': [1, 2] });
    // a ramp of f1 and f2, two days apart, and the banner turned off within the hour
    const flags = await ask('FLAG_CHANGE_FAIL_RATE', { by: 'FLAG' });
    expect(numbers(flags)).toEqual({ cart: [1, 1], banner: [1, 1], search: [0, 0] });
    expect([flags['cart']?.inferred, flags['banner']?.inferred]).toEqual([1, 0]);
  });

  it.each<[string, Partial<MetricOptions>]>([
    ['flag changes do not count', { flagAttribution: false }],
    ['nothing is attributed at all', { timeWindowAttribution: false }],
  ])('goes by the options: %s', async (_, options) => {
    const deployments = options.flagAttribution === false ? [2, 2] : [1, 2];

    expect(numbers(await ask('CHANGE_FAIL_RATE', { options }))).toEqual({ '': deployments });
    expect(numbers(await ask('FLAG_CHANGE_FAIL_RATE', { scope: { flags: ['cart'] }, options }))).toEqual({
      '': [0, 1],
    });
  });

  it('is nobody´s beyond the window: 20 minutes', async () => {
    const near = await ask('FLAG_CHANGE_FAIL_RATE', { scope: { flags: ['cart'] }, options: { timeWindowS: 1_200 } });
    const far = await ask('FLAG_CHANGE_FAIL_RATE', { scope: { flags: ['cart'] }, options: { timeWindowS: 1_199 } });

    expect([numbers(near), numbers(far)]).toEqual([{ '': [1, 1] }, { '': [0, 1] }]);
  });
});

describe('metrics of flags', () => {
  it('belong to the services that deployed a flag or that its changes name, and to their teams', async () => {
    const byService = await ask('FLAG_RELEASE_FREQUENCY', { by: 'SERVICE' });
    const byTeam = await ask('FLAG_RELEASE_FREQUENCY', { by: 'TEAM' });

    expect(Object.entries(byService).map(([service, { n }]) => [service, n])).toEqual(
      expect.arrayContaining([
        ['shop', 1],
        ['blog', 1],
      ]),
    );
    expect(byTeam['eng']?.n).toBe(2);
    expect(byTeam['eng/payments']?.n).toBe(1);
  });

  it('begin at the commit and end with the first user', async () => {
    // c1: 08:00 to 10:10 = 7800 s; c2 of cart came while it was on: 4 h; c2 of search is dark
    const [cart, search] = [
      await ask('FLAG_EXPOSURE_LEAD_TIME', { scope: { flags: ['cart'] } }),
      await ask('FLAG_EXPOSURE_LEAD_TIME', { scope: { flags: ['search'] } }),
    ];

    expect(cart['']).toMatchObject({ n: 2, value: (7_800 + 4 * HOUR) / 2, details: { full: 2, dark: 0 } });
    expect(search['']).toMatchObject({ n: 0, value: null, details: { dark: 1 } });
  });

  it('know a state of the window´s end', async () => {
    // the banner is off since 04T09:00: on the 9th for 4 days and 15 hours
    const day = 86_400;
    const stale = await ask('STALE_FLAGS', { options: { staleAfterS: 4 * day } });
    const asOf = await ask('STALE_FLAGS', { options: { staleAfterS: 4 * day }, asOf: '08T00:00' });

    expect(stale['']).toMatchObject({ value: 2, n: 3, details: { oldestS: 4.625 * day } });
    expect(asOf['']?.value).toBe(0);
  });
});

describe('time to restore', () => {
  it('is of every incident, by the team of its service, open ones censored', async () => {
    const points = await ask('TIME_TO_RESTORE', { by: 'TEAM' });

    expect(points['eng/payments']).toMatchObject({
      value: 2 * HOUR,
      n: 1,
      details: { detectionP50: 600, acknowledgementP50: 1_200, repairP50: 5_400 },
    });
    expect(points['eng/content']).toMatchObject({ value: null, n: 1, open: 1, lowerBound: 96 * HOUR });
    expect(points['eng']).toMatchObject({ n: 2, open: 1 });
  });

  it('knows at an instant only what had happened', async () => {
    const points = await ask('TIME_TO_RESTORE', { asOf: '02T11:30', scope: { services: ['shop'] } });

    expect(points['']).toMatchObject({
      value: null,
      open: 1,
      lowerBound: HOUR,
      details: { acknowledgementP50: 1_200 },
    });
  });

  it('cannot be asked by flag, and says why', async () => {
    const query = { ids: ['TIME_TO_RESTORE', 'CHANGE_FAIL_RATE'] as const, ...question({ by: 'FLAG' }) };

    expect(await queryMetrics(warehouse.analytics, declared, query)).toMatchObject({
      outcome: 'unanswerable',
      problems: [
        { metric: 'TIME_TO_RESTORE', asked: 'by', message: expect.stringContaining('have no FLAG') as string },
      ],
    });
  });
});

describe('every metric', () => {
  const options = metricOptions.parse({
    assumeExposed: ['*'],
    unit: 'change',
    minSeverity: 'sev2',
    flagUnit: 'change',
    includeInternal: true,
    end: 'verified',
    deployInstant: 'started',
  });

  it.each(dimensions)('answers by %s, by day and under other options', async (dimension) => {
    const by = [{ dimension, ...(dimension === 'TAG' ? { tagKey: 'language' } : {}) }];
    const ids = answerableIds({ by, scope: {} });
    const query = { ids, ...question({}), by, bucket: 'DAY' as const, options };

    const answer = await queryMetrics(warehouse.analytics, declared, query);

    expect(answer.outcome).toBe('points');
  });

  it('answers for one service, alone or with all others', async () => {
    const query = { ids: metricIds, ...question({ by: 'SERVICE', scope: { services: ['shop'] } }) };

    const answer = await queryMetrics(warehouse.analytics, declared, query);

    expect(answer.outcome === 'points' && new Set(answer.points.map(({ metric }) => metric)).size).toBe(
      metricIds.length,
    );
  });
});

describe('phases of lead time', () => {
  it('add up in means, by flag too', async () => {
    const groups = await queryLeadTimePhases(warehouse.analytics, question({ by: 'FLAG' }));

    const cart = groups.find(({ group }) => group[0] === 'cart');
    // Direct pushes whose push is not known: all of it is the wait for the deployment.
    expect(cart).toMatchObject({
      n: 2,
      missing: 2,
      total: { mean: 3 * HOUR },
      phases: { deployWait: { mean: 3 * HOUR } },
    });
    expect(new Set(groups.map(({ group }) => group[0]))).toEqual(new Set(['(none)', 'cart', 'search']));
  });
});

describe('points without details', () => {
  it.each<[string, Partial<MetricQuestion>]>([
    ['the latest state', {}],
    ['the past', { asOf: at('05T12:00') }],
    ['other options', { options: metricOptions.parse({ countRollbacks: true }) }],
    [
      'rules of single services',
      { options: { ...defaultOptions, ofServices: [{ services: ['shop'], rules: { timeWindowS: 1_199 } }] } },
    ],
  ])('are the same but for them, of every metric: %s', async (_, more) => {
    const by = [{ dimension: 'TEAM' as const }];
    // Places of every day are more than are compared in one go.
    const ids = answerableIds({ by, scope: {} }).filter((id) => id !== 'DRIFT');
    const asked: MetricQuery = { ids, ...question({}), bucket: 'DAY', by, ...more };

    const full = await pointsOf(asked);

    expect(full.some(({ details }) => Object.keys(details).length > 0)).toBe(true);
    expect(await pointsOf({ ...asked, withoutDetails: true })).toEqual(
      full.map((point) => ({ ...point, details: {} })),
    );
  });

  it('ask the warehouse for nothing that only details are made of', () => {
    const [part] = plan({ ids: ['DEPLOYMENT_FREQUENCY'], ...question({}), withoutDetails: true }).parts;
    const texts = part?.form === 'selected' ? [part.statement, part.states] : [];

    expect(texts.map((text) => text?.sql.includes('groupArrayIf'))).toEqual([false, false]);
  });
});
