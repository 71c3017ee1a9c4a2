import { defaultOptions } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryStaleFlags } from '../index.js';
import {
  at,
  commit,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

const DAY = 86_400;
const change = (id: string, flag: string, when: string, exposure: number, environment = 'production') =>
  event('flag_change', { id, flag, environment, envTier: 'production', at: said(when), exposure, services: ['shop'] });

/**
 * done is fully on in both environments since the 3rd, 12:00; gone was on and is off since the 5th; half is at 50 %; dark
 * is in code that was deployed on the 2nd and was never on; stays is permanent.
 */
const events = [
  commit('a1', '01T08:00', ['a0']),
  commit('a2', '01T09:00', ['a1'], { flags: ['dark'] }),
  rollout('d0', 'a1', '01T10:00'),
  rollout('d1', 'a2', '02T00:00'),
  change('f1', 'done', '02T12:00', 10),
  change('f2', 'done', '03T00:00', 100),
  change('f3', 'done', '03T12:00', 100, 'production-us'),
  change('f4', 'gone', '02T12:00', 20),
  change('f5', 'gone', '05T00:00', 0),
  change('f6', 'half', '02T12:00', 50),
  change('f7', 'stays', '02T12:00', 100),
  event('flag', { flag: 'stays', permanent: true }),
];

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

const staleAt = (end: string) =>
  queryStaleFlags(warehouse.analytics, {
    window: { from: at('01T00:00'), to: at(end), timeZone: 'UTC' },
    scope: {},
    asOf: at('31T00:00'),
    options: { ...defaultOptions, staleAfterS: 5 * DAY, darkAfterS: 8 * DAY },
  });

describe('stale flags', () => {
  it('are named with why, since when and where', async () => {
    const { stale, total } = await staleAt('10T00:00');

    expect(total).toBe(5);
    expect(stale).toEqual([
      { flag: 'dark', reason: 'never_exposed', since: at('02T00:00'), ageS: 8 * DAY, environments: [] },
      {
        flag: 'done',
        reason: 'settled',
        since: at('03T12:00'),
        ageS: 6.5 * DAY,
        environments: [
          { environment: 'production', exposure: 100, since: at('03T00:00') },
          { environment: 'production-us', exposure: 100, since: at('03T12:00') },
        ],
      },
      {
        flag: 'gone',
        reason: 'settled',
        since: at('05T00:00'),
        ageS: 5 * DAY,
        environments: [{ environment: 'production', exposure: 0, since: at('05T00:00') }],
      },
    ]);
  });

  it('are those of the end of the window', async () => {
    expect((await staleAt('09T00:00')).stale.map(({ flag }) => flag)).toEqual(['done']);
  });
});
