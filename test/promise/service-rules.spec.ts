import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue } from '@leadline/events';
import {
  answerableIds,
  defaultOptions,
  type Dimension,
  type MetricId,
  type MetricOptions,
  type OptionValues,
  type Point,
  type ServiceRules,
} from '@leadline/metrics';
import { queryMetrics } from '@leadline/pipeline';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from './run-world.js';
import { BEGIN, HOUR, inWorld, LAST_HOUR, world } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 30);

type Rules = Readonly<Partial<OptionValues>>;

/** Every option that one service may have for itself, twice. */
const ruleSets: readonly (readonly [string, Rules])[] = [
  [
    'what counts, and changes as samples',
    {
      assumeExposed: ['github'],
      countRollbacks: true,
      countRedeploys: true,
      countConfig: false,
      countFlags: true,
      unit: 'change',
      start: 'merged',
      firstDeployment: 'all',
      rollbackWindowS: 7_200,
      timeWindowS: 7_200,
      minSeverity: 'sev2',
      recoveryStart: 'detected',
      deployInstant: 'started',
      includeInternal: true,
      batchUnit: 'commit',
      end: 'verified',
      excludeFixOnly: true,
    },
  ],
  [
    'patch ids, no bots, nothing inferred',
    {
      identity: 'patch_id',
      includeBots: false,
      includeMergeCommits: true,
      repairSquash: false,
      assumeExposed: ['*'],
      firstDeployment: 'head_only',
      start: 'first_commit',
      clockSkewToleranceS: 0,
      rollbackImpliesFailure: false,
      hotfixImpliesFailure: false,
      timeWindowAttribution: false,
      flagAttribution: false,
      excludeNonUserFacing: false,
      reworkIncludesRollbacks: false,
      recoveryStart: 'deployment',
    },
  ],
  ['a deployment as the sample', { unit: 'deployment', firstDeployment: 'all' }],
];

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-service-rules-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'worlds');
  await warehouse.migrate();
  const worlds = fc.sample(world, { numRuns: WORLDS, seed: 20260311 });
  const events = worlds.flatMap((own, index) => own.map((event) => inWorld(event, index)));
  await derived([events], warehouse.facts);
}, 300_000);

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const services = (name: 'api' | 'web'): string[] => Array.from({ length: WORLDS }, (_, index) => `w${index}~${name}`);
const all = [...services('api'), ...services('web')];
const rulesOf = (...sets: readonly (readonly [services: readonly string[], rules: Rules])[]): ServiceRules[] =>
  sets.map(([own, rules]) => ({ services: own, rules }));

async function ask(options: MetricOptions, by: readonly Dimension[], own: readonly string[] = all): Promise<Point[]> {
  const asked = { by: by.map((dimension) => ({ dimension })), scope: { services: own } };
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, {
    ids: answerableIds(asked),
    ...asked,
    window: { from: BEGIN, to: BEGIN + (LAST_HOUR + 6) * HOUR, timeZone: 'UTC' },
    asOf: BEGIN + (LAST_HOUR + 6) * HOUR,
    options,
  });
  if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
  return [...answer.points];
}

/** By metric and group; without those that say nothing, which need not be there. */
function contentOf(points: readonly Point[]): Record<string, Omit<Point, 'rulesDiffer'> & { rulesDiffer: null }> {
  const said = points
    .filter(({ n, details }) => n > 0 || Object.entries(details).some(([name, value]) => name !== 'days' && value))
    .map((point) => [`${point.metric} ${point.group.join()}`, { ...point, rulesDiffer: null }] as const);
  return Object.fromEntries(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A train of both services is told of for both, whichever of them it is asked for. */
const ofGroups =
  (name: 'api' | 'web') =>
  ({ group: [service] }: Point): boolean =>
    service == null || services(name).includes(service);

/** Of flags, a flag that both services carry counts for both whichever of them it is asked for. */
const ofOneService = ({ metric }: Point): boolean => !metric.includes('FLAG');

describe(`rules of services, ${WORLDS} random worlds`, () => {
  it.each(ruleSets)('that every service has are those of the organisation: %s', async (_, rules) => {
    const declaredOfEach = await ask({ ...defaultOptions, ofServices: rulesOf([all, rules]) }, []);
    const declaredOfAll = await ask({ ...defaultOptions, ...rules }, []);

    expect(contentOf(declaredOfEach)).toEqual(contentOf(declaredOfAll));
    expect(Object.keys(contentOf(declaredOfAll)).length).toBeGreaterThan(8);
    expect(declaredOfEach.filter(({ rulesDiffer }) => rulesDiffer)).toEqual([]);
  });

  it.each(ruleSets)('judge the rows of their own service and no others: %s', async (_, rules) => {
    const mixed = await ask({ ...defaultOptions, ofServices: rulesOf([services('web'), rules]) }, ['SERVICE']);
    const web = await ask({ ...defaultOptions, ...rules }, ['SERVICE'], services('web'));
    const api = await ask(defaultOptions, ['SERVICE'], services('api'));

    expect(contentOf(mixed.filter(ofOneService))).toEqual(
      contentOf([...api.filter(ofGroups('api')), ...web.filter(ofGroups('web'))].filter(ofOneService)),
    );
  });

  it('of several sets are kept apart, and the number of all says so where it makes a difference', async () => {
    const [first = ['', {}], second = ['', {}]] = ruleSets;
    const ofServices = rulesOf([services('api'), first[1]], [services('web'), second[1]]);
    const mixed = await ask({ ...defaultOptions, ofServices }, ['SERVICE']);
    const api = await ask({ ...defaultOptions, ...first[1] }, ['SERVICE'], services('api'));
    const web = await ask({ ...defaultOptions, ...second[1] }, ['SERVICE'], services('web'));
    const differing = (await ask({ ...defaultOptions, ofServices }, [])).filter(({ rulesDiffer }) => rulesDiffer);

    expect(contentOf(mixed.filter(ofOneService))).toEqual(
      contentOf([...api.filter(ofGroups('api')), ...web.filter(ofGroups('web'))].filter(ofOneService)),
    );
    expect(differing.map(({ metric }) => metric)).toEqual(
      expect.arrayContaining<MetricId>(['CHANGE_FAIL_RATE', 'CHANGE_LEAD_TIME', 'FAILED_DEPLOYMENT_RECOVERY_TIME']),
    );
    expect(differing.map(({ metric }) => metric)).not.toContain('PIPELINE_FAILURE_RATE');
  });
});
