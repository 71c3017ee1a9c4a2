import { catalogue } from '@leadline/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changedNumbers } from '../index.js';
import {
  at,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

const withRules = (rules: Record<string, unknown>) =>
  catalogue.parse({ version: JSON.stringify(rules), declaredAt: '2026-01-01T00:00:00Z', rules });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    rollout('d1', 'c1', '02T09:00'),
    rollout('d2', 'c2', '02T11:00'),
    event('incident', { id: 'i1', service: 'shop', startedAt: said('02T11:10'), resolvedAt: said('02T12:00') }),
  ]);
});
afterAll(async () => warehouse.remove());

describe('numbers that an edit changes', () => {
  const changed = async (before: Record<string, unknown>, after: Record<string, unknown>) => {
    const side = (rules: Record<string, unknown>) => ({ analytics: warehouse.analytics, catalogue: withRules(rules) });
    const window = { from: at('01T00:00'), to: at('08T00:00'), timeZone: 'UTC' };
    const numbers = await changedNumbers(side(before), side(after), { window, asOf: at('08T00:00') });
    return numbers.changed
      .filter(({ metric, by }) => metric === 'CHANGE_FAIL_RATE' && by === null)
      .map((number) => [number.before?.value, number.after?.value]);
  };

  it('are those of each side under the options of its own catalogue', async () => {
    // The incident names no cause: it is laid to d2 only where incidents are attributed by time.
    expect(await changed({ timeWindowAttribution: false }, { timeWindowS: 7_200 })).toEqual([[0, 0.5]]);
  }, 120_000);
});
