import { catalogue, type LeadlineEvent } from '@leadline/events';
import { type MetricId, metricOptions, type MetricOptions } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryMetrics } from '../index.js';
import { at, event, type GivenWarehouse, givenWarehouse, said } from '../query-entities/testing/given-warehouse.js';

const declared = catalogue.parse({ version: 'v1', declaredAt: '2026-01-01T00:00:00Z' });

const deploy = (id: string, finishedAt: string, data: Record<string, unknown>): LeadlineEvent =>
  event('deployment', {
    id,
    service: 'shop',
    environment: 'production',
    envTier: 'production',
    status: 'succeeded',
    finishedAt: said(finishedAt),
    ...data,
  });

const changed = (id: string, when: string, flag: string): LeadlineEvent =>
  event('flag_change', {
    id,
    flag,
    services: ['shop'],
    environment: 'production',
    envTier: 'production',
    at: said(when),
    exposure: 100,
  });

const incident = (id: string, startedAt: string, resolvedAt: string, data: Record<string, unknown>): LeadlineEvent =>
  event('incident', { id, service: 'shop', startedAt: said(startedAt), resolvedAt: said(resolvedAt), ...data });

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse([
    event('catalogue', declared),
    deploy('d1', '02T10:00', { sha: 'a' }),
    deploy('d2', '03T10:00', { sha: 'b', startedAt: said('03T09:50') }),
    incident('i1', '04T08:00', '04T13:00', { detectedAt: said('04T09:00'), causedBy: 'd2' }),
    // Taken back by its commit, 26 hours after d2 had finished.
    deploy('d3', '04T12:00', { sha: 'a', startedAt: said('04T11:30') }),
    // Two attempts that do not say when they began: the run is from the end of the first to that of the second.
    deploy('e1', '05T10:00', { sha: 'c', group: 'run', target: 'eu' }),
    deploy('e2', '05T10:20', { sha: 'c', group: 'run', target: 'us' }),
    event('observation', {
      id: 'o1',
      measure: 'capacity',
      service: 'shop',
      available: 0.5,
      from: said('05T10:10'),
      to: said('05T10:30'),
    }),
    // It is said to have come from cart, which nobody saw before it was over; from search it lasted half an hour.
    changed('f1', '06T10:00', 'cart'),
    incident('i2', '06T08:00', '06T09:00', { causedByFlagChange: 'f1' }),
    changed('f2', '06T12:00', 'search'),
    incident('i3', '06T12:10', '06T12:40', { causedByFlagChange: 'f2' }),
  ]);
});
afterAll(async () => warehouse.remove());

async function ask(id: MetricId, options: Partial<MetricOptions> = {}) {
  const answer = await queryMetrics(warehouse.analytics, declared, {
    ids: [id],
    window: { from: at('02T00:00'), to: at('09T00:00'), timeZone: 'UTC' },
    by: [],
    scope: {},
    asOf: at('09T00:00'),
    options: metricOptions.parse(options),
  });
  if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
  return answer.points[0];
}

describe('a rollback a day after what it takes back', () => {
  it('fails nothing by itself, and its time is known all the same', async () => {
    // From 9:00, when i1 was detected, to 12:00.
    expect(await ask('ROLLBACK_TIME')).toMatchObject({ n: 1, value: 10_800, details: { withoutDetection: 0 } });
    // To 11:30, when it began.
    expect(await ask('ROLLBACK_RESPONSE')).toMatchObject({ n: 1, value: 9_000 });
  });

  it('is timed whether or not rollbacks mean failure', async () => {
    expect(await ask('ROLLBACK_TIME', { rollbackImpliesFailure: false })).toMatchObject({ n: 1, value: 10_800 });
  });
});

describe('a run whose attempts do not tell their start', () => {
  it('begins when the first of them finishes', async () => {
    // Half of the capacity is missing from 10:10 to 10:20.
    expect(await ask('REDUCED_CAPACITY')).toMatchObject({ n: 1, value: 300 });
  });
});

describe('a release by flag whose incident was over before it', () => {
  it('is no recovery in no time, but an invalid sample', async () => {
    expect(await ask('FLAG_RECOVERY_TIME')).toMatchObject({
      n: 1,
      value: 1_800,
      details: { invalidSamples: 1, closedByFlag: 0 },
    });
  });

  it('took no time where clocks may differ as much', async () => {
    expect(await ask('FLAG_RECOVERY_TIME', { clockSkewToleranceS: 3_600 })).toMatchObject({
      n: 2,
      value: 900,
      details: { invalidSamples: 0 },
    });
  });
});
