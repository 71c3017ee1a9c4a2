import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventData, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import { type MetricId, metricOptions, type Window } from '@leadline/metrics';
import { contentHash } from '@leadline/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from '../../../../test/promise/run-world.js';
import { changeVerdicts, queryInsights, type QueriedInsights } from '../index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A Monday. */
const FROM = Date.parse('2026-03-02T00:00:00Z');
const WEEKS = 30;
const TO = FROM + WEEKS * WEEK;
const SLOW_SINCE = 26;

const acme = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  organisation: { name: 'Acme', timeZone: 'UTC' },
  teams: [{ path: 'eng' }, { path: 'eng/shop' }, { path: 'eng/money' }],
  services: [
    { name: 'cart', teams: [{ team: 'eng/shop' }] },
    { name: 'ledger', teams: [{ team: 'eng/money' }] },
  ],
});

const said = <K extends EventKind>(kind: K, data: EventData<K>): LeadlineEvent<K> =>
  eventOf(kind, { id: contentHash({ kind, data }), source: 'spec' }, data);
const text = (at: number): string => new Date(at).toISOString();

/**
 * Two services that deploy each workday at noon, a commit each. Commits of cart are about five hours old, and a day and
 * more in the last four weeks; those of ledger five hours throughout. Cart's first 40 deployments fail every eighth time
 * and recover in half an hour; ledger's never.
 */
function* history(): Generator<LeadlineEvent> {
  yield said('catalogue', acme);
  for (const service of ['cart', 'ledger']) {
    let parent: string | null = null;
    for (let workday = 0; workday < WEEKS * 5; workday += 1) {
      const week = Math.floor(workday / 5);
      const at = FROM + week * WEEK + (workday % 5) * DAY + 12 * HOUR;
      const sha = contentHash([service, workday]).slice(0, 40);
      const age = (service === 'cart' && week >= SLOW_SINCE ? 30 * HOUR : 5 * HOUR) + (workday % 7) * 10 * MINUTE;
      yield said('commit', {
        repo: `acme/${service}`,
        sha,
        committedAt: text(at - age),
        parents: parent === null ? [] : [parent],
        source: 'github',
      });
      parent = sha;
      yield said('deployment', {
        id: `${service}/${workday}`,
        service,
        repo: `acme/${service}`,
        environment: 'production',
        envTier: 'production',
        status: 'succeeded',
        sha,
        startedAt: text(at - 5 * MINUTE),
        finishedAt: text(at),
        occurredAt: text(at),
        source: 'github',
      });
      if (service === 'ledger' || workday >= 40 || workday % 8 !== 7) continue;
      yield said('incident', {
        id: `${service}/incident-${workday}`,
        service,
        causedBy: `${service}/${workday}`,
        source: 'desk',
        title: 'It broke',
        startedAt: text(at + MINUTE),
        resolvedAt: text(at + 31 * MINUTE),
        occurredAt: text(at + MINUTE),
      });
    }
  }
}

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-insights-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'insights');
  await warehouse.migrate();
  const facts = await derived([[...history()]]);
  const deployments = (await deploymentsIn(facts)).map((row) => ({ ...row, version: 1 }));
  await warehouse.facts.store({ deployments, incidents: await facts.find({ table: 'incidents', where: [] }) });
}, 120_000);

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const lastFourWeeks: Window = { from: TO - 4 * WEEK, to: TO, timeZone: 'UTC' };

const told = (window: Window, teams: readonly string[] = [], asOf = TO + 8 * DAY): Promise<QueriedInsights> =>
  queryInsights(warehouse.analytics, acme, {
    window,
    scope: teams.length === 0 ? {} : { teams },
    asOf,
    options: metricOptions.parse({}),
  });

const sentences = async (...asked: Parameters<typeof told>): Promise<string[]> =>
  (await told(...asked)).insights.map((one) => `${one.kind}: ${one.text.replaceAll('\u00A0', ' ')}`);

