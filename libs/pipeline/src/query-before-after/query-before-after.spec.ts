import { emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions } from '@leadline/metrics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComparedMetric, queryBeforeAfter } from '../index.js';
import { event, type GivenWarehouse, givenWarehouse } from '../query-entities/testing/given-warehouse.js';

const DAY = 86_400_000;
/** A Monday. Week 0 begins here; the project runs through week 8; weeks 9 to 16 lie after it. */
const BEGIN = Date.parse('2026-01-05T00:00:00Z');
const on = (day: number): string => new Date(BEGIN + day * DAY).toISOString();

/** Deployments of a service in a week, the first of them failed, each a day after its only commit. */
function week(service: string, at: number, count: number, failed: number, leadDays: number): LeadlineEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const [id, day] = [`${service}-${at}-${index}`, 7 * at + 1 + index / 10];
    const previous = index === 0 ? (at === 0 ? 'root' : `${service}-${at - 1}-0`) : `${service}-${at}-${index - 1}`;
    return [
      event('commit', {
        sha: id,
        repo: `acme/${service}`,
        committedAt: on(day - leadDays * (1 + index / 10)),
        parents: [previous],
      }),
      event('deployment', {
        id,
        service,
        environment: 'production',
        envTier: 'production',
        status: 'succeeded',
        startedAt: on(day),
        finishedAt: on(day),
        sha: id,
      }),
      ...(index < failed ? [event('mark', { deployment: id, verdict: 'failed', by: 'ana', at: on(day) })] : []),
    ];
  }).flat();
}

/** shop: 3 a week, one failed, of two days; after the project 6 a week, none failed, of half a day. blog stays as it is. */
const events = Array.from({ length: 17 }, (_, at) => [
  ...(at < 9 ? week('shop', at, 3, 1, 2) : week('shop', at, 6, 0, 0.5)),
  ...week('blog', at, 2, 1, 1),
]).flat();

let warehouse: GivenWarehouse;
beforeAll(async () => {
  warehouse = await givenWarehouse(events);
});
afterAll(async () => warehouse.remove());

const compare = (metric: ComparedMetric, wanted: 'up' | 'down', { asOf = 7 * 17, scope = ['shop'] } = {}) =>
  queryBeforeAfter(warehouse.analytics, emptyCatalogue, {
    metric,
    wanted,
    scope: scope.length === 0 ? {} : { services: scope },
    start: BEGIN + 8 * 7 * DAY,
    end: BEGIN + 9 * 7 * DAY,
    timeZone: 'UTC',
    asOf: BEGIN + asOf * DAY,
    options: defaultOptions,
  });

describe('a project', () => {
  it('improves a rate, where its peers stay as they are', async () => {
    // shop: 8 of 24, then 0 of 48; blog: 8 of 16 both times
    const answer = await compare('CHANGE_FAIL_RATE', 'down');

    expect(answer).toMatchObject({
      outcome: 'compared',
      compared: {
        before: { from: BEGIN, to: BEGIN + 56 * DAY },
        after: { from: BEGIN + 63 * DAY, to: BEGIN + 119 * DAY },
        result: { verdict: 'improved', before: 1 / 3, after: 0, nBefore: 24, nAfter: 48, change: -1 },
        peers: { verdict: 'not_distinguishable', doubt: 'chance', before: 0.5, after: 0.5, nBefore: 16, nAfter: 16 },
        drivers: { delta: -1 / 3, mix: 0, driver: 'rate' },
      },
    });
  });

  it('is judged by weekly counts', async () => {
    expect(await compare('DEPLOYMENT_FREQUENCY', 'up')).toMatchObject({
      compared: {
        result: { verdict: 'improved', before: 3, after: 6, change: 1 },
        peers: { verdict: 'not_distinguishable', before: 2, after: 2, change: 0 },
        drivers: null,
      },
    });
  });

  it('is judged by one duration for each deployment, and goes the wrong way where more was wanted', async () => {
    // Lead times of shop are 2, 2.2 and 2.4 days, then 0.5 to 0.75 days
    const answer = await compare('CHANGE_LEAD_TIME', 'up');

    expect(answer).toMatchObject({ compared: { result: { verdict: 'worse', before: 190_080 } } });
    expect(answer.outcome === 'compared' && answer.compared.result.after).toBeCloseTo(0.625 * 86_400, 3);
  });

  it('shows the mix of services, where nothing else changed', async () => {
    const answer = await compare('CHANGE_FAIL_RATE', 'down', { scope: [] });

    // Everything: 16 of 40, then 8 of 64; shop grew from 0.6 to 0.75 of the deployments
    expect(answer).toMatchObject({ compared: { peers: null, result: { before: 0.4, after: 0.125 } } });
    if (answer.outcome !== 'compared') throw new Error(answer.outcome);
    const { within, mix, delta } = answer.compared.drivers ?? {};
    expect((within?.['rate'] ?? 0) + (mix ?? 0)).toBeCloseTo(delta ?? 0, 12);
    // (0.75 - 0.6)(1/6 - 0.2625) + (0.25 - 0.4)(0.5 - 0.2625)
    expect(mix).toBeCloseTo(0.15 * (1 / 6 - 0.2625) - 0.15 * (0.5 - 0.2625), 12);
  });

  it('waits for four full weeks', async () => {
    expect(await compare('CHANGE_FAIL_RATE', 'down', { asOf: 7 * 12 + 6 })).toEqual({
      outcome: 'too_early',
      fullWeeks: 3,
    });
    expect(await compare('CHANGE_FAIL_RATE', 'down', { asOf: 7 * 13 })).toMatchObject({
      compared: { result: { nAfter: 24 } },
    });
  });

  it('has nothing to say of incidents where there were none', async () => {
    expect(await compare('TIME_TO_RESTORE', 'down')).toMatchObject({
      compared: { result: { verdict: 'not_distinguishable', doubt: 'too_few', nBefore: 0, p: null } },
    });
  });
});
