import { emptyCatalogue } from '@leadline/events';
import { defaultOptions, type MetricQuery, pointReference } from '@leadline/metrics';
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
  sha,
} from '../query-entities/testing/given-warehouse.js';

let warehouse: GivenWarehouse;
beforeAll(async () => {
  // given a2 and a3, pushed on the 3rd; on the 5th a pull request is merged that says that a2 and a3 are its own
  warehouse = await givenWarehouse([
    commit('a1', '01T08:00', ['a0'], { pushedAt: said('01T08:00') }),
    rollout('s1', 'a1', '02T08:00'),
    commit('a2', '03T08:00', ['a1'], { pushedAt: said('03T08:00') }),
    commit('a3', '03T08:00', ['a2'], { pushedAt: said('03T09:00') }),
    commit('a4', '05T08:00', ['a3']),
    event('pull_request', {
      repo: 'acme/shop',
      number: 7,
      commits: [sha('a2'), sha('a3')],
      mergeSha: sha('a4'),
      method: 'merge',
      mergedAt: said('05T09:00'),
    }),
    rollout('s2', 'a4', '06T10:00'),
  ]);
});
afterAll(async () => warehouse.remove());

describe('work in progress by the day', () => {
  it('has pushed commits until the day on which they are merged as one', async () => {
    const query: MetricQuery = {
      ids: ['WORK_IN_PROGRESS'],
      window: { from: at('03T00:00'), to: at('07T00:00'), timeZone: 'UTC' },
      bucket: 'DAY',
      by: [],
      scope: {},
      asOf: at('09T00:00'),
      options: defaultOptions,
    };
    const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, query);
    if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
    const days = await Promise.all(
      answer.points.map(async (point) => {
        const reference = pointReference(query, point);
        const { items } = await evidence(warehouse.analytics, emptyCatalogue, reference, { first: 10 });
        const waiting = items.filter(({ part }) => part !== 'left_out').map(({ id }) => id);
        return [point.value, waiting.toSorted((a, b) => (a < b ? -1 : 1))];
      }),
    );

    // The 3rd to the 6th, on which it is shipped.
    const pushed = [`commit:${sha('a2')}`, `commit:${sha('a3')}`];
    expect(days).toEqual([
      [2, pushed],
      [2, pushed],
      [1, ['change:acme/shop#7']],
      [0, []],
    ]);
  });
});
