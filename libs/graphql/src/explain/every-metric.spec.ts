import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventKind, eventOf, kindOfType, type LeadlineEvent } from '@leadline/events';
import { metricById, metricCatalog, type MetricId, metricIds, type RelationName } from '@leadline/metrics';
import { contentHash } from '@leadline/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../testing/given-api.js';
import { derive, type GivenApi, givenApiOver } from '../testing/given-history.js';

/** The worked example of each metric: a world in which it has samples, and something that is left out of most. */
interface Example {
  readonly events: readonly Record<string, unknown>[];
  readonly options?: Record<string, unknown>;
  readonly n: number;
  readonly arithmetic: string;
  readonly value: number;
}
const folder = join(import.meta.dirname, '..', '..', '..', 'metrics', 'examples');
const exampleOf = (id: MetricId): Example =>
  JSON.parse(readFileSync(join(folder, `${id.toLowerCase().replaceAll('_', '-')}.json`), 'utf8')) as Example;

function told(data: Readonly<Record<string, unknown>>): LeadlineEvent {
  const kind = kindOfType(`dev.leadline.${String(data['type'])}.recorded`);
  if (kind === undefined) throw new Error(`There is no kind ${String(data['type'])}`);
  return eventOf<EventKind>(kind, { id: contentHash(data), source: 'example' }, data as never);
}

const week = { from: '2026-03-02T00:00:00Z', to: '2026-03-09T00:00:00Z' };

/** Options as GraphQL writes them. */
const inCapitals = (options: Record<string, unknown> = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'string' && !['minSeverity', 'from', 'to'].includes(name) ? value.toUpperCase() : value,
    ]),
  );

let api: GivenApi;
beforeAll(async () => {
  api = await givenApiOver([]);
});
afterAll(() => api.close());

interface Point {
  readonly id: string;
  readonly value: number | null;
  readonly status: string;
  readonly n: number;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p75: number | null;
  readonly p90: number | null;
}

async function pointOf(id: MetricId, { options }: Pick<Example, 'options'> = {}): Promise<Point> {
  const { data, errors } = await ask(
    api.base,
    `query ($ids: [MetricId!]!, $window: WindowInput!, $asOf: DateTime, $options: MetricOptionsInput) {
      metrics(ids: $ids, window: $window, asOf: $asOf, options: $options) {
        id value status n numerator denominator low high p75 p90
      }
    }`,
    { ids: [id], window: week, asOf: week.to, options: inCapitals(options) },
  );
  expect(errors).toEqual([]);
  const [point] = data['metrics'] as Point[];
  if (point === undefined) throw new Error(`${id} has no point`);
  return point;
}

interface Explained {
  readonly made: string;
  readonly rule: string;
  readonly sql: string;
  readonly parameters: readonly { name: string; value: string }[];
  readonly arithmetic: string;
  readonly options: readonly { name: string; value: string; isDefault: boolean }[];
  readonly counts: Readonly<Record<'numerator' | 'denominator' | 'sample' | 'leftOut', number>>;
  readonly evidence: {
    readonly totalCount: number;
    readonly nodes: readonly {
      readonly id: string;
      readonly kind: string;
      readonly part: string;
      readonly counted: boolean;
      readonly reason: string | null;
      readonly reasonCode: string | null;
      readonly value: number | null;
      readonly numerator: number | null;
    }[];
  };
}

async function explained(point: string): Promise<Explained> {
  const { data, errors } = await ask(
    api.base,
    `query ($point: ID!) {
      explain(point: $point) {
        made rule sql parameters { name value } arithmetic options { name value isDefault } counts { numerator denominator sample leftOut }
        evidence(first: 500) { totalCount nodes { id kind part counted reason reasonCode value numerator } }
      }
    }`,
    { point },
  );
  expect(errors).toEqual([]);
  return data['explain'] as Explained;
}

/**
 * What an example tells of the relation of its metric, by the ids that evidence must name. Of what is made of other
 * things (changes, rollbacks, bookings, flags and their releases, places) the numbers worked by hand say how many.
 */
