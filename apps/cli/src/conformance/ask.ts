import type { Warehouse } from '@leadline/adapters';
import { emptyCatalogue } from '@leadline/events';
import type { Dimension, MetricQuery, Point } from '@leadline/metrics';
import { queryMetrics, withLinkedElsewhere } from '@leadline/pipeline';
import { differences, type Tolerance } from '@leadline/statistics';
import { type Answer, answerOf } from './answer.js';
import type { CaseQuery } from './case-file.js';
import { questionOf, queryOf } from './case-query.js';
import { driversAnswer, phasesAnswer } from './breakdowns.js';

/** What a case asks of the warehouse, and what must come back. */
export interface Expectation {
  readonly metric: string;
  readonly query: CaseQuery;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: Tolerance;
  /** Fields that may never be skipped. */
  readonly headlines: readonly string[];
  /** How the file tells numbers, where it tells them in another way than metrics.md. */
  readonly told?: (answer: Answer) => Answer;
}

/**
 * Asks by the resolvers' own path, and tells where the answer is another. Fields that no query gives (lists of single
 * samples) are not compared, unless they are headlines.
 */
export async function unmet(expectation: Expectation, warehouse: Warehouse): Promise<string[]> {
  const { metric, query, expected, tolerance, headlines, told = (answer) => answer } = expectation;
  const answer = told(await answerTo(metric, query, warehouse));
  const asked = Object.entries(expected).filter(([field]) => field in answer || headlines.includes(field));
  if (asked.length === 0) return ['none of the expected fields is in the answer'];
  return differences(answer, Object.fromEntries(asked), tolerance);
}

/** By the path of the field that gives it. */
async function answerTo(metric: string, query: CaseQuery, warehouse: Warehouse): Promise<Answer> {
  switch (metric) {
    case 'lead_time_phases':
      return phasesAnswer(questionOf(query), warehouse);
    case 'driver_attribution':
      return driversAnswer(query, warehouse);
    case 'drift':
      return driftAnswer(queryOf(metric, query), warehouse);
    default: {
      const product = queryOf(metric, query);
      return query.by ? groupedAnswer(product, query.by, warehouse) : wholeAnswer(product, warehouse);
    }
  }
}

async function wholeAnswer(query: MetricQuery, warehouse: Warehouse): Promise<Answer> {
  const { bucket, ...whole } = query;
  const [point] = await pointsOf(whole, warehouse);
  if (!point) throw new Error('the query gave no point');
  const buckets = bucket ? await pointsOf(query, warehouse) : [];
  return answerOf({ whole: point, buckets }, query);
}

async function groupedAnswer(
  query: MetricQuery,
  by: NonNullable<CaseQuery['by']>,
  warehouse: Warehouse,
): Promise<Answer> {
  const dimension = by.toUpperCase() as Dimension;
  const points = await pointsOf({ ...query, by: [{ dimension }] }, warehouse);
  const groups = points.map((point) => [point.group[0] ?? '(none)', answerOf({ whole: point, buckets: [] }, query)]);
  // Nothing else has several groups of one dimension.
  const overlapping = dimension === 'FLAG';
  return { all: await wholeAnswer(query, warehouse), groups: Object.fromEntries(groups), overlapping };
}

/** Of every place: "service", or "service/target" where an environment has several. */
async function driftAnswer(query: MetricQuery, warehouse: Warehouse): Promise<Answer> {
  const points = await pointsOf({ ...query, by: [{ dimension: 'SERVICE' }, { dimension: 'TARGET' }] }, warehouse);
  const groups = points.map((point) => [
    point.group.filter((name) => name !== null).join('/'),
    answerOf({ whole: point, buckets: [] }, query),
  ]);
  return { groups: Object.fromEntries(groups) };
}

async function pointsOf(query: MetricQuery, { analytics }: Warehouse): Promise<readonly Point[]> {
  const answer = await queryMetrics(analytics, emptyCatalogue, query);
  switch (answer.outcome) {
    case 'points':
      return withLinkedElsewhere(analytics, query, answer.points);
    case 'too_many_points':
      throw new Error(`the case asks for ${answer.count} points`);
    case 'unanswerable':
      throw new Error(answer.problems.map(({ message }) => message).join('; '));
  }
}
