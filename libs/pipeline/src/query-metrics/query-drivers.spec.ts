import type { LeadlineEvent } from '@leadline/events';
import { defaultOptions, type Window } from '@leadline/metrics';
import type { Analytics, Statement } from '@leadline/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryDrivers } from '../index.js';
import {
  at,
  event,
  type GivenWarehouse,
  givenWarehouse,
  rollout,
  said,
} from '../query-entities/testing/given-warehouse.js';

/** An incident of the service that names the deployment, an hour after it. */
const broken = (deployment: string, startedAt: string): LeadlineEvent =>
  event('incident', {
    id: `of-${deployment}`,
    service: 'shop',
    startedAt: said(startedAt),
    resolvedAt: null,
    causedBy: deployment,
  });
const api = { service: 'api', repo: 'acme/api' };

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    // From the 2nd on: shop twice, of which one failed, and api twice.
    rollout('s1', 'a1', '02T08:00'),
    rollout('s2', 'a2', '03T08:00'),
    broken('s2', '03T09:00'),
    rollout('m1', 'b1', '02T10:00', api),
    rollout('m2', 'b2', '03T10:00', api),
    // From the 9th on: shop three times, of which two failed, and api once.
    rollout('s3', 'a3', '09T08:00'),
    rollout('s4', 'a4', '10T08:00'),
    broken('s4', '10T09:00'),
    rollout('s5', 'a5', '11T08:00'),
    broken('s5', '11T09:00'),
    rollout('m3', 'b3', '09T10:00', api),
  ]);
});
afterAll(async () => warehouse.remove());

const weekFrom = (day: string, next: string): Window => ({
  from: at(`${day}T00:00`),
  to: at(`${next}T00:00`),
  timeZone: 'UTC',
});

const driversOf = (analytics: Analytics, asOf = at('20T00:00')) =>
  queryDrivers(
    analytics,
    'CHANGE_FAIL_RATE',
    { window: weekFrom('09', '16'), scope: {}, asOf, options: defaultOptions },
    weekFrom('02', '09'),
  );

/** What is asked of the warehouse, and its answers; `beyond` says of each latest state that something changes later. */
function listening(to: Analytics, { beyond }: { readonly beyond: boolean }) {
  const asked: string[] = [];
  const query = async <Row>(statement: Statement): Promise<Row[]> => {
    asked.push(statement.sql);
    const rows = await to.query<Row>(statement);
    return beyond && statement.sql.includes('AS beyond') ? rows.map(changedLater) : rows;
  };
  return { asked, analytics: { ...to, query } };
}

/** A row of which something changes later, and likewise those in a list: there `beyond` comes after the group and its bucket. */
function changedLater<Row>(row: Row): Row {
  if (typeof row === 'object' && row !== null && 'counted' in row && Array.isArray(row.counted)) {
    return { ...row, counted: row.counted.map((values: readonly unknown[]) => values.with(2, 1)) };
  }
  return { ...row, beyond: 1 };
}

const readsEvidence = (sql: string): boolean => !sql.includes('AS beyond');

describe('what drives the change fail rate', () => {
  it('is told service by service, from the latest state', async () => {
    const { asked, analytics } = listening(warehouse.analytics, { beyond: false });
    const drivers = await driversOf(analytics);
    // then a quarter failed, and then half
    expect(drivers).toMatchObject({ before: 0.25, after: 0.5, delta: 0.25, nBefore: 4, nAfter: 4, driver: 'mix' });
    // shop: (2/4 + 3/4) / 2 × (2/3 − 1/2); shop's and api's other shares: 1/4 × (7/12 − 3/8) + 1/4 × 3/8
    expect(drivers.within?.['rate']).toBeCloseTo(0.625 / 6, 12);
    expect(drivers.mix).toBeCloseTo(0.25 * (7 / 12 - 3 / 8) + 0.25 * (3 / 8), 12);
    expect(asked.filter((sql) => sql.includes('deployment_states'))).toHaveLength(2);
    expect(asked.filter(readsEvidence)).toEqual([]);
  });

  it('is the same from the evidence', async () => {
    const { asked, analytics } = listening(warehouse.analytics, { beyond: true });
    expect(await driversOf(analytics)).toEqual(await driversOf(warehouse.analytics));
    expect(asked.filter(readsEvidence)).toHaveLength(2);
  });

  it('is told as it was known, where something changed since', async () => {
    const { asked, analytics } = listening(warehouse.analytics, { beyond: false });
    // given that the incident of s5 was not there at noon of the 10th
    expect(await driversOf(analytics, at('10T12:00'))).toMatchObject({ before: 0.25, after: 1 / 3, nAfter: 3 });
    expect(asked.some(readsEvidence)).toBe(true);
  });
});
