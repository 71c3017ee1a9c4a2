import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openWarehouse, type Warehouse } from '@leadline/adapters';
import { emptyCatalogue, type EventKind, eventOf, kindOfType, type LeadlineEvent, parseEvent } from '@leadline/events';
import {
  arithmeticOf,
  civilDaysOf,
  metricCatalog,
  type MetricId,
  metricOptions,
  type MetricQuery,
  pointReference,
} from '@leadline/metrics';
import { contentHash } from '@leadline/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { derived } from '../../../../test/promise/run-world.js';
import { evidence, queryMetrics } from '../index.js';

/** The worked examples that docs/reference/metrics.md shows, one file for each metric. */
const folder = join(import.meta.dirname, '..', '..', '..', 'metrics', 'examples');
const fileOf = (id: MetricId): string => join(folder, `${id.toLowerCase().replaceAll('_', '-')}.json`);

interface Example {
  readonly metric: MetricId;
  readonly told: string;
  readonly events: readonly Record<string, unknown>[];
  readonly options?: Record<string, unknown>;
  readonly n: number;
  readonly arithmetic: string;
  readonly value: number;
}

let directory = '';
let warehouse: Warehouse;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'leadline-examples-'));
  warehouse = await openWarehouse({ mode: 'embedded', directory }, 'examples');
  await warehouse.migrate();
});

afterAll(async () => {
  await warehouse.close();
  await rm(directory, { recursive: true, force: true });
});

function event(data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const kind = kindOfType(`dev.leadline.${String(data['type'])}.recorded`);
  if (kind === undefined) throw new Error(`There is no kind ${String(data['type'])}`);
  const parsed = parseEvent(eventOf<EventKind>(kind, { id: contentHash(data), source: 'example' }, data as never));
  // What stands in the reference can be sent as it is.
  if (parsed.outcome !== 'event') throw new Error(`${JSON.stringify(data)}: ${JSON.stringify(parsed)}`);
  return parsed.known.event;
}

describe('the metrics of the catalogue', () => {
  it('each say what their evidence is', () => {
    const without = metricCatalog.flatMap(({ id, evidence: rule }) =>
      rule === undefined
        ? [
            `${id} has no evidence: say in its file what of a row counts, and why others do not (evidence/evidence-rule.ts)`,
          ]
        : [],
    );
    expect(without).toEqual([]);
  });

  it('each have a worked example, and no example is of anything else', () => {
    const without = metricCatalog.flatMap(({ id }) =>
      existsSync(fileOf(id))
        ? []
        : [`${id} has no worked example: write ${fileOf(id).slice(fileOf(id).indexOf('libs/'))}`],
    );
    expect(without).toEqual([]);
    expect(readdirSync(folder).map((name) => join(folder, name))).toEqual(
      metricCatalog.map(({ id }) => fileOf(id)).toSorted(),
    );
  });
});

describe('the worked example of', () => {
  it.each(metricCatalog.map(({ id }) => id).filter((id) => existsSync(fileOf(id))))('%s', async (id) => {
    const example = JSON.parse(readFileSync(fileOf(id), 'utf8')) as Example;
    expect(example.metric).toBe(id);
    // given its events alone
    await warehouse.empty();
    await derived([example.events.map(event)], warehouse.facts);
    // when the week of 2 March is asked for, as it was known at its end
    const query: MetricQuery = {
      ids: [id],
      window: { from: Date.parse('2026-03-02T00:00:00Z'), to: Date.parse('2026-03-09T00:00:00Z'), timeZone: 'UTC' },
      by: [],
      scope: {},
      asOf: Date.parse('2026-03-09T00:00:00Z'),
      options: metricOptions.parse(example.options ?? {}),
    };
    const answer = await queryMetrics(warehouse.analytics, emptyCatalogue, query);
    if (answer.outcome !== 'points') throw new Error(answer.outcome);
    const [point] = answer.points;
    if (point === undefined) throw new Error(`${id} has no point`);
    // then the number is the one that was worked by hand, and its evidence makes it in the words of the example
    const reference = pointReference(query, point);
    const { items } = await evidence(warehouse.analytics, emptyCatalogue, reference, { first: 100 });
    const { text } = arithmeticOf(id, items, civilDaysOf(reference)) ?? {};
    expect({ n: point.n, arithmetic: text }).toEqual({ n: example.n, arithmetic: example.arithmetic });
    expect(point.value).toBeCloseTo(example.value, 9);
  });
});
