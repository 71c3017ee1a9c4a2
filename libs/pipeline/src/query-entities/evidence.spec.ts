import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type EventKind, eventOf, kindOfType, type LeadlineEvent } from '@leadline/events';
import {
  arithmeticOf,
  type Bucket,
  type Dimension,
  leftOutReasons,
  metricById,
  type MetricId,
  metricIds,
  metricOptions,
  type MetricQuery,
  type Point,
  pointReference,
} from '@leadline/metrics';
import { contentHash } from '@leadline/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deploymentsIn, derived } from '../../../../test/promise/run-world.js';
import { evidence, type EvidenceEntry, pointId, pointIn, queryMetrics } from '../index.js';

const CASES = new URL('../../../../../shared/vectors/metrics.shared.json', import.meta.url);
const PHASE_CASES = new URL('../../../../../shared/vectors/phase.shared.json', import.meta.url);

interface MetricCase {
  readonly id: string;
  readonly metric: string;
  readonly input: { readonly events: readonly Record<string, unknown>[] };
  readonly query: {
    readonly from: string;
    readonly to: string;
    readonly asOf: string;
    readonly granularity?: string;
    readonly by?: string;
    readonly options: Record<string, unknown>;
    readonly filters?: { readonly service?: string | string[] };
  };
}

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-evidence-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'evidence');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

function event(data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const kind = kindOfType(`dev.leadline.${String(data['type'])}.recorded`);
  if (kind === undefined) throw new Error(`There is no kind ${String(data['type'])}`);
  return eventOf<EventKind>(kind, { id: contentHash(data), source: 'spec' }, data as never);
}

