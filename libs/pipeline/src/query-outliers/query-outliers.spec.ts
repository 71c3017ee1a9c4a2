import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, type EventData, type EventKind, eventOf, type LeadlineEvent } from '@leadline/events';
import type { OutlierScan } from '@leadline/insights';
import { metricIds, metricOptions, type Point } from '@leadline/metrics';
import { contentHash } from '@leadline/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from '../../../../test/promise/run-world.js';
import {
  evidence,
  type OutlierQuery,
  type OutlierRow,
  outlierRow,
  pointIn,
  queryMetrics,
  queryOutliers,
} from '../index.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** A Monday. */
const FROM = Date.parse('2026-06-01T00:00:00Z');
const WEEKS = 12;
const TO = FROM + WEEKS * WEEK;
/** The Friday of the tenth week. */
const BAD_FRIDAY = FROM + 9 * WEEK + 4 * DAY;

const teams = ['eng/payments', 'eng/storefront', 'eng/search', 'eng/logistics'];
const services = teams.flatMap((team, index) =>
  ['a', 'b', 'c'].map((letter) => ({ name: `${team.slice(4)}-${letter}`, team, index })),
);
const acme = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  teams: [{ path: 'eng' }, ...teams.map((path) => ({ path }))],
  services: services.map(({ name, team, index }) => ({
    name,
    teams: [{ team }],
    tags: { area: index < 2 ? 'shop' : 'back' },
  })),
});

const said = <K extends EventKind>(kind: K, data: EventData<K>): LeadlineEvent<K> =>
  eventOf(kind, { id: contentHash({ kind, data }), source: 'spec' }, data);
const text = (at: number): string => new Date(at).toISOString();

/**
 * Twelve services that deploy each workday, a commit each, some hours old. The three of logistics fail every third time,
 * the others every 25th; on the bad Friday everybody but search fails. One commit of payments-a waited for 50 days, and one
 * incident of logistics-a, of half an hour mostly, took two days.
 */
function* history(): Generator<LeadlineEvent> {
  yield said('catalogue', acme);
  for (const [place, { name, team }] of services.entries()) {
    let parent: string | null = null;
    for (let workday = 0; workday < WEEKS * 5; workday += 1) {
      const day = FROM + Math.floor(workday / 5) * WEEK + (workday % 5) * DAY;
      const at = day + 9 * HOUR + place * 20 * MINUTE;
      const sha = contentHash({ name, workday }).slice(0, 40);
      const isOld = name === 'payments-a' && workday === 57;
      const age = isOld ? 50 * DAY : (4 + ((workday * 7 + place) % 9)) * HOUR;
      yield said('commit', {
        repo: `acme/${name}`,
        sha,
        committedAt: text(at - age),
        parents: parent === null ? [] : [parent],
      });
      parent = sha;
      yield said('deployment', {
        id: `${name}/${workday}`,
        service: name,
        repo: `acme/${name}`,
        environment: 'production',
        envTier: 'production',
        status: 'succeeded',
        sha,
        startedAt: text(at - 5 * MINUTE),
        finishedAt: text(at),
        occurredAt: text(at),
        source: 'github',
      });
      const isBad = day === BAD_FRIDAY && team !== 'eng/search';
      if (!isBad && !(team === 'eng/logistics' ? (workday + place) % 3 === 0 : (workday + 7 * place) % 25 === 24))
        continue;
      const took = name === 'logistics-a' && workday === 57 ? 2 * DAY : (20 + ((workday * 3) % 20)) * MINUTE;
      yield said('incident', {
        id: `${name}/incident-${workday}`,
        service: name,
        causedBy: `${name}/${workday}`,
        source: 'desk',
        title: 'It broke',
        startedAt: text(at + MINUTE),
        resolvedAt: text(at + MINUTE + took),
        occurredAt: text(at + MINUTE),
      });
    }
  }
}

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-outliers-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'outliers');
  await warehouse.migrate();
  const facts = await derived([[...history()]]);
  const deployments = (await deploymentsIn(facts)).map((row) => ({ ...row, version: 1 }));
  await warehouse.facts.store({ deployments, incidents: await facts.find({ table: 'incidents', where: [] }) });
}, 120_000);

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const whole: OutlierQuery = {
  ids: metricIds,
  window: { from: FROM, to: TO, timeZone: 'UTC' },
  by: { dimension: 'TEAM' },
  scope: {},
  asOf: TO + 8 * DAY,
  options: metricOptions.parse({}),
};

