import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import {
  answerableIds,
  defaultOptions,
  type Dimension,
  type MetricId,
  type MetricOptions,
  type Point,
} from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import type { DeploymentRow } from '@leadline/tables';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from './run-world.js';
import { services as names } from './colliding.js';
import { anyWorld, BEGIN, HOUR, LAST_HOUR, upTo } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 150);
const INSTANTS = [3, 7, 11, 12, 16, 20, 23].map((hour) => BEGIN + hour * HOUR);

/** What is not made of deployments alone: as-of-changes.spec.ts. */
const COMPARED_APART: ReadonlySet<MetricId> = new Set<MetricId>(['WORK_IN_PROGRESS', 'TRAIN_MISS_RATE', 'DRIFT']);

/** What is asked by more than the service: what is known of a deployment decides under which of them it is. */
const PARTS: readonly Dimension[] = ['REPOSITORY', 'FLAG'];
const ASKED_BY_PARTS: readonly MetricId[] = ['DEPLOYMENT_FREQUENCY', 'CHANGE_LEAD_TIME', 'CHANGE_FAIL_RATE'];

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
        expect(differences(whole, known), `${name}, hour ${(instant - BEGIN) / HOUR}`).toEqual([]);
      }
    }
    const found = new Set<string>();
    for (const by of PARTS) {
      for (const instant of INSTANTS) {
        const [whole, known] = [
          await askedAs('whole', instant, {}, by),
          await askedAs(`known@${instant}`, instant, {}, by),
        ];
        expect(differences(whole, known), `${by}, hour ${(instant - BEGIN) / HOUR}`).toEqual([]);
        for (const key of whole.keys()) found.add(key.split(' ').slice(2).join(' '));
      }
    }
    // A deployment of no repository or flag is one too.
    expect([...found]).toEqual(
      expect.arrayContaining(['', 'acme/api', 'acme/web', '(none)', 'dark-mode', 'one-click']),
    );
  }, 600_000);
});

function differences(whole: ReadonlyMap<string, string>, known: ReadonlyMap<string, string>) {
  const keys = [...new Set([...whole.keys(), ...known.keys()])].filter((key) => whole.get(key) !== known.get(key));
  return keys.map((key) => ({ key, whole: whole.get(key), known: known.get(key) }));
}

async function rowsOf(events: readonly LeadlineEvent[]): Promise<DeploymentRow[]> {
  return deploymentsIn(await derived([events]));
}

/** Worlds share the warehouse: each one's services get a name of their own. */
async function storeUnder(prefix: string, worlds: readonly (readonly DeploymentRow[])[]): Promise<void> {
  const rows = worlds.flatMap((own, index) =>
    own.map((row) => ({
      ...row,
      service: `${prefix}/${index}/${row.service}`,
      version: 1,
    })),
  );
  await warehouse.facts.store({ deployments: rows });
}

async function askedAs(
  prefix: string,
  asOf: number,
  options: Partial<MetricOptions>,
  part?: Dimension,
): Promise<Map<string, string>> {
  const services = Array.from({ length: WORLDS }, (_, index) => names.map((name) => `${prefix}/${index}/${name}`));
  const by: readonly Dimension[] = part === undefined ? ['SERVICE'] : ['SERVICE', part];
  const asked = { by: by.map((dimension) => ({ dimension })), scope: { services: services.flat() } };
  const every = answerableIds(asked).filter((id) => !COMPARED_APART.has(id));
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, {
    ids: part === undefined ? every : ASKED_BY_PARTS,
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

const keyOf = ({ metric, group: [service, ...others] }: Point, prefix: string): string =>
  [metric, service?.slice(prefix.length + 1), ...others].join(' ');

const contentOf = (point: Point): string => JSON.stringify({ ...point, group: null });