describe('the evidence of every metric case', () => {
  it('has as many entries as the number says, whole and by bucket', async (context) => {
    // given the deployments of every case, told apart by the names of their services
    if (!existsSync(CASES)) context.skip(`NOT READ: there is no ${CASES.pathname}`);
    const { cases } = JSON.parse(readFileSync(CASES, 'utf8')) as { cases: MetricCase[] };
    expect(cases.length).toBeGreaterThan(100);
    const services = new Map<string, string[]>();
    for (const { id, input } of cases) {
      const rows = await deploymentsIn(await derived([input.events.map(event)]));
      const own = rows.map((row) => ({ ...row, service: `${id}/${row.service}`, version: 1 }));
      services.set(id, [...new Set(own.map(({ service }) => service))]);
      await warehouse.facts.store({ deployments: own });
    }
    const wrong: unknown[] = [];
    let entries = 0;
    for (const one of cases) {
      for (const query of queriesOf(one, services.get(one.id) ?? [])) {
        for (const point of (await pointsOf(query)).slice(0, 8)) {
          // when its evidence is asked for
          const { problems, found } = await disagreements(query, point);
          entries += found;
          // then it says what the number says
          if (problems.length > 0) wrong.push({ id: one.id, problems });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(entries).toBeGreaterThan(300);
  }, 600_000);
});

describe('the evidence of every metric of the catalogue', () => {
  it('counts what the number counts, and makes the same value', async (context) => {
    if (!existsSync(PHASE_CASES)) context.skip(`NOT READ: there is no ${PHASE_CASES.pathname}`);
    const { cases } = JSON.parse(readFileSync(PHASE_CASES, 'utf8')) as { cases: MetricCase[] };
    const wrong: unknown[] = [];
    const met = new Set<MetricId>();
    for (const { id, metric, input, query: asked } of cases) {
      const of = metricIds.find((known) => known === metric.toUpperCase());
      // Answers that are no points of a metric have no evidence of their own.
      if (of === undefined) continue;
      // given the events of the case alone
      await warehouse.empty();
      await derived([input.events.map(event)], warehouse.facts);
      const known = Object.entries(asked.options).filter(([name]) => name in metricOptions.shape);
      const query: MetricQuery = {
        ids: [of],
        window: { from: Date.parse(asked.from), to: Date.parse(asked.to), timeZone: 'UTC' },
        by: asked.by === undefined ? [] : [{ dimension: asked.by.toUpperCase() as Dimension }],
        scope: {},
        asOf: Date.parse(asked.asOf),
        options: metricOptions.parse(Object.fromEntries(known)),
      };
      for (const point of await pointsOf(query)) {
        // when the evidence of each of its points is asked for
        const { problems } = await disagreements(query, point);
        // then it says what the number says
        if (problems.length > 0) wrong.push({ id, metric, group: point.group, problems });
        if (point.n > 0) met.add(of);
      }
    }
    expect(wrong).toEqual([]);
    // and no metric was without a number
    expect(metricIds.filter((id) => !met.has(id))).toEqual([]);
  }, 600_000);
});

/** Where a point and its evidence say different things. */
async function disagreements(query: MetricQuery, point: Point): Promise<{ problems: unknown[]; found: number }> {
  const { counts, all } = await wholeEvidence(query, point);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const counted = all.filter(({ part }) => part !== 'left_out');
  const isPerDay = query.ids.every((id) => metricById(id).evidence?.made === 'per_day');
  const { n, value = null } = arithmeticOf(point.metric, all, isPerDay ? (point.denominator ?? 0) : 0) ?? {};
  const added = (name: 'numerator' | 'denominator'): number =>
    counted.reduce((sum, entry) => sum + (entry[name] ?? 0), 0);
  const isShare = metricById(point.metric).evidence?.made === 'share';
  const checks: [what: string, said: unknown, found: unknown][] = [
    ['entries listed', total, all.length],
    ['entries apart from each other', total, new Set(all.map(({ instant, key }) => `${instant} ${key}`)).size],
    ['entries counted', point.n, n],
    ['value', rounded(point.value), rounded(value ?? null)],
    ...(isShare
      ? ([
          ['numerator', rounded(point.numerator), rounded(added('numerator'))],
          ['denominator', rounded(point.denominator), rounded(added('denominator'))],
        ] as [string, unknown, unknown][])
      : []),
    ['left out without a reason', 0, all.filter(({ part, reason }) => part === 'left_out' && reason === null).length],
    [
      'reasons that nobody knows',
      0,
      all.filter(({ reason }) => reason !== null && !leftOutReasons.includes(reason)).length,
    ],
    ['left out but contributing', 0, all.filter(({ part, value: own }) => part === 'left_out' && own !== null).length],
  ];
  return {
    problems: checks.filter(([, said, found]) => said !== found).map(([what, said, found]) => ({ what, said, found })),
    found: all.length,
  };
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(9)));

function queriesOf({ metric, query }: MetricCase, own: readonly string[]): MetricQuery[] {
  const { timezone, ...options } = query.options;
  const prefix = own[0]?.split('/')[0] ?? '';
  const asked =
    query.filters?.service === undefined ? own : [query.filters.service].flat().map((name) => `${prefix}/${name}`);
  const whole: MetricQuery = {
    ids: [metricIds.find((id): id is MetricId => id === metric.toUpperCase()) ?? 'DEPLOYMENT_FREQUENCY'],
    window: {
      from: Date.parse(query.from),
      to: Date.parse(query.to),
      timeZone: typeof timezone === 'string' ? timezone : 'UTC',
    },
    by: [],
    scope: { services: asked.length === 0 ? ['(no service)'] : asked },
    asOf: Date.parse(query.asOf),
    options: metricOptions.parse(options),
  };
  return query.granularity ? [whole, { ...whole, bucket: query.granularity.toUpperCase() as Bucket }] : [whole];
}

async function pointsOf(query: MetricQuery): Promise<readonly Point[]> {
  const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, query);
  if (answer.outcome !== 'points') throw new Error(`no points: ${answer.outcome}`);
  return answer.points;
}

async function wholeEvidence(query: MetricQuery, point: Point, first = 1_000) {
  const reference = pointIn(pointId(pointReference(query, point)));
  const all: EvidenceEntry[] = [];
  for (let after: string | undefined; ;) {
    const page = await evidence(warehouse.analytics, emptyCatalogue, reference, { first, after });
    all.push(...page.items);
    if (!page.hasNext) return { counts: page.counts, all };
    after = page.endCursor ?? undefined;
  }
}