async function scan(more: Partial<OutlierQuery>): Promise<{ scan: OutlierScan; rows: OutlierRow[] }> {
  const query = { ...whole, ...more };
  const answer = await queryOutliers(warehouse.analytics, query);
  if (answer.outcome !== 'scan') throw new Error(answer.outcome);
  return { scan: answer.scan, rows: answer.scan.outliers.map((outlier) => outlierRow(query, outlier)) };
}

const shown = ({ rule, measure, team, service, tag, since }: OutlierRow): string =>
  [rule, measure, team ?? service ?? tag ?? text(since).slice(0, 10)].join(' ');

describe('a scan of an organisation with one team that stands out, and a bad Friday', () => {
  it('finds the team by its fail rate, the Friday by the day, and the two single records', async () => {
    const { rows } = await scan({});
    expect(rows.map(shown).sort()).toEqual([
      'rate_against_peers fail_rate eng/logistics',
      'single_record incident logistics-a',
      'single_record lead_time payments-a',
      'unusual_day fail_rate 2026-08-07',
    ]);
    const [team] = rows.filter(({ rule }) => rule === 'rate_against_peers');
    // 60 workdays of three services, every third failed; the bad Friday is one of them, of two more services at most
    expect(team).toMatchObject({ n: 180, direction: 'worse', since: FROM, isStrong: true });
    expect(team?.numerator).toBeGreaterThanOrEqual(60);
    expect(team?.numerator).toBeLessThanOrEqual(62);
    const [friday] = rows.filter(({ rule }) => rule === 'unusual_day');
    // twelve services deployed, nine failed, and of search perhaps one
    expect(friday).toMatchObject({ n: 12, since: BAD_FRIDAY, team: null, service: null });
    expect(friday?.numerator).toBeGreaterThanOrEqual(9);
  });

  it('finds the three services of the team among twelve, and the area by its tag', async () => {
    const { rows, scan: looked } = await scan({ by: { dimension: 'SERVICE' }, ids: ['CHANGE_FAIL_RATE'] });
    expect(rows.map(shown).sort()).toEqual([
      'rate_against_peers fail_rate logistics-a',
      'rate_against_peers fail_rate logistics-b',
      'rate_against_peers fail_rate logistics-c',
      'unusual_day fail_rate 2026-08-07',
    ]);
    expect(looked.funnels[0]?.points.map(({ group }) => group)).toEqual(services.map(({ name }) => name).sort());
    const byTag = await scan({ by: { dimension: 'TAG', tagKey: 'area' }, ids: ['CHANGE_FAIL_RATE'] });
    expect(byTag.scan.funnels[0]?.points.map(({ group, n }) => [group, n])).toEqual([
      ['back', 360],
      ['shop', 360],
    ]);
  });

  it('compares recoveries of services that failed often enough', async () => {
    // given the last six weeks against the six before, in each of which the three of logistics failed ten times or so
    const window = { from: FROM + 6 * WEEK, to: TO, timeZone: 'UTC' };
    const by = { dimension: 'SERVICE' as const };
    const { scan: looked } = await scan({ ids: ['FAILED_DEPLOYMENT_RECOVERY_TIME'], by, window });
    const of = (rule: string) => looked.lookedAt.find((one) => one.rule === rule);

    // then those three are judged, and took as long as ever; of too few peers nothing is said
    expect(of('recovery_against_history')).toMatchObject({
      looked: 12,
      judged: 3,
      flagged: 0,
      notJudged: { too_few: 9 },
    });
    expect(of('recovery_against_peers')).toMatchObject({ judged: 0, notJudged: { too_few: 9, too_few_peers: 3 } });
  });

  it('names the deployment and the incident that took so long', async () => {
    const { rows } = await scan({});
    const [incident] = rows.filter(({ measure }) => measure === 'incident');
    expect(incident).toMatchObject({
      incident: 'logistics-a/incident-57',
      value: 2 * 86_400,
      open: false,
      point: null,
    });
    const [slow] = rows.filter(({ measure }) => measure === 'lead_time');
    expect(slow?.value).toBe(50 * 86_400);
    expect(JSON.parse(Buffer.from(slow?.deployment ?? '', 'base64url').toString())).toEqual([
      'payments-a',
      'production',
      'attempt:payments-a/57',
      1,
    ]);
  });

  it.each([
    ['as they are', {}],
    ['with other options', { rollbackImpliesFailure: false, excludeFixOnly: true, firstDeployment: 'all' as const }],
  ])(
    'gives every number the evidence that it is made from: %s',
    async (_, options) => {
      // given scans of several windows and groups
      const asked: Partial<OutlierQuery>[] = [
        {},
        { by: { dimension: 'SERVICE' } },
        { window: { from: BAD_FRIDAY - 4 * DAY, to: BAD_FRIDAY + 3 * DAY, timeZone: 'Europe/Berlin' } },
        { scope: { teams: ['eng/logistics', 'eng/payments'] }, by: { dimension: 'REPOSITORY' } },
      ];
      const told: unknown[] = [];
      const opened: unknown[] = [];
      for (const more of asked) {
        for (const { point, value, n, numerator } of (await scan({ ...more, options: metricOptions.parse(options) }))
          .rows) {
          if (point === null) continue;
          told.push({ value, n, ...(numerator === null ? {} : { numerator, denominator: n - numerator }) });
          // when the point is asked for again, and its evidence
          const again = await pointAt(point);
          const { counts } = await evidence(warehouse.analytics, acme, pointIn(point), { first: 1 });
          const { numerator: above, denominator: below } = counts;
          opened.push({
            value: again?.value,
            n: again?.n,
            ...(numerator === null ? {} : { numerator: above, denominator: below }),
          });
        }
      }
      // then they are the same
      expect(opened).toEqual(told);
      expect(told.length).toBeGreaterThan(6);
    },
    120_000,
  );

  it('knows as of an instant only what was known then', async () => {
    // the Friday was not yet, and the rest was
    const before = await scan({ asOf: BAD_FRIDAY });
    expect(before.rows.map(shown)).toEqual(['rate_against_peers fail_rate eng/logistics']);
    expect(before.rows[0]?.n).toBe(9 * 5 * 3 + 4 * 3);
    // of a window that has not begun nothing is known
    const { scan: empty } = await scan({ asOf: FROM - 1 });
    expect(empty).toMatchObject({ outliers: [], tests: 0 });
  });

  it('stays within its scope', async () => {
    const { rows, scan: looked } = await scan({ by: { dimension: 'SERVICE' }, scope: { teams: ['eng/payments'] } });
    expect(rows.map(shown)).toEqual(['single_record lead_time payments-a']);
    expect(looked.funnels[0]?.points.map(({ group }) => group)).toEqual(['payments-a', 'payments-b', 'payments-c']);
    const incidents = looked.lookedAt.find(({ measure }) => measure === 'incident');
    // of payments alone: two or three of each service, and those of the Friday
    expect(incidents?.looked).toBeLessThan(15);
  });

  it('has a cost that it says: one statement over deployments, one over incidents', async () => {
    const asked: string[] = [];
    const counting = {
      ...warehouse.analytics,
      query: <Row>(statement: Parameters<typeof warehouse.analytics.query>[0]): Promise<Row[]> => {
        asked.push(/FROM (\w+) FINAL/.exec(statement.sql)?.[1] ?? '');
        return warehouse.analytics.query<Row>(statement);
      },
    };
    await queryOutliers(counting, whole);
    expect(asked).toEqual(['deployments', 'deployments', 'incidents']);
  });
});

async function pointAt(id: string): Promise<Point | undefined> {
  const { metric, group, ...query } = pointIn(id);
  const answer = await queryMetrics(warehouse.analytics, acme, { ...query, ids: [metric] });
  if (answer.outcome !== 'points') throw new Error(answer.outcome);
  return answer.points.find((point) => JSON.stringify(point.group) === JSON.stringify(group));
}
