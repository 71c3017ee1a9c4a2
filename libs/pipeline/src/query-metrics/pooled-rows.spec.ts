import { catalogue, type LeadlineEvent } from '@leadline/events';
import {
  type Dimension,
  evidenceRuleOf,
  type MetricId,
  metricOptions,
  type MetricQuery,
  type Point,
  pointReference,
  summedUp,
} from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evidence, type EvidenceEntry, listFlagChanges, queryMetrics } from '../index.js';
import {
  at,
  commit,
  event,
  givenWarehouse,
  type GivenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

/** shop goes from eng/old to eng/new at noon of Thursday the 5th; eng/new and eng/web share search. */
const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: [
    {
      name: 'shop',
      tags: { language: 'go' },
      teams: [
        { team: 'eng/old', until: said('05T12:00') },
        { team: 'eng/new', from: said('05T12:00') },
      ],
    },
    { name: 'search', tags: { language: 'go' }, teams: [{ team: 'eng/new' }, { team: 'eng/web' }] },
    { name: 'blog', tags: { language: 'php' }, teams: [{ team: 'eng/web' }] },
  ],
});

/** Small numbers from a seed, always the same. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Twenty deployments of each service from the 2nd to the 8th, each with a commit; some fail. */
function history(seed: number): LeadlineEvent[] {
  const below = chance(seed);
  return ['shop', 'search', 'blog'].flatMap((service, place) =>
    Array.from({ length: 20 }, (_, index) => {
      const day = 2 + Math.floor((index * 7) / 20);
      const when = `${two(day)}T${two((index * 7) % 20)}:${two(below(60))}`;
      const name = (at: number): string => `${place + 1}${two(at)}`;
      return [
        commit(name(index), `${two(Math.max(1, day - 1 - below(2)))}T${two(below(20))}:00`, [name(index - 1)], {
          repo: `acme/${service}`,
        }),
        rollout(`${service}-${index}`, name(index), when, {
          service,
          repo: `acme/${service}`,
          ...(below(4) === 0 ? { failedMark: true } : {}),
        }),
        ...(below(4) === 0
          ? [
              event('incident', {
                id: `${service}-${index}`,
                service,
                causedBy: `${service}-${index}`,
                startedAt: said(when),
                resolvedAt: said(`${two(day)}T23:${two(below(60))}`),
              }),
            ]
          : []),
      ];
    }).flat(),
  );
}

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    ...history(7),
    event('flag_change', {
      id: 'f1',
      flag: 'cart',
      at: said('04T10:00'),
      environment: 'production',
      services: ['shop'],
    }),
    event('flag_change', {
      id: 'f2',
      flag: 'cart',
      at: said('06T10:00'),
      environment: 'production',
      services: ['shop'],
    }),
    event('flag_change', {
      id: 'f3',
      flag: 'page',
      at: said('06T11:00'),
      environment: 'production',
      services: ['blog'],
    }),
    event('flag_change', { id: 'f4', flag: 'none', at: said('06T12:00'), environment: 'production' }),
  ]);
});
afterAll(() => warehouse.remove());

const question = (id: MetricId, by: Dimension | null, more: Partial<MetricQuery> = {}): MetricQuery => ({
  ids: [id],
  window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
  by: by === null ? [] : [{ dimension: by, ...(by === 'TAG' ? { tagKey: 'language' } : {}) }],
  scope: {},
  asOf: at('09T00:00'),
  options: metricOptions.parse({}),
  ...more,
});

async function pointsOf(query: MetricQuery): Promise<readonly Point[]> {
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return answer.points;
}

async function countedIn(query: MetricQuery, point: Point): Promise<readonly EvidenceEntry[]> {
  const { items } = await evidence(warehouse.analytics, declared, pointReference(query, point), {
    first: 1_000,
    parts: ['numerator', 'denominator', 'sample'],
  });
  return items;
}

const rounded = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value.toFixed(9));

describe('the row of the organisation', () => {
  const pooled: readonly MetricId[] = [
    'DEPLOYMENT_FREQUENCY',
    'CHANGE_LEAD_TIME',
    'CHANGE_FAIL_RATE',
    'DEPLOYMENT_REWORK_RATE',
    'TIME_TO_RESTORE',
    'DEPLOYMENT_SUCCESS_RATE',
  ];

  it.each(pooled)(
    '%s is made of the samples of all groups, each once',
    async (id) => {
      const [whole] = await pointsOf(question(id, null));
      for (const by of ['SERVICE', 'TEAM'] as const) {
        const query = question(id, by);
        const entries = new Map<string, EvidenceEntry>();
        for (const point of await pointsOf(query)) {
          for (const entry of await countedIn(query, point)) entries.set(`${entry.instant} ${entry.key}`, entry);
        }
        const made = evidenceRuleOf({ metric: id })?.made ?? 'sum';
        const { n, value } = summedUp(made, [...entries.values()], 7);
        expect({ id, by, n, value: rounded(value) }).toEqual({ id, by, n: whole?.n, value: rounded(whole?.value) });
      }
      expect(whole?.n).toBeGreaterThan(0);
    },
    120_000,
  );

  it.each(pooled)('%s is cut into days that no sample is missing from, and none is in twice', async (id) => {
    // In Lord Howe's days, which are those of no other zone.
    const query = question(id, null, {
      bucket: 'DAY',
      window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'Australia/Lord_Howe' },
    });
    const [whole] = await pointsOf(question(id, null));
    const days = await pointsOf(query);
    expect(days.reduce((sum, { n }) => sum + n, 0)).toBe(whole?.n);
  });
});

describe('a service that changes its team in the midst of a week', () => {
  it('counts for each of them up to then, and from then on', async () => {
    const query = question('DEPLOYMENT_FREQUENCY', 'TEAM', { bucket: 'WEEK', scope: { services: ['shop'] } });
    const teams = await pointsOf(query);
    const found = new Map<string, number[]>();
    for (const point of teams) {
      const instants = (await countedIn(query, point)).map(({ instant }) => instant);
      found.set(point.group[0] ?? '', instants);
    }
    const change = at('05T12:00');
    const [before, after] = [found.get('eng/old') ?? [], found.get('eng/new') ?? []];

    expect(before.every((instant) => instant < change) && after.every((instant) => instant >= change)).toBe(true);
    const [whole] = await pointsOf(question('DEPLOYMENT_FREQUENCY', null, { scope: { services: ['shop'] } }));
    expect(before.length + after.length).toBe(whole?.n);
    expect([before.length > 0, after.length > 0]).toEqual([true, true]);
    // The parent has them all.
    expect(found.get('eng')?.length).toBe(whole?.n);
  });

  it('has changes of its flags counted for whose it was then', async () => {
    const of = async (...teams: string[]): Promise<string[]> =>
      (await listFlagChanges(warehouse.analytics, { where: { teams }, asOf: at('09T00:00'), first: 10 })).items.map(
        ({ id }) => id,
      );

    expect(await of('eng/old')).toEqual(['f1']);
    expect(await of('eng/new')).toEqual(['f2']);
    expect(await of('eng')).toEqual(['f3', 'f2', 'f1']);
  });
});
