import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { descendantsOf } from './commit-ancestry.js';
import { deploymentId } from './deployment-id.js';
import { commitsSince, type FoundCommit } from './find-commits.js';
import { groupedBy } from './grouped-by.js';
import type { DeploymentKey, Whereabouts } from './types.js';

/** What is looked for: SHAs of which any in a version means that the version contains the change. */
export interface SoughtChange {
  readonly repository: string;
  readonly seeds: readonly string[];
  /** Committer date of the oldest seed; null: not known. */
  readonly since: number | null;
  readonly asOf: number;
  /** Whether the change concerns a service of its repository: paths of a monorepo. */
  readonly concerns: (service: string) => boolean;
}

/** Where a change is, and what brought it to production first. */
export interface FoundPlaces {
  readonly whereabouts: readonly Whereabouts[];
  /** Id of the production deployment that carried it first; null: none did. */
  readonly carriedBy: string | null;
}

/** A deployment that replaced what was live, or is about to. */
interface LiveRow extends DeploymentKey {
  readonly status: 'succeeded' | 'in_progress';
  readonly tier: string;
  readonly targets: readonly string[];
  readonly sha: string;
  /** Of one in progress: its start. */
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
export async function whereaboutsOf(analytics: Analytics, sought: SoughtChange): Promise<FoundPlaces> {
  const rows = await deploymentsOf(analytics, sought);
  const { repository, since, seeds, asOf } = sought;
  const graph =
    since === null
      ? new Map<string, FoundCommit>()
      : await commitsSince(analytics, { repository, since: since - CLOCK_SKEW, asOf });
  const descendants = descendantsOf(graph, seeds);
  const whereabouts = [...groupedBy(rows, ({ service }) => service).values()].flatMap((own) => {
    const carriers = own.filter(({ carried }) => carried === 1);
    if (carriers.length === 0 && !sought.concerns(own[0]!.service)) return [];
    const arrival = carriers.length === 0 ? Infinity : Math.min(...carriers.map((row) => row.finished_at));
    const firsts = firstInProduction(own);
    const contains = ({ sha, carried }: LiveRow): boolean => {
      if (carried === 1 || descendants.has(sha)) return true;
      const isInGraph = (graph.get(sha)?.parents ?? graph.get(sha)?.landedAfter ?? null) !== null;
      return !isInGraph && (firsts.get(sha) ?? -Infinity) >= arrival;
    };
    return [...groupedBy(own.flatMap(placesOf), ({ place }) => place).values()].flatMap((visits) =>
      whereaboutsIn(visits, contains),
    );
  });
  const [first] = rows
    .filter(({ carried, tier, status }) => carried === 1 && tier === 'production' && status === 'succeeded')
    .sort((a, b) => a.finished_at - b.finished_at);
  return { whereabouts, carriedBy: first === undefined ? null : deploymentId(first) };
}

async function deploymentsOf(analytics: Analytics, { repository, seeds, asOf }: SoughtChange): Promise<LiveRow[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const shas = bind.bind('Array(String)', seeds);
  const ofRepository = `repository = ${bind.bind('String', repository)}`;
  const carrying = `SELECT service FROM link_index FINAL WHERE sha IN ${shas}`;
  const sql = `
SELECT service, environment, tier, deployment, occurrence, state.targets AS targets, state.sha AS sha,
  state.status AS status, if(status = 'succeeded', state.finishedAt, state.startedAt) AS finished_at, carried
FROM (
  SELECT service, environment, tier, deployment, occurrence,
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayExists(e -> has(${shas}, e.sha) AND e.knownFrom <= ${at} AND ${at} < e.knownUntil, commits) AS carried
  FROM deployments FINAL
  PREWHERE service IN (SELECT service FROM deployments WHERE ${ofRepository} UNION ALL ${carrying})
  WHERE notEmpty(base.knownFrom) AND (${ofRepository} OR service IN (${carrying}))
)
WHERE state.status IN ('succeeded', 'in_progress') AND state.kind != 'flag' AND state.sha != ''
ORDER BY service, environment, finished_at, deployment, occurrence
LIMIT ${MOST_DEPLOYMENTS}`;
  return analytics.query<LiveRow>({ sql, params: bind.values });
}

function firstInProduction(rows: readonly LiveRow[]): ReadonlyMap<string, number> {
  const firsts = new Map<string, number>();
  for (const { sha, tier, status, finished_at: at } of rows) {
    if (tier === 'production' && status === 'succeeded') firsts.set(sha, Math.min(at, firsts.get(sha) ?? Infinity));
  }
  return firsts;
}

interface Visit {
  readonly place: string;
  readonly target: string | null;
  readonly row: LiveRow;
}

const placesOf = (row: LiveRow): Visit[] =>
  (row.targets.length === 0 ? [''] : row.targets).map((target) => ({
    place: JSON.stringify([row.environment, target]),
    target: target || null,
    row,
  }));

/** What one place saw, oldest first. A place that only ever saw a rollout begin is one the change waits for. */
function whereaboutsIn(visits: readonly Visit[], contains: (row: LiveRow) => boolean): Whereabouts[] {
  const ended = visits.filter(({ row }) => row.status === 'succeeded');
  const last = ended.at(-1);
  const latest = visits.at(-1);
  if (latest === undefined) return [];
  const { service, environment, tier } = latest.row;
  const underway = last === latest || !contains(latest.row) ? null : deploymentId(latest.row);
  const place = { service, environment, tier, target: latest.target };
  const live = { ...place, liveDeployment: last === undefined ? null : deploymentId(last.row), underway };
  const first = ended.find(({ row }) => contains(row));
  if (first === undefined || last === undefined) {
    return [{ ...live, state: 'waiting', since: null, deployment: null, until: null }];
  }
  const arrived = { ...live, since: first.row.finished_at, deployment: deploymentId(first.row) };
  if (contains(last.row)) return [{ ...arrived, underway: null, state: 'live', until: null }];
  const lastWith = ended.findLastIndex(({ row }) => contains(row));
  return [{ ...arrived, state: 'rolled_back', until: ended[lastWith + 1]?.row.finished_at ?? null }];
}
