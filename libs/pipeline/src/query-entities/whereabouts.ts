import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from './deployment-id.js';
import { commitsSince, type FoundCommit } from './find-commits.js';
import type { DeploymentKey, Whereabouts } from './types.js';

/** What is looked for: SHAs of which any in a version means that the version contains the change. */
export interface SoughtChange {
  readonly repository: string;
  readonly seeds: readonly string[];
  /** Committer date of the oldest seed; null: not known. */
  readonly since: number | null;
  readonly asOf: number;
}

/** A succeeded deployment that replaced what was live. */
interface LiveRow extends DeploymentKey {
  readonly tier: string;
  readonly targets: readonly string[];
  readonly sha: string;
  readonly finished_at: number;
  /** 1: derive found that it carried one of the seeds for the first time. */
  readonly carried: 0 | 1;
}

/** Most deployments of the services that are looked at. */
const MOST_DEPLOYMENTS = 100_000;

/** Committer dates of one history may differ from its order by this much, in milliseconds. */
const CLOCK_SKEW = 86_400_000;

/**
 * Where a change is: for each environment and target of the services of its repository since when, or that it waits.
 * A version contains it if the commit graph says so; where the graph does not reach, if it came to production first at
 * or after the deployment that carried the change.
 */
export async function whereaboutsOf(analytics: Analytics, sought: SoughtChange): Promise<Whereabouts[]> {
  const rows = await deploymentsOf(analytics, sought);
  const { repository, since, seeds, asOf } = sought;
  const graph =
    since === null
      ? new Map<string, FoundCommit>()
      : await commitsSince(analytics, { repository, since: since - CLOCK_SKEW, asOf });
  const descendants = descendantsOf(graph, seeds);
  return [...groupedBy(rows, ({ service }) => service).values()].flatMap((own) => {
    const carriers = own.filter(({ carried }) => carried === 1);
    const arrival = carriers.length === 0 ? Infinity : Math.min(...carriers.map((row) => row.finished_at));
    const firsts = firstInProduction(own);
    const contains = ({ sha, carried }: LiveRow): boolean => {
      if (carried === 1 || descendants.has(sha)) return true;
      const isInGraph = (graph.get(sha)?.parents ?? graph.get(sha)?.landedAfter ?? null) !== null;
      return !isInGraph && (firsts.get(sha) ?? -Infinity) >= arrival;
    };
    return [...groupedBy(own.flatMap(placesOf), ({ place }) => place).values()].map((visits) =>
      whereaboutsIn(visits, contains),
    );
  });
}

async function deploymentsOf(analytics: Analytics, { repository, seeds, asOf }: SoughtChange): Promise<LiveRow[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const shas = bind.bind('Array(String)', seeds);
  const sql = `
SELECT service, environment, tier, deployment, occurrence, state.targets AS targets, state.sha AS sha,
  state.finishedAt AS finished_at, carried
FROM (
  SELECT service, environment, tier, deployment, occurrence,
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayExists(e -> has(${shas}, e.sha) AND e.knownFrom <= ${at} AND ${at} < e.knownUntil, commits) AS carried
  FROM deployments FINAL
  WHERE notEmpty(base) AND (
    repository = ${bind.bind('String', repository)}
    OR service IN (SELECT service FROM link_index FINAL WHERE sha IN ${shas}))
)
WHERE state.status = 'succeeded' AND state.kind != 'flag' AND state.sha != ''
ORDER BY service, environment, finished_at, deployment, occurrence
LIMIT ${MOST_DEPLOYMENTS}`;
  return analytics.query<LiveRow>({ sql, params: bind.values });
}

/** Commits of which a seed is an ancestor, with the seeds; a push that names no parents landed after one commit. */
function descendantsOf(graph: ReadonlyMap<string, FoundCommit>, seeds: readonly string[]): ReadonlySet<string> {
  const children = new Map<string, string[]>();
  for (const { sha, parents, landedAfter } of graph.values()) {
    for (const parent of parents ?? (landedAfter === null ? [] : [landedAfter])) {
      const known = children.get(parent);
      if (known) known.push(sha);
      else children.set(parent, [sha]);
    }
  }
  const found = new Set(seeds);
  const waiting = [...seeds];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of children.get(next) ?? []) {
      if (found.has(child)) continue;
      found.add(child);
      waiting.push(child);
    }
  }
  return found;
}

function firstInProduction(rows: readonly LiveRow[]): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const { sha, tier, finished_at: at } of rows) {
    if (tier === 'production') firsts.set(sha, Math.min(at, firsts.get(sha) ?? Infinity));
  }
  return firsts;
}

interface Visit {
  readonly place: string;
  readonly target: string | null;
  readonly row: LiveRow;
}

const placesOf = (row: LiveRow): Visit[] =>
  (row.targets.length === 0 ? [null] : row.targets).map((target) => ({
    place: JSON.stringify([row.environment, target]),
    target,
    row,
  }));

/** What one place saw, oldest first. */
function whereaboutsIn(visits: readonly Visit[], contains: (row: LiveRow) => boolean): Whereabouts {
  const last = visits.at(-1)!;
  const { service, environment, tier } = last.row;
  const place = { service, environment, tier, target: last.target, liveDeployment: deploymentId(last.row) };
  const first = visits.find(({ row }) => contains(row));
  if (first === undefined) {
    return { ...place, state: 'waiting', since: null, deployment: null, until: null };
  }
  const arrived = { ...place, since: first.row.finished_at, deployment: deploymentId(first.row) };
  if (contains(last.row)) return { ...arrived, state: 'live', until: null };
  const lastWith = visits.findLastIndex(({ row }) => contains(row));
  return { ...arrived, state: 'rolled_back', until: visits[lastWith + 1]?.row.finished_at ?? null };
}

function groupedBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}
