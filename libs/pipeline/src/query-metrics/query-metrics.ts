import type { Catalogue } from '@leadline/events';
import {
  answerOfStates,
  areLatest,
  civilBuckets,
  metricById,
  type MetricQuery,
  plan,
  type PartAnswer,
  type PlannedPart,
  type PlannedQuery,
  type Point,
  pointsOf,
  type RowOfStates,
  type SqlStatement,
  type StatementRow,
  type Unanswerable,
  unanswerable,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { driftRows, MOST_COMPARISONS } from './query-drift.js';
import { isWithin, teamPaths } from './team-paths.js';

/** Most points a query may ask for. */
export const MOST_POINTS = 10_000;

export type QueriedMetrics =
  | { readonly outcome: 'points'; readonly points: readonly Point[] }
  /** Refused before or after running, with the count and what to narrow. */
  | { readonly outcome: 'too_many_points'; readonly count: number }
  /** A metric has no such groups, or cannot be narrowed so. */
  | { readonly outcome: 'unanswerable'; readonly problems: readonly Unanswerable[] };

/** Runs a metric query: one statement for each relation (drift is compared), then the statistics. GraphQL, exports and conformance all come through here. */
export async function queryMetrics(
  analytics: Analytics,
  catalogue: Catalogue,
  query: MetricQuery,
): Promise<QueriedMetrics> {
  const problems = [...unanswerable(query), ...comparedTooOften(query)];
  if (problems.length > 0) return { outcome: 'unanswerable', problems };
  const planned = plan(query);
  const expected = expectedGroups(catalogue, query);
  const perGroup = planned.metrics.length * Math.max(1, query.bucket ? planned.buckets.length : 1);
  const least = perGroup * Math.max(1, expected.length);
  if (least > MOST_POINTS) return { outcome: 'too_many_points', count: least };
  const answers = await Promise.all(planned.parts.map((part) => answerOfPart(analytics, catalogue, planned, part)));
  const points = pointsOf(planned, answers, expected);
  return points.length > MOST_POINTS
    ? { outcome: 'too_many_points', count: points.length }
    : { outcome: 'points', points };
}

/** Selected by one statement, or compared place by place. */
async function answerOfPart(
  analytics: Analytics,
  catalogue: Catalogue,
  planned: PlannedQuery,
  part: PlannedPart,
): Promise<PartAnswer> {
  const { query, buckets } = planned;
  switch (part.form) {
    case 'selected':
      return selectedAnswer(analytics, planned, part);
    case 'compared':
      return driftRows(analytics, catalogue, query, query.bucket ? buckets : [{ start: 0, end: query.window.to }]);
  }
}

/** Rows of a statement over the latest state, or of that over the evidence where there is none or it cannot say. */
export async function rowsByLatest(
  analytics: Analytics,
  { statement, latest }: { readonly statement: SqlStatement; readonly latest: SqlStatement | undefined },
): Promise<readonly StatementRow[]> {
  const rows = latest && (await analytics.query<StatementRow>(latest));
  return rows !== undefined && areLatest(rows) ? rows : analytics.query<StatementRow>(statement);
}

/**
 * What is stored of the latest state answers nearly every question, from a narrow table where that has all that is asked
 * about; who asks about the past is answered by evidence.
 */
export async function selectedAnswer(
  analytics: Analytics,
  planned: PlannedQuery,
  part: Extract<PlannedPart, { readonly form: 'selected' }>,
): Promise<PartAnswer> {
  const { states } = part;
  if (states === undefined) return rowsByLatest(analytics, part);
  const answer = answerOfStates(planned, part, await analytics.query<RowOfStates>(states));
  return answer ?? analytics.query<StatementRow>(part.statement);
}

/** Metrics that would be compared at the ends of too many buckets, each with why. */
export function comparedTooOften(query: MetricQuery): Unanswerable[] {
  const { ids, bucket, window, asOf, options } = query;
  const compared = ids.filter((id) => metricById(id).relation === 'places');
  if (bucket === undefined || compared.length === 0) return [];
  const count = civilBuckets(window, bucket, asOf, options.weekStart).length;
  if (count <= MOST_COMPARISONS) return [];
  return compared.map((metric) => ({
    metric,
    asked: 'bucket' as const,
    message: `${metric} compares all places at the end of each bucket: ${count} times, at most ${MOST_COMPARISONS}`,
    fix: `Ask for a longer bucket than ${bucket} or a shorter window, or leave it out of ids`,
  }));
}

/** Groups that people expect to see even when nothing was deployed: the teams and services of the catalogue. */
function expectedGroups(catalogue: Catalogue, { by, scope }: MetricQuery): string[][] {
  if (by.length !== 1) return [];
  switch (by[0]?.dimension) {
    case 'TEAM':
      return teamPaths(catalogue)
        .filter((path) => !scope.teams?.length || isWithin(path, scope.teams))
        .map((path) => [path]);
    case 'SERVICE':
      return catalogue.services
        .filter(({ name }) => !scope.services?.length || scope.services.includes(name))
        .filter(() => !scope.teams?.length && !scope.repositories?.length && !scope.tags?.length)
        .map(({ name }) => [name]);
    default:
      return [];
  }
}
