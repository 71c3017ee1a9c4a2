import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import { answerableIds, defaultOptions, type MetricId, type MetricOptions, type Point } from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import type { DeploymentRow } from '@leadline/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from './run-world.js';
import { anyWorld, BEGIN, HOUR, LAST_HOUR, upTo } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 150);
const INSTANTS = [3, 7, 11, 12, 16, 20, 23].map((hour) => BEGIN + hour * HOUR);

/** What is not made of deployments alone: as-of-changes.spec.ts. */
const COMPARED_APART: ReadonlySet<MetricId> = new Set<MetricId>(['WORK_IN_PROGRESS', 'TRAIN_MISS_RATE', 'DRIFT']);

const optionSets: readonly [name: string, options: Partial<MetricOptions>][] = [
  ['default options', {}],
  [
    'many options',
    {
      assumeExposed: ['github'],
      countRollbacks: true,
      countRedeploys: true,
      countFlags: true,
      unit: 'change',
      start: 'merged',
      firstDeployment: 'all',
      rollbackWindowS: 7_200,
      timeWindowS: 7_200,
      minSeverity: 'sev2',
      recoveryStart: 'detected',
      deployInstant: 'started',
    },
  ],
  [
    'patch ids, no bots, every source assumed',
    {
      identity: 'patch_id',
      includeBots: false,
      assumeExposed: ['*'],
      firstDeployment: 'head_only',
      start: 'first_commit',
    },
  ],
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-as-of-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'worlds');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

describe(`as of an instant, ${WORLDS} random worlds`, () => {
  it('the whole history asked as of then answers as the history up to then', async () => {
    // given worlds derived whole, and derived from only what was known at each instant
    const worlds = fc.sample(anyWorld, { numRuns: WORLDS, seed: 20260303 });
    await storeUnder('whole', await Promise.all(worlds.map((events) => rowsOf(events))));
    for (const instant of INSTANTS) {
      const known = worlds.map((events) => upTo(events, instant));
      await storeUnder(`known@${instant}`, await Promise.all(known.map((events) => rowsOf(events))));
    }
    for (const [name, options] of optionSets) {
      for (const instant of INSTANTS) {
        // when both are asked as of the instant
        const [whole, known] = [
          await askedAs('whole', instant, options),
          await askedAs(`known@${instant}`, instant, options),
        ];
        // then every metric of every service of every world is the same
        const different = [...new Set([...whole.keys(), ...known.keys()])].filter(
          (key) => whole.get(key) !== known.get(key),
        );
        expect(
          different.map((key) => ({
            name,
            at: (instant - BEGIN) / HOUR,
            key,
            whole: whole.get(key),
            known: known.get(key),
          })),
        ).toEqual([]);
      }
    }
  }, 600_000);
});

async function rowsOf(events: readonly LeadlineEvent[]): Promise<DeploymentRow[]> {
  return deploymentsIn(await derived([events]));
}

/** Worlds share the warehouse: each one's services get a name of their own. */
async function storeUnder(prefix: string, worlds: readonly (readonly DeploymentRow[])[]): Promise<void> {
  const rows = worlds.flatMap((own, index) =>
    own.map((row) => ({
      ...row,
      service: `${index}/${row.service}`,
      repository: prefix,
      version: 1,
      environment: row.environment,
    })),
  );
  await warehouse.facts.store({ deployments: rows.map((row) => ({ ...row, service: `${prefix}/${row.service}` })) });
}

async function askedAs(prefix: string, asOf: number, options: Partial<MetricOptions>): Promise<Map<string, string>> {
  const asked = { by: [{ dimension: 'SERVICE' as const }], scope: { repositories: [prefix] } };
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, {
    ids: answerableIds(asked).filter((id) => !COMPARED_APART.has(id)),
    ...asked,
    window: { from: BEGIN, to: BEGIN + (LAST_HOUR + 6) * HOUR, timeZone: 'UTC' },
    asOf,
    options: { ...defaultOptions, ...options },
  });
  if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
  const answers = answer.points.filter(saysSomething).map((point) => [keyOf(point, prefix), contentOf(point)] as const);
  return new Map(answers);
}

/** A service of which nothing is known yet appears only where the whole history is there. */
const saysSomething = ({ n, details }: Point): boolean =>
  n > 0 ||
  Object.entries(details).some(
    ([name, value]) => name !== 'days' && (Array.isArray(value) ? value.length > 0 : Boolean(value)),
  );

const keyOf = ({ metric, group }: Point, prefix: string): string => `${metric} ${group[0]?.slice(prefix.length + 1)}`;

const contentOf = (point: Point): string => JSON.stringify({ ...point, group: null });
