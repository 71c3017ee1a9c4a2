import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { eventOf, emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { defaultOptions, type MetricId, type MetricOptions, type Point } from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import type { TableName } from '@leadline/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from './run-world.js';
import { anyWorld, BEGIN, HOUR, inWorld, LAST_HOUR, upTo } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 60);
const INSTANTS = [5, 11, 17, 23].map((hour) => BEGIN + hour * HOUR);
const IDS: readonly MetricId[] = [
  'WORK_IN_PROGRESS',
  'DRIFT',
  'TRAIN_MISS_RATE',
  'TRAIN_PUNCTUALITY',
  'FLAG_RELEASE_FREQUENCY',
  'FLAG_CHANGE_FAIL_RATE',
  'FLAG_RECOVERY_TIME',
  'FLAG_EXPOSURE_LEAD_TIME',
  'STALE_FLAGS',
  'TIME_TO_RESTORE',
];
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

describe(`what had landed, flags, trains and incidents, as of an instant, ${WORLDS} random worlds`, () => {
  it('the whole history asked as of then answers as the history up to then', async () => {
    // given worlds derived whole, and derived from only what was known at each instant, each with a train a day
    const worlds = fc.sample(anyWorld, { numRuns: WORLDS, seed: 20260309 }).map((events) => [...events, ...trains]);
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
    // What few worlds have is not asked of them: a release that failed, and a change behind a flag that was turned on.
    const rare: readonly MetricId[] = ['FLAG_EXPOSURE_LEAD_TIME', 'FLAG_RECOVERY_TIME'];
    expect([...answered]).toEqual(expect.arrayContaining(IDS.filter((id) => !rare.includes(id))));
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
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, {
    ids: IDS,
    by: [{ dimension: 'SERVICE' }],
    scope: { services: services.flat() },
    window: { from: BEGIN, to: BEGIN + (LAST_HOUR + 6) * HOUR, timeZone: 'UTC' },
    asOf,
    options: { ...defaultOptions, ...options },
  });
  if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
  const said = answer.points
    .filter(({ n, details }) => n > 0 || Object.values(details).some(Boolean))
    .map(
      ({ metric, group, value, n, details }) =>
        [`${metric} ${group[0]?.slice(prefix.length)}`, { value, n, details }] as const,
    );
  return new Map(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}
