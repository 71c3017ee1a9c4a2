import type { Catalogue } from '@leadline/events';
import {
  type MetricQuery,
  plan,
  type Point,
  pointsOf,
  type StatementRow,
  type Unanswerable,
  unanswerable,
} from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** Most points a query may ask for. */
export const MOST_POINTS = 10_000;

export type QueriedMetrics =
  | { readonly outcome: 'points'; readonly points: readonly Point[] }
  /** Refused before or after running, with the count and what to narrow. */
  | { readonly outcome: 'too_many_points'; readonly count: number }
  /** A metric has no such groups, or cannot be narrowed so. */
  | { readonly outcome: 'unanswerable'; readonly problems: readonly Unanswerable[] };

/** Runs a metric query: one statement for each relation, then the statistics. GraphQL, exports and conformance all come through here. */
export async function queryMetrics(
  analytics: Analytics,
  catalogue: Catalogue,
  query: MetricQuery,
): Promise<QueriedMetrics> {
  const problems = unanswerable(query);
  if (problems.length > 0) return { outcome: 'unanswerable', problems };
  const planned = plan(query);
  const expected = expectedGroups(catalogue, query);
  const perGroup = planned.metrics.length * Math.max(1, query.bucket ? planned.buckets.length : 1);
  const least = perGroup * Math.max(1, expected.length);
  if (least > MOST_POINTS) return { outcome: 'too_many_points', count: least };
  const rows = await Promise.all(planned.parts.map(({ statement }) => analytics.query<StatementRow>(statement)));
  const points = pointsOf(planned, rows, expected);
  return points.length > MOST_POINTS
    ? { outcome: 'too_many_points', count: points.length }
    : { outcome: 'points', points };
}

/** Groups that people expect to see even when nothing was deployed: the teams and services of the catalogue. */
function expectedGroups(catalogue: Catalogue, { by, scope }: MetricQuery): string[][] {
  if (by.length !== 1) return [];
  switch (by[0]?.dimension) {
    case 'TEAM':
      return teamPaths(catalogue)
        .filter((path) => isWithin(path, scope.teams))
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

/** Every team of the tree, parents included. */
export function teamPaths(catalogue: Catalogue): string[] {
  const declared = [
    ...catalogue.teams.map(({ path }) => path),
    ...catalogue.services.flatMap(({ teams }) => teams.map(({ team }) => team)),
  ];
  const paths = declared.flatMap((path) => {
    const parts = path.split('/');
    return parts.map((_, depth) => parts.slice(0, depth + 1).join('/'));
  });
  return [...new Set(paths)].sort();
}

const isWithin = (path: string, teams: readonly string[] | undefined): boolean =>
  !teams?.length || teams.some((team) => path === team || path.startsWith(`${team}/`));