const heldBy: Readonly<Partial<Record<RelationName, (events: Example['events']) => unknown[]>>> = {
  incidents: (events) => events.filter(({ type }) => type === 'incident').map(({ id }) => id),
  gates: (events) => events.filter(({ type }) => type === 'approval_requested').map(({ id }) => id),
  runs: (events) => events.filter(({ type }) => type === 'pipeline_run').map(({ run }) => run),
  trains: (events) => events.filter(({ type }) => type === 'train_scheduled').map(({ id }) => id),
};

describe('every number of the catalogue', () => {
  it.each(metricIds)(
    '%s: explain counts what the number counts, and leaves out the rest with a reason',
    async (id) => {
      // given a world in which it has samples
      const example = exampleOf(id);
      await api.warehouse.empty();
      await derive(example.events.map(told), api.warehouse.facts);
      const point = await pointOf(id, example);
      // when it is explained
      const { counts, evidence, arithmetic, options, sql, parameters, rule } = await explained(point.id);
      // then every entry is counted or left out, and there are as many counted as the number says
      const { nodes, totalCount } = evidence;
      expect({ value: point.value, n: point.n, arithmetic }).toEqual({
        value: expect.closeTo(example.value, 9),
        n: example.n,
        arithmetic: example.arithmetic,
      });
      const counted = nodes.filter((node) => node.counted).length;
      expect({ counted, all: nodes.length }).toEqual({ counted: point.n, all: totalCount });
      expect(counts.numerator + counts.denominator + counts.sample).toBe(counted);
      expect(counts.leftOut).toBe(totalCount - counted);
      expect(nodes.filter((node) => !node.counted && (node.reason === null || node.reasonCode === null))).toEqual([]);
      expect(nodes.filter((node) => !node.counted && (node.value !== null || node.numerator !== null))).toEqual([]);
      // and nothing that the relation holds is missing
      const held = heldBy[metricById(id).relation]?.(example.events) ?? [];
      const attempts = example.events.filter(({ type }) => type === 'deployment').length;
      const entries = metricById(id).relation === 'attempts' ? totalCount : attempts;
      expect(entries).toBe(attempts);
      const named = nodes.map((node) => node.id).join('\n');
      expect(held.filter((one) => !named.includes(String(one)))).toEqual([]);
      // and the rule is told, with every option that it was made by
      expect(rule).not.toBe('');
      const differing = options.filter(({ isDefault }) => !isDefault).map(({ name }) => name);
      expect(differing.toSorted()).toEqual(Object.keys(example.options ?? {}).toSorted());
      // and its statement, where there is one, can be run as it is told
      const params = Object.fromEntries(parameters.map(({ name, value }) => [name, JSON.parse(value) as unknown]));
      const isCompared = sql.startsWith('-- ');
      const rows = isCompared ? [] : await api.warehouse.analytics.query({ sql, params });
      expect({ isCompared, hasRows: rows.length > 0 }).toEqual({ isCompared: id === 'DRIFT', hasRows: id !== 'DRIFT' });
    },
    60_000,
  );
});

describe('a world in which nothing is', () => {
  beforeAll(() => api.warehouse.empty());

  /** Of nothing there are none: a count, and a count per day, is 0. Everything else has no value. */
  const counts = metricCatalog.filter(({ unit, evidence }) => unit === 'PER_DAY' || evidence?.made === 'count');

  it('has counts', () => {
    expect(counts.map(({ id }) => id)).toEqual([
      'DEPLOYMENT_FREQUENCY',
      'FLAG_RELEASE_FREQUENCY',
      'STALE_FLAGS',
      'WORK_IN_PROGRESS',
    ]);
  });

  it.each(metricIds)('%s: no denominator is no value, with a status, and never 0', async (id) => {
    const { value, status, n, low, p75, p90 } = await pointOf(id);
    const isCount = counts.some((metric) => metric.id === id);
    expect({ id, value, n, p75, p90 }).toEqual({ id, value: isCount ? 0 : null, n: 0, p75: null, p90: null });
    expect({ id, said: isCount ? 'NO_DATA' : status, low: isCount ? null : low }).toEqual({
      id,
      said: 'NO_DATA',
      low: null,
    });
  });
});
