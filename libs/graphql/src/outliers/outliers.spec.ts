import { createServer } from '@leadline/http';
import type { ScannedDeploymentsRow } from '@leadline/metrics';
import { pointIn } from '@leadline/pipeline';
import type { Analytics } from '@leadline/ports';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registerGraphql } from '../register-graphql.js';
import { NOW } from '../testing/acme.js';
import { ask, depsOf, everyScope, givenWorld } from '../testing/given-api.js';

const DAY = 86_400_000;
const WINDOW = { from: '2026-02-02T00:00:00Z', to: '2026-03-02T00:00:00Z' };
const FROM = Date.parse(WINDOW.from);

/** Counted, in the fail rate and in the rework rate; 4 more where it failed. */
const OK = 1 + 2 + 8;

/** A service of which k of n deployments failed in the window. */
const service = (name: string, k: number, n: number): ScannedDeploymentsRow => ({
  service: name,
  instants: Array.from({ length: n }, (_, index) => FROM + index * 3_600_000),
  marks: Array.from({ length: n }, (_, index) => (index < k ? OK + 4 : OK)),
  lead_times: Array<null>(n).fill(null),
  rollouts: Array<null>(n).fill(null),
  groups: [[name]],
  group_of: Array<number>(n).fill(1),
  slow_leads: [],
  slow_rollouts: [],
});

const rows = [
  service('checkout', 18, 40),
  ...Array.from({ length: 8 }, (_, index) => service(`s${index}`, 2, 40)),
  service('young', 1, 4),
];

/** A warehouse that holds these services, and incidents of one; nothing is known of when a failure was over. */
const analytics: Analytics = {
  query: async <Row>({ sql }: { sql: string }) => {
    if (sql.includes('recovery_time_failures')) return [];
    return (sql.includes('FROM deployments') ? rows : [incidents]) as Row[];
  },
  stream: async function* () {},
};
const seconds = [...Array.from({ length: 20 }, (_, index) => 1_200 + 60 * index), 5 * 86_400];
const incidents = {
  service: 'checkout',
  seconds,
  instants: seconds.map((_, index) => FROM + index * DAY),
  slow: [[5 * 86_400, FROM + 20 * DAY, 'i-20', 1]],
};

const world = givenWorld(analytics);
let base = '';
let stop: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((error) => world.reported.push(error));
  const graphql = await registerGraphql(server, depsOf(world));
  base = await server.listen({ host: '127.0.0.1', port: 0 });
  stop = async () => {
    await graphql.close();
    await server.close();
  };
});

afterAll(() => stop());

beforeEach(() => {
  world.scopes = everyScope;
});

const OUTLIERS = `query ($window: WindowInput!, $ids: [MetricId!], $by: GroupByInput, $scope: ScopeInput, $asOf: DateTime) {
  outliers(window: $window, ids: $ids, by: $by, scope: $scope, asOf: $asOf) {
    id rule measure metric team service repository environment tagKey tag value unit n numerator change direction
    comparedWith { of members n center low high point }
    posterior strong p q score threshold since provisional point deployment incident open
  }
}`;

