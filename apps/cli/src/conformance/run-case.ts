import { MemoryFacts, type Warehouse } from '@leadline/adapters';
import { canonicalJson, emptyCatalogue, type LeadlineEvent } from '@leadline/events';
import type { MetricQuery, Point } from '@leadline/metrics';
import type { Facts } from '@leadline/ports';
import { queryMetrics } from '@leadline/pipeline';
import { differences, statisticsFunctions } from '@leadline/statistics';
import { answerOf } from './answer.js';
import type { Case, FunctionCase, MetricCase } from './case-file.js';
import { caseEvent, deriveWorld } from './case-world.js';
import { queryOf } from './metric-query.js';

/** Where a case's answer differs from the expected one, one line each; none: it passed. */
export async function runCase(one: Case, warehouse: Warehouse): Promise<readonly string[]> {
  switch (one.form) {
    case 'metric':
      return runMetricCase(one.case, warehouse);
    case 'function':
      return runFunctionCase(one.case);
    case 'unknown':
      return [one.problem];
  }
}

/**
 * Events go through log, fold and derive into the warehouse, and the answer comes by the resolvers' own path. The same
 * events shuffled and doubled must give the same rows, so their answer is the same.
 */
async function runMetricCase(metricCase: MetricCase, warehouse: Warehouse): Promise<readonly string[]> {
  const events = metricCase.input.events.map(caseEvent);
  await warehouse.empty();
  await deriveWorld(events, warehouse.facts);
  const query = queryOf(metricCase);
  const { bucket, ...whole } = query;
  const [point] = await pointsOf(whole, warehouse);
  if (!point) return ['the query gave no point'];
  const buckets = bucket ? await pointsOf(query, warehouse) : [];
  const answer = answerOf({ whole: point, buckets }, query);
  const asked = Object.entries(metricCase.expected).filter(([field]) => field in answer);
  const wrong = differences(answer, Object.fromEntries(asked), metricCase.tolerance);
  return [...wrong, ...(await orderMatters(events, await rowsIn(warehouse.facts)))];
}

async function pointsOf(query: MetricQuery, { analytics }: Warehouse): Promise<readonly Point[]> {
  const answer = await queryMetrics(analytics, emptyCatalogue, query);
  if (answer.outcome === 'points') return answer.points;
  throw new Error(`The case asks for ${answer.count} points`);
}

async function orderMatters(events: readonly LeadlineEvent[], rows: string): Promise<string[]> {
  const orders: [name: string, events: readonly LeadlineEvent[]][] = [
    ['reversed', [...events].reverse()],
    ['shuffled', byHash(events)],
    ['with every event delivered twice', [...byHash(events), ...events]],
  ];
  const problems: string[] = [];
  for (const [name, order] of orders) {
    const facts = new MemoryFacts();
    await deriveWorld(order, facts);
    if ((await rowsIn(facts)) !== rows) problems.push(`other rows when the events are ${name}`);
  }
  return problems;
}

/** An order that has nothing to do with the one given, and is the same each time. */
const byHash = (events: readonly LeadlineEvent[]): LeadlineEvent[] =>
  [...events].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Content of the deployments; when a row was written is not content. */
async function rowsIn(facts: Facts): Promise<string> {
  const rows = await facts.find({ table: 'deployments', where: [] });
  const contents = rows.filter(({ base }) => base.length > 0).map((row) => canonicalJson({ ...row, version: 0 }));
  return contents.sort().join('\n');
}

function runFunctionCase({ function: name, input, expected, tolerance }: FunctionCase): readonly string[] {
  const called = statisticsFunctions[name ?? 'quickCheck'];
  if (!called) return [`there is no function ${name}`];
  // The arguments of special functions stand beside their expected values.
  const given = name === 'specialFunctions' ? { ...(input as object), points: expected } : input;
  return differences(called(given), expected, tolerance);
}
