import { catalogue } from '@leadline/events';
import { defaultOptions, type MetricQuery, pointReference, type Scope } from '@leadline/metrics';
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

/** shop goes from eng/old to eng/new at the beginning of the 5th. */
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
  ],
});

const pushed = (start: string, pushedAt: string, parents: readonly string[]) =>
  commit(start, pushedAt, parents, { pushedAt: said(pushedAt) });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  // given a2, which waits from the 3rd to the 6th
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    pushed('a1', '01T08:00', ['a0']),
    rollout('s1', 'a1', '02T08:00'),
    pushed('a2', '03T08:00', ['a1']),
    rollout('s2', 'a2', '06T10:00'),
  ]);
});
afterAll(async () => warehouse.remove());

const question = (by: MetricQuery['by'], scope: Scope = {}): MetricQuery => ({
  ids: ['WORK_IN_PROGRESS'],
  window: { from: at('03T00:00'), to: at('07T00:00'), timeZone: 'UTC' },
  bucket: 'DAY',
  by,
  scope,
  asOf: at('09T00:00'),
  options: defaultOptions,
});

async function days(query: MetricQuery) {
  const answer = await queryMetrics(warehouse.analytics, declared, query);
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return Promise.all(
    answer.points.map(async (point) => {
      const { counts } = await evidence(warehouse.analytics, declared, pointReference(query, point), { first: 10 });
      return [point.group[0] ?? '', point.value, counts.numerator] as const;
    }),
  );
}

describe('work in progress of a team', () => {
  it('is of the services it owned at the end of each bucket, and so is its evidence', async () => {
    // The 3rd to the 6th.
    const found = await days(question([{ dimension: 'TEAM' }]));
    const ofTeam = (name: string) => found.filter(([team]) => team === name);

    expect(ofTeam('eng/old').map(([, value, shown]) => [value, shown])).toEqual([
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
    expect(ofTeam('eng/new').map(([, value, shown]) => [value, shown])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
    expect(ofTeam('eng').map(([, value]) => value)).toEqual([1, 1, 1, 0]);
  });

  it('is narrowed to a team in the same way', async () => {
    const ofNew = await days(question([], { teams: ['eng/new'] }));

    expect(ofNew.map(([, value, shown]) => [value, shown])).toEqual([
      [0, 0],
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
  });
});
