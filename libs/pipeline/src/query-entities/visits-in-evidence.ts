import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { CLOCK_SKEW, type FoundVisits, type SoughtChange, type Visit } from './change-places.js';
import { descendantsOf, parentsOf } from './commit-ancestry.js';
import { commitsSince, type FoundCommit } from './find-commits.js';
import { groupedBy } from '../grouped-by.js';
import type { DeploymentKey } from './types.js';

/** A deployment as it was known at asOf. */
interface LiveRow extends DeploymentKey {
  readonly status: 'succeeded' | 'in_progress';
  readonly tier: string;
  readonly targets: readonly string[];
  readonly sha: string;
  /** Of one in progress: its start. */
  readonly finished_at: number;
  /** 1: derive found that it carried one of the seeds for the first time. */
  readonly carried: 0 | 1;
  /** 1: it is of the repository, and not only of a service that has others of it, or carried the change. */
  readonly is_own: 0 | 1;
}

/** Most deployments of the services that are looked at. */
const MOST_DEPLOYMENTS = 100_000;

/**
 * Every version of the services that deployed the repository or carried the change, from the evidence of their
 * deployments, and all commits of the repository since.
 */
export async function visitsInEvidence(analytics: Analytics, sought: SoughtChange): Promise<FoundVisits> {
  const { repository, since, seeds, asOf } = sought;
  const rows = await deploymentsOf(analytics, sought);
  const graph =
    since === null
      ? new Map<string, FoundCommit>()
      : await commitsSince(analytics, { repository, since: since - CLOCK_SKEW, asOf });
  const services = [...groupedBy(rows, ({ service }) => service).values()];
  return {
    visits: services
      .filter((own) => own.some(({ carried, is_own: isOwn }) => carried === 1 || isOwn === 1))
      .flatMap(visitsOf),
    descendants: descendantsOf(graph, seeds),
    isInGraph: (sha) => {
      const commit = graph.get(sha);
      return commit !== undefined && parentsOf(commit) !== null;
    },
  };
}

async function deploymentsOf(analytics: Analytics, { repository, seeds, asOf }: SoughtChange): Promise<LiveRow[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const shas = bind.bind('Array(String)', seeds);
  const ofRepository = `repository = ${bind.bind('String', repository)}`;
  const carrying = `SELECT service FROM link_index FINAL WHERE sha IN ${shas}`;
  const sql = `
SELECT service, environment, tier, deployment, occurrence, state.targets AS targets, state.sha AS sha,
  state.status AS status, if(status = 'succeeded', state.finishedAt, state.startedAt) AS finished_at, carried, is_own
FROM (
  SELECT service, environment, tier, deployment, occurrence, ${ofRepository} AS is_own,
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayExists(e -> has(${shas}, e.sha) AND e.knownFrom <= ${at} AND ${at} < e.knownUntil, commits) AS carried
  FROM deployments FINAL
  PREWHERE service IN (SELECT service FROM deployments WHERE ${ofRepository} UNION ALL ${carrying})
  WHERE notEmpty(base.knownFrom)
)
WHERE state.status IN ('succeeded', 'in_progress') AND state.kind != 'flag' AND state.sha != ''
ORDER BY service, environment, finished_at, deployment, occurrence
LIMIT ${MOST_DEPLOYMENTS}`;
  return analytics.query<LiveRow>({ sql, params: bind.values });
}

/** Of the deployments of a service. */
function visitsOf(own: readonly LiveRow[]): Visit[] {
  const firsts = new Map<string, number>();
  for (const { sha, tier, status, finished_at: at } of own) {
    if (tier === 'production' && status === 'succeeded') firsts.set(sha, Math.min(at, firsts.get(sha) ?? Infinity));
  }
  const visits = own.flatMap((row) =>
    (row.targets.length === 0 ? [''] : [...new Set(row.targets)]).map((target): Visit => {
      const { service, environment, tier, deployment, occurrence, sha, status, finished_at: at, carried } = row;
      return {
        service,
        environment,
        tier,
        deployment,
        occurrence,
        sha,
        status,
        at,
        target: target || null,
        until: null,
        firstAt: firsts.get(sha) ?? null,
        carried: carried === 1,
      };
    }),
  );
  const places = groupedBy(visits, ({ environment, target }) => JSON.stringify([environment, target]));
  return [...places.values()].flatMap((there) =>
    there.map((visit, place) => ({
      ...visit,
      until: there.slice(place + 1).find(({ status }) => status === 'succeeded')?.at ?? null,
    })),
  );
}
