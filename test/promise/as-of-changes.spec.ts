import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { eventOf, emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { answerableIds, defaultOptions, type MetricId, type MetricOptions, type Point } from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import type { TableName } from '@leadline/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from './run-world.js';
import { anyWorld, BEGIN, HOUR, inWorld, LAST_HOUR, measuredWorld, upTo } from './worlds.js';

const COLLIDING = Number(process.env['LEADLINE_WORLDS'] ?? 60);
/** Those in which much more is reported. */
const MEASURED = Math.ceil(COLLIDING / 5);
const WORLDS = COLLIDING + MEASURED;
const INSTANTS = [5, 11, 17, 23].map((hour) => BEGIN + hour * HOUR);
const ASKED = { by: [{ dimension: 'SERVICE' as const }], scope: {} };
const IDS: readonly MetricId[] = answerableIds(ASKED);
/** As many at once as one answer may have points of. */
const AT_ONCE = 10;
const PORTIONS = Array.from({ length: Math.ceil(IDS.length / AT_ONCE) }, (_, place) =>
  IDS.slice(place * AT_ONCE, (place + 1) * AT_ONCE),
);

/** What few worlds have is compared, and need not be there: a rollback, a decided canary, a release that failed. */
const RARE: ReadonlySet<MetricId> = new Set<MetricId>([
  'FLAG_EXPOSURE_LEAD_TIME',
  'FLAG_RECOVERY_TIME',
  'AUTOMATION_COVERAGE',
  'CANARY_PASS_RATE',
  'ROLLBACK_RESPONSE',
  'ROLLBACK_TIME',
]);
const optionSets: readonly Partial<MetricOptions>[] = [
  {},
  {
    includeMergeCommits: true,
    includeBots: false,
    from: 'production',
    to: 'production',
    flagUnit: 'change',
    firstDeployment: 'all',
    assumeExposed: ['*'],
    flagBackWindowS: 7_200,
    staleAfterS: 14_400,
    darkAfterS: 14_400,
  },
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-as-of-changes-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'worlds');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

describe(`every metric, as of an instant, ${WORLDS} random worlds`, () => {
  it('the whole history asked as of then answers as the history up to then', async () => {
    // given worlds derived whole, and derived from only what was known at each instant, each with a train a day
    const seed = 20260309;
    const colliding = fc.sample(anyWorld, { numRuns: COLLIDING, seed });
    const measured = fc.sample(measuredWorld, { numRuns: MEASURED, seed });
    const worlds = [...colliding, ...measured].map((events) => [...events, ...trains]);
    await storeUnder('whole', worlds);
    for (const instant of INSTANTS) {
      await storeUnder(
        `known@${instant}`,
        worlds.map((events) => upTo(events, instant)),
      );
    }
    const answered = new Set<string | undefined>();
    for (const options of optionSets) {
      for (const instant of INSTANTS) {
        // when both are asked as of the instant
        const whole = await askedAs('whole', instant, options);
        const known = await askedAs(`known@${instant}`, instant, options);
        // then every metric of every service of every world is the same
        expect(known).toEqual(whole);
        for (const [key, { value }] of whole) if (value !== null) answered.add(key.split(' ')[0]);
      }
    }
    expect([...answered]).toEqual(expect.arrayContaining(IDS.filter((id) => !RARE.has(id))));
  }, 600_000);
});

const at = (hour: number): string => new Date(BEGIN + hour * HOUR).toISOString();

const trains: readonly LeadlineEvent[] = [
  eventOf(
    'train_scheduled',
    { id: 'scheduled', source: 'world' },
    {
      type: 'train_scheduled',
      id: 't1',
      services: ['api', 'web'],
      plannedAt: at(10),
      cutoffAt: at(8),
    },
  ),
  eventOf(
    'train_departed',
    { id: 'departed', source: 'world' },
    {
      type: 'train_departed',
      id: 't1-departed',
      train: 't1',
      departedAt: at(10),
      deployments: ['d1', 'd2', 'd3'],
    },
  ),
];

const tables: readonly TableName[] = [
  'deployments',
  'landed_changes',
  'commits',
  'commits_by_time',
  'changes',
  'mentions',
  'trains',
  'incidents',
  'flag_changes',
  'flags',
  'flag_incidents',
  'observations',
  'pipeline_runs',
];

/**
 * Worlds share the warehouse: each one's services, commits, deployments, flags and trains get names of their own. What is
 * compared must be named alike when it is derived, because the last resort among equals is the hash of an event.
 */
async function storeUnder(prefix: string, worlds: readonly (readonly LeadlineEvent[])[]): Promise<void> {
  const facts = await derived([worlds.flatMap((events, index) => events.map((event) => inWorld(event, index)))]);
  for (const table of tables) {
    const text = JSON.stringify(await facts.find({ table, where: [] })).replaceAll(/w\d+~/g, `${prefix}/$&`);
    await warehouse.facts.store({ [table]: JSON.parse(text) as unknown });
  }
}

async function askedAs(
  prefix: string,
  asOf: number,
  options: Partial<MetricOptions>,
): Promise<Map<string, Pick<Point, 'value' | 'n' | 'details'>>> {
  const services = Array.from({ length: WORLDS }, (_, index) =>
    ['api', 'web'].map((name) => `${prefix}/w${index}~${name}`),
  );
  const points: Point[] = [];
  for (const ids of PORTIONS) {
    const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, {
      ids,
      by: ASKED.by,
      scope: { services: services.flat() },
      window: { from: BEGIN, to: BEGIN + (LAST_HOUR + 6) * HOUR, timeZone: 'UTC' },
      asOf,
      options: { ...defaultOptions, ...options },
    });
    if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
    points.push(...answer.points);
  }
  const said = points
    .filter(saysSomething)
    .map(
      ({ metric, group, value, n, details }) =>
        [`${metric} ${group[0]?.slice(prefix.length)}`, { value, n, details }] as const,
    );
  return new Map(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A service of which nothing is known yet appears only where the whole history is there. */
const saysSomething = ({ n, details }: Point): boolean =>
  n > 0 ||
  Object.entries(details).some(
    ([name, value]) => name !== 'days' && (Array.isArray(value) ? value.length > 0 : Boolean(value)),
  );
