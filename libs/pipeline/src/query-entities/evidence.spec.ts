import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type EventKind, eventOf, kindOfType, type LeadlineEvent } from '@leadline/events';
import {
  type Bucket,
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

interface MetricCase {
  readonly id: string;
  readonly metric: string;
  readonly input: { readonly events: readonly Record<string, unknown>[] };
  readonly query: {
    readonly from: string;
    readonly to: string;
    readonly asOf: string;
    readonly granularity?: string;
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
          const { counts, all } = await wholeEvidence(query, point);
          entries += all.length;
          // then there are as many entries as the point says, each once
          const said = { ...countsBySaying(point) };
          const found = countsByFinding(point, counts);
          const listed = { entries: all.length, distinct: new Set(all.map((entry) => JSON.stringify(entry))).size };
          const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
          const isRight =
            JSON.stringify(said) === JSON.stringify(found) && listed.entries === total && listed.distinct === total;
          const unexplained = all.filter(({ part, reason }) => part === 'left_out' && reason === null);
          if (!isRight || unexplained.length > 0) wrong.push({ id: one.id, said, found, listed, total, unexplained });
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(entries).toBeGreaterThan(300);
  }, 600_000);
});

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
    const page = await evidence(warehouse.analytics, reference, { first, after });
    all.push(...page.items);
    if (!page.hasNext) return { counts: page.counts, all };
    after = page.endCursor ?? undefined;
  }
}

type Counts = Awaited<ReturnType<typeof wholeEvidence>>['counts'];

function countsBySaying({ metric, n, numerator, denominator }: Point): Record<string, number | null> {
  switch (metric) {
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
      return { n, numerator, denominator };
    case 'DEPLOYMENT_FREQUENCY':
      return { n, numerator: n };
    case 'CHANGE_LEAD_TIME':
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return { n };
    default:
      throw new Error(`Nothing is known of the evidence of ${metric}`);
  }
}

function countsByFinding({ metric }: Point, counts: Counts): Record<string, number> {
  const { numerator, denominator, sample } = counts;
  switch (metric) {
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
      return { n: numerator + denominator, numerator, denominator: numerator + denominator };
    case 'DEPLOYMENT_FREQUENCY':
      return { n: sample, numerator: sample };
    default:
      return { n: sample };
  }
}
