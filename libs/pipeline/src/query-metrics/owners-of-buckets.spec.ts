import { catalogue } from '@leadline/events';
import { defaultOptions, type MetricId, type MetricQuery, pointReference, type Scope } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, queryMetrics } from '../index.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

/** shop goes from eng/old to eng/new at the beginning of the 5th; api stays with eng/new. */
const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    {
      name: 'shop',
      repositories: ['github:acme/shop'],
      teams: [
        { team: 'eng/old', until: said('05T00:00') },
        { team: 'eng/new', from: said('05T00:00') },
      ],
    },
    { name: 'api', teams: [{ team: 'eng/new' }] },
  ],
});

const turned = (id: string, flag: string, when: string, exposure: number, services: readonly string[]) =>
  event('flag_change', {
    id,
    flag,
    environment: 'production',
    envTier: 'production',
    at: said(when),
    exposure,
    services,
  });
const covered = (id: string, service: string, when: string, instrumented: number) =>
  event('observation', { id, measure: 'coverage', service, at: said(when), instrumented, total: 10 });
const spent = (id: string, day: string, amount: number) =>
  event('observation', {
    id,
    measure: 'budget',
    service: 'shop',
    slo: 'availability',
    from: said(`${day}T10:00`),
    to: said(`${day}T11:00`),
    allowed: 100,
    spent: amount,
    deployment: 's1',
  });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  // given, of shop: a flag that is on for all since the 2nd and one that is turned on on the 4th and on the 6th anew; seven
  // of ten endpoints; 10 of a budget of 100 spent on the 3rd and 20 on the 6th. Of api: half of its endpoints.
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    commit('a1', '01T08:00', ['a0']),
    commit('a2', '01T08:00', ['a1'], { flags: ['ramp'] }),
    rollout('s0', 'a1', '01T12:00'),
    rollout('s1', 'a2', '02T08:00'),
    turned('f1', 'done', '02T09:00', 100, ['shop']),
    turned('f2', 'ramp', '04T09:00', 50, ['shop']),
    turned('f3', 'ramp', '04T21:00', 0, ['shop']),
    turned('f4', 'ramp', '06T09:00', 50, ['shop']),
    covered('o1', 'shop', '02T10:00', 7),
    covered('o2', 'api', '02T10:00', 5),
    spent('b1', '03', 10),
    spent('b2', '06', 20),
  ]);
});
afterAll(async () => warehouse.remove());

/** The 3rd to the 6th, as of the 9th: each with its value, its n and how many entries of evidence count. */
async function days(id: MetricId, by: MetricQuery['by'], scope: Scope = {}) {
  const query: MetricQuery = {
    ids: [id],
    window: { from: at('03T00:00'), to: at('07T00:00'), timeZone: 'UTC' },
    bucket: 'DAY',
    by,
    scope,
    asOf: at('09T00:00'),
    options: { ...defaultOptions, staleAfterS: 86_400 },
  };
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return Promise.all(
    answer.points.map(async (point) => {
      const { counts } = await evidence(warehouse.analytics, declared, pointReference(query, point), { first: 10 });
      const counted = counts.numerator + counts.denominator + counts.sample;
      return { team: point.group[0] ?? '', told: [point.value, point.n, counted] };
    }),
  );
}

const byTeam: MetricQuery['by'] = [{ dimension: 'TEAM' }];

/** Per metric what the days of eng/old, eng/new and eng are. */
const worked: readonly [MetricId, Readonly<Record<string, readonly (readonly (number | null)[])[]>>][] = [
  [
    // done is stale from the 3rd, 09:00 on; ramp, off since the 4th, 21:00, for a day, until it is turned on anew.
    'STALE_FLAGS',
    {
      'eng/old': [
        [1, 2, 2],
        [1, 2, 2],
        [0, 0, 0],
        [0, 0, 0],
      ],
      'eng/new': [
        [0, 0, 0],
        [0, 0, 0],
        [2, 2, 2],
        [1, 2, 2],
      ],
      eng: [
        [1, 2, 2],
        [1, 2, 2],
        [2, 2, 2],
        [1, 2, 2],
      ],
    },
  ],
  [
    'FLAG_RELEASE_FREQUENCY',
    {
      'eng/old': [
        [0, 0, 0],
        [1, 1, 1],
        [0, 0, 0],
        [0, 0, 0],
      ],
      'eng/new': [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
        [1, 1, 1],
      ],
    },
  ],
  [
    // The commit of the 1st, 08:00, is seen on the 4th at 09:00: 73 hours.
    'FLAG_EXPOSURE_LEAD_TIME',
    {
      'eng/old': [
        [null, 0, 0],
        [262_800, 1, 1],
        [null, 0, 0],
        [null, 0, 0],
      ],
      'eng/new': [
        [null, 0, 0],
        [null, 0, 0],
        [null, 0, 0],
        [null, 0, 0],
      ],
    },
  ],
  [
    'OBSERVABILITY_COVERAGE',
    {
      'eng/old': [
        [0.7, 1, 1],
        [0.7, 1, 1],
        [null, 0, 0],
        [null, 0, 0],
      ],
      'eng/new': [
        [0.5, 1, 1],
        [0.5, 1, 1],
        [0.6, 2, 2],
        [0.6, 2, 2],
      ],
    },
  ],
  [
    'ERROR_BUDGET_CONSUMED',
    {
      'eng/old': [
        [0.1, 1, 1],
        [null, 0, 0],
        [null, 0, 0],
        [null, 0, 0],
      ],
      'eng/new': [
        [null, 0, 0],
        [null, 0, 0],
        [null, 0, 0],
        [0.2, 1, 1],
      ],
    },
  ],
];

describe('what is a state, by team and bucket', () => {
  it.each(worked)('%s is of those who owned it at the end of each bucket', async (id, teams) => {
    const found = await days(id, byTeam);

    for (const [team, expected] of Object.entries(teams)) {
      expect({ team, days: found.filter((one) => one.team === team).map(({ told }) => told) }).toEqual({
        team,
        days: expected,
      });
    }
  });

  it.each(worked)('%s is narrowed to a team in the same way', async (id, teams) => {
    const found = await days(id, [], { teams: ['eng/new'] });

    expect(found.map(({ told }) => told)).toEqual(teams['eng/new']);
  });
});