describe('what is notable of a team', () => {
  it('is the change of its lead time, and that nothing failed for 90 days', async () => {
    // Twenty deployments a side, workdays 110 to 149: ages of 5 h and 30 h and a multiple of ten minutes up to sixty,
    // each multiple about equally often: medians 5.5 h and 30.5 h. Nobody told of reviews: what rose is not known.
    const [change, ...others] = await sentences(lastFourWeeks, ['eng/shop']);
    expect(change).toMatch(
      /^change: Change lead time of eng\/shop rose \d+ % to (30|31) h \(n = 20\) vs\. the 28 days before \(5\.\d h, n = 20\)/,
    );
    // 90 days up to the end of the window are 64 workdays and the day they begin in.
    expect(others).toContainEqual(
      expect.stringMatching(/^milestone: 90 days without a failed deployment of eng\/shop \(6[345] deployments\)\.$/),
    );
  });

  it('is nothing new of a team that goes on as it did, but for what it reached', async () => {
    const all = await sentences(lastFourWeeks, ['eng/money']);
    expect(all.filter((one) => !one.startsWith('milestone: 90 days'))).toEqual([]);
  });

  it('is five fast recoveries running, while they are the latest', async () => {
    const early = { from: FROM + 4 * WEEK, to: FROM + 8 * WEEK, timeZone: 'UTC' };
    expect(await sentences(early, ['eng/shop'])).toContain(
      'milestone: eng/shop recovered in under an hour five times running, the slowest in 30 min.',
    );
  });
});

describe('the time before', () => {
  it('is as long as what has passed of the window', async () => {
    const { compared } = await told({ ...lastFourWeeks, to: TO + 4 * WEEK }, [], TO - 2 * WEEK - 1);
    expect(compared?.now).toMatchObject({ from: TO - 4 * WEEK, to: TO - 2 * WEEK });
    expect(compared?.before).toMatchObject({ from: TO - 6 * WEEK, to: TO - 4 * WEEK });
  });

  it('of a window that has not begun is none, and nothing is notable', async () => {
    const { insights, compared } = await told({ from: TO, to: TO + WEEK, timeZone: 'UTC' }, [], TO - 1);
    expect([insights, compared]).toEqual([[], null]);
  });
});

describe('what is said of a number beside those of other teams', () => {
  it('is what its insights say', async () => {
    const query = {
      ids: ['CHANGE_LEAD_TIME' as const],
      window: lastFourWeeks,
      by: [{ dimension: 'TEAM' as const }],
      scope: {},
      asOf: TO + 8 * DAY,
      options: metricOptions.parse({}),
    };
    const before = { ...lastFourWeeks, from: TO - 8 * WEEK, to: TO - 4 * WEEK };
    const verdictOf = await changeVerdicts(warehouse.analytics, acme, query, before);
    const of = (team: string) => (metric: MetricId) => verdictOf({ metric, group: [team] });
    const five = [
      'CHANGE_LEAD_TIME',
      'DEPLOYMENT_FREQUENCY',
      'FAILED_DEPLOYMENT_RECOVERY_TIME',
      'CHANGE_FAIL_RATE',
    ] as const;
    // Five hours became thirty; five deployments a week stayed, and nothing failed in either window.
    expect(five.map(of('eng/shop'))).toEqual(['worse', 'usual', 'no_value', 'usual']);
    expect(five.map(of('eng/money'))).toEqual(['usual', 'usual', 'no_value', 'usual']);
    // None of DORA's five, and a team of which nobody knows.
    expect([of('eng/shop')('BATCH_SIZE'), of('eng/none')('CHANGE_LEAD_TIME')]).toEqual([null, null]);
    // Of the first deployments nothing was before.
    const first = { ...query, window: { from: FROM, to: FROM + 4 * WEEK, timeZone: 'UTC' } };
    const early = await changeVerdicts(warehouse.analytics, acme, first, {
      from: FROM - 4 * WEEK,
      to: FROM,
      timeZone: 'UTC',
    });
    expect(early({ metric: 'CHANGE_FAIL_RATE', group: ['eng/money'] })).toBe('no_history');
  });
});