describe('outliers over GraphQL', () => {
  it('says of each what it is, what it was compared with, how sure it is, and where the evidence is', async () => {
    const { data, errors } = await ask(base, OUTLIERS, { window: WINDOW });
    expect(errors).toEqual([]);
    const [rate, incident, ...others] = data['outliers'] as Record<string, unknown>[];
    // 35 of 364 fail: 18 of checkout's 40, two of each 40 of eight, one of four
    expect(others).toEqual([]);
    expect(rate).toMatchObject({
      rule: 'RATE_AGAINST_PEERS',
      measure: 'FAIL_RATE',
      metric: 'CHANGE_FAIL_RATE',
      service: 'checkout',
      team: null,
      value: 0.45,
      unit: 'RATIO',
      n: 40,
      numerator: 18,
      change: 0.45 - 35 / 364,
      direction: 'WORSE',
      comparedWith: { of: 'PEERS', members: 10, n: 364, center: 35 / 364 },
      strong: true,
      p: null,
      q: null,
      since: '2026-02-02T00:00:00.000Z',
      provisional: false,
    });
    expect(pointIn(String(rate?.['point']))).toMatchObject({
      metric: 'CHANGE_FAIL_RATE',
      by: [{ dimension: 'SERVICE' }],
      group: ['checkout'],
      asOf: NOW,
    });
    expect(incident).toMatchObject({
      rule: 'SINGLE_RECORD',
      measure: 'INCIDENT',
      service: 'checkout',
      incident: 'i-20',
      open: true,
      value: 432_000,
      threshold: 3.5,
      posterior: null,
      point: null,
    });
  });

  it('says with them what was looked at, and draws the funnel', async () => {
    const { data, errors } = await ask(
      base,
      `query ($window: WindowInput!) {
        outlierScan(window: $window, ids: [CHANGE_FAIL_RATE]) {
          outliers { service }
          lookedAt { rule measure looked judged flagged tooFew notJudged { reason count } }
          funnels { metric pooled points { service n numerator value low95 high95 low998 high998 judged flagged posterior point } }
          tests expectedFalse computedAt configVersion
        }
      }`,
      { window: WINDOW },
    );
    expect(errors).toEqual([]);
    const scan = data['outlierScan'] as { lookedAt: object[]; funnels: { points: Record<string, unknown>[] }[] };
    expect(scan).toMatchObject({
      outliers: [{ service: 'checkout' }],
      computedAt: new Date(NOW).toISOString(),
      configVersion: 'v1',
      funnels: [{ metric: 'CHANGE_FAIL_RATE', pooled: 35 / 364 }],
    });
    expect(scan.lookedAt[0]).toEqual({
      rule: 'RATE_AGAINST_PEERS',
      measure: 'FAIL_RATE',
      looked: 10,
      judged: 9,
      flagged: 1,
      tooFew: 1,
      notJudged: [{ reason: 'TOO_FEW', count: 1 }],
    });
    const points = scan.funnels[0]?.points ?? [];
    expect(points.map((point) => [point['service'], point['judged'], point['flagged']])).toEqual([
      ['checkout', true, true],
      ...Array.from({ length: 8 }, (_, index) => [`s${index}`, true, false]),
      ['young', false, false],
    ]);
    expect(
      points.every(
        ({ low998, low95, high95, high998 }) => Number(low998) <= Number(low95) && Number(high95) <= Number(high998),
      ),
    ).toBe(true);
  });

  it.each([
    [
      'a dimension whose groups share deployments',
      { by: { dimension: 'FLAG' } },
      'by.dimension',
      'SERVICE, TEAM, REPOSITORY, ENVIRONMENT, TAG',
    ],
    ['a tag without its name', { by: { dimension: 'TAG' } }, 'by.tagKey', 'tagKey: "language"'],
    ['a metric that no rule looks at', { ids: ['STALE_FLAGS'] }, 'ids', 'TIME_TO_RESTORE'],
    ['no metric', { ids: [] }, 'ids', 'at least one metric'],
    ['an unknown team', { scope: { teams: ['payments'] } }, 'scope.teams', '"eng/payments"'],
    ['a window that ends before it begins', { window: { from: WINDOW.to, to: WINDOW.from } }, 'window.from', 'earlier'],
  ])('refuses %s', async (_, variables, argument, fix) => {
    const { errors } = await ask(base, OUTLIERS, { window: WINDOW, ...variables });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
    expect(errors[0]?.message).toContain(fix);
  });

  it('finds nothing in a window that has not begun', async () => {
    const { data } = await ask(base, OUTLIERS, { window: WINDOW, asOf: '2026-01-01T00:00:00Z' });
    expect(data['outliers']).toEqual([]);
  });

  it('needs the scope that metrics need', async () => {
    world.scopes = [];
    const { data, errors } = await ask(base, OUTLIERS, { window: WINDOW });
    expect(data?.['outliers'] ?? null).toBeNull();
    expect(errors[0]?.extensions['code']).toBe('FORBIDDEN');
  });
});
