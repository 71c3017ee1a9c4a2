import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenWarehouse, type GivenWarehouse } from '../query-entities/testing/given-warehouse.js';
import { silences } from './silences.js';

const HOUR = 3_600_000;
const FIRST = Date.parse('2026-03-02T00:00:00Z');
/** 24 deliveries an hour apart, the last of them at 23:00; one more at noon two days later. */
const hours = [...Array.from({ length: 24 }, (_, nth) => nth), 60];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([]);
  const rows = (endpoint: string, source: string, count: number) =>
    hours.slice(-count).map((hour, nth) => ({
      position: `${endpoint}:${nth}`,
      delivery_id: `${endpoint} ${nth}`,
      endpoint,
      source,
      event: 'push',
      outcome: 'normalized',
      reason: '',
      events: 1,
      bytes: 1,
      received_at: FIRST + hour * HOUR,
      version: nth + 1,
    }));
  await warehouse.facts.store({
    deliveries: [...rows('ci', 'jenkins', 25), ...rows('seldom', 'jenkins', 15), ...rows('leadline', 'leadline', 25)],
  });
}, 60_000);
afterAll(async () => warehouse.remove());

describe('silences', () => {
  it('are gaps of more than a day of what delivers often, judged by the gaps before, as of an instant', async () => {
    const silence = { endpoint: 'ci', source: 'jenkins', lastAt: FIRST + 23 * HOUR, usualGap: HOUR };
    expect(await silences(warehouse.analytics, FIRST + 40 * HOUR)).toEqual([]);
    expect(await silences(warehouse.analytics, FIRST + 48 * HOUR)).toEqual([{ ...silence, nextAt: null }]);
    expect(await silences(warehouse.analytics, FIRST + 61 * HOUR)).toEqual([{ ...silence, nextAt: FIRST + 60 * HOUR }]);
  });
});
