import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { catalogue, eventOf } from '@leadline/events';
import {
  answerableIds,
  arithmeticOf,
  civilDaysOf,
  defaultOptions,
  type MetricQuery,
  type Point,
  pointReference,
  type PointReference,
} from '@leadline/metrics';
import { evidence, type EvidenceEntry, queryMetrics } from '@leadline/pipeline';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from './run-world.js';
import { BEGIN, HOUR, inWorld, LAST_HOUR, measuredWorld } from './worlds.js';

const WORLDS = Number(process.env['LEADLINE_WORLDS'] ?? 4);
const MILLISECONDS = Number(process.env['LEADLINE_WORLDS'] ?? 4);
const noon = new Date(BEGIN + (LAST_HOUR / 2) * HOUR).toISOString();
const services = ['api', 'web'] as const;
const named = (name: string): string[] => Array.from({ length: WORLDS }, (_, index) => `w${index}~${name}`);

/** Every service goes from one team to another at noon; web of every second world to nobody. */
const declared = catalogue.parse({
  version: 'v1',
  declaredAt: '2026-01-01T00:00:00Z',
  services: services.flatMap((service) =>
    named(service).map((name, index) => ({
      name,
      tags: { ring: String(index % 2) },
      teams: [
        { team: 'eng/old', until: noon },
        ...(service === 'web' && index % 2 === 0 ? [] : [{ team: 'eng/new', from: noon }]),
      ],
    })),
  ),
});

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-evidence-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'worlds');
  await warehouse.migrate();
  const worlds = fc.sample(measuredWorld, { numRuns: WORLDS, seed: 20261123 });
  const events = worlds.flatMap((own, index) => own.map((event) => inWorld(event, index)));
  await derived([[eventOf('catalogue', { id: 'declared', source: 'world' }, declared), ...events]], warehouse.facts);
}, 600_000);

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

const at = (hour: number): number => BEGIN + hour * HOUR;
const asked = (
  from: number,
  width: number,
  { timeZone = 'UTC', ...more }: Partial<Omit<MetricQuery, 'ids' | 'window'>> & { readonly timeZone?: string } = {},
): Omit<MetricQuery, 'ids'> => ({
  window: { from: at(from), to: at(from) + width, timeZone },
  asOf: at(LAST_HOUR + 24),
  by: [],
  scope: {},
  options: defaultOptions,
  ...more,
});
const byTeam: MetricQuery['by'] = [{ dimension: 'TEAM' }];

/** All of the worlds, some hours and single milliseconds of them; whole and in buckets; now, and as it was known. */
const questions: readonly Omit<MetricQuery, 'ids'>[] = [
  asked(0, 36 * HOUR, { options: { ...defaultOptions, firstDeployment: 'all' } }),
  ...fc
    .sample(fc.integer({ min: 0, max: LAST_HOUR }), { numRuns: MILLISECONDS, seed: 20261124 })
    .map((hour, index) => asked(hour, 1, index % 4 === 3 ? { asOf: at(hour) } : {})),
  ...fc
    .sample(fc.tuple(fc.integer({ min: 0, max: LAST_HOUR }), fc.integer({ min: 2, max: 9 })), { numRuns: 1, seed: 7 })
    .map(([hour, hours]) => asked(hour, hours * HOUR)),
  asked(3, 30 * HOUR, { by: byTeam, bucket: 'DAY', timeZone: 'Asia/Kathmandu' }),
  asked(0, 30 * HOUR, { scope: { teams: ['eng/new'] }, bucket: 'DAY', timeZone: 'Pacific/Auckland' }),
  asked(0, 20 * HOUR, { by: [{ dimension: 'FLAG' }] }),
  asked(4, 24 * HOUR, { by: [{ dimension: 'REPOSITORY' }] }),
  asked(5, 20 * HOUR, { by: [{ dimension: 'TAG', tagKey: 'ring' }], asOf: at(17) }),
];

describe(`the evidence of every number, ${WORLDS} random worlds`, () => {
  it('counts as many as the number says, and makes the same value, in windows of any width', async () => {
    const seen = new Set<string>();
    const wrong: unknown[] = [];
    for (const question of questions) {
      // given the numbers of a window
      const query: MetricQuery = { ...question, ids: answerableIds(question) };
      const answer = await queryMetrics(warehouse.analytics, declared, query);
      if (answer.outcome !== 'points') throw new Error(JSON.stringify(answer));
      for (const point of answer.points) {
        // Where nothing is, opening it says little: once for every metric is enough.
        if (point.n === 0 && question.by.length + (question.bucket === undefined ? 0 : 1) > 0) continue;
        // when one is opened
        const reference = pointReference(query, point);
        const counted = await countedIn(reference);
        // then there are as many entries as its n, and its value is made of them
        const made = arithmeticOf(point.metric, counted, civilDaysOf(reference));
        const text = (value: number | null | undefined): string => value?.toPrecision(9) ?? 'none';
        if (counted.length !== point.n || text(made?.value) !== text(point.value))
          wrong.push({
            ...told(question, point),
            counted: counted.length,
            made: made?.text,
            n: point.n,
            value: point.value,
          });
        if (point.n > 0) seen.add(point.metric);
      }
    }
    expect(wrong).toEqual([]);
    // Few worlds have a canary that was decided, or a change behind a flag that was then turned on.
    expect(seen.size).toBeGreaterThanOrEqual(20);
  }, 1_800_000);
});

async function countedIn(point: PointReference): Promise<EvidenceEntry[]> {
  const { items, hasNext } = await evidence(warehouse.analytics, declared, point, { first: 1000 });
  expect(hasNext).toBe(false);
  return items.filter(({ part }) => part !== 'left_out');
}

const told = (
  { window, asOf, by, scope, bucket }: Omit<MetricQuery, 'ids'>,
  { metric, group, bucketStart }: Point,
) => ({
  metric,
  group: group.join(' '),
  by: by.map(({ dimension }) => dimension).join(' '),
  scope: JSON.stringify(scope),
  bucket: bucket === undefined ? '' : `${bucket} ${new Date(bucketStart).toISOString()}`,
  window: [(window.from - BEGIN) / HOUR, window.to - window.from, window.timeZone].join(' '),
  asOf: (asOf - BEGIN) / HOUR,
});
