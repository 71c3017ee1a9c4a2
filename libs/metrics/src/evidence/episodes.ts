import { knownRows } from '../deployments/known-rows.js';
import { environmentCondition, historyConditions } from '../deployments/row-sql.js';
import { failedDeploymentIn, failure, type FailureCells, sampleOf } from '../failed-deployment-recovery-time.metric.js';
import { type Episode, recoveryEpisodes } from '../recovery-episodes.js';
import { metricById } from '../registry.js';
import { Parameters, type SqlStatement } from '../statement.js';
import type { EvidenceItem, FailureEvidence, LeftOutReason } from './evidence-item.js';
import { conditionsOfPoint, deploymentOf, evidenceExpressions, failures } from './evidence-statement.js';
import { type PointReference, queryOfPoint } from './point-reference.js';

/** A failed deployment as the statement returns it. */
export interface FailureRow {
  readonly instant: number;
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly reported_id: string;
  readonly status: string;
  readonly kind: string;
  readonly verdict: string;
  readonly sha: string;
  readonly version: string;
  readonly url: string;
  readonly is_counted: 0 | 1;
  readonly is_near: 0 | 1;
  readonly failure: FailureCells;
  readonly failures: readonly (readonly [rule: FailureEvidence['rule'], by: string])[];
}

/** Most failed deployments of a scope that episodes are made from. */
const MOST_FAILURES = 200_000;

/** Every failed deployment of the scope: an episode may begin with one that lies before the window. */
export function failuresStatement(point: PointReference): SqlStatement {
  const bind = new Parameters();
  const query = queryOfPoint(point);
  const metric = metricById('FAILED_DEPLOYMENT_RECOVERY_TIME');
  const rows = knownRows({
    named: { ...evidenceExpressions(query, bind), ...metric.row(query, bind), failures },
    conditions: [environmentCondition(point.scope, bind), ...historyConditions(point.scope, bind)],
    looksAhead: true,
  });
  const sql = `
SELECT instant_shown AS instant, service, environment, deployment, occurrence, state.id AS reported_id,
  state.status AS status, state.kind AS kind, state.verdict AS verdict, state.sha AS sha, state.version AS version,
  state.url AS url, is_counted, is_near, ${failure} AS failure, failures
FROM ${rows}
WHERE ${['is_failed', ...conditionsOfPoint(point, bind)].join('\n  AND ')}
ORDER BY instant DESC, service, environment, deployment, occurrence
LIMIT ${MOST_FAILURES}`;
  return { sql, params: bind.values };
}

/**
 * Evidence of recovery: of each episode that opened in the window the deployment that began it stands for it; the others
 * say so. Latest deployment first.
 */
export function episodeItems(point: PointReference, rows: readonly FailureRow[]): EvidenceItem[] {
  const { window, options } = point;
  const counted = rows.filter(({ is_counted: isCounted }) => isCounted === 1);
  const episodes = recoveryEpisodes(
    counted.map(({ failure }) => failedDeploymentIn(failure)),
    options.recoveryStart,
  );
  const episodeOf = new Map(episodes.flatMap((episode) => episode.deployments.map((key) => [key, episode] as const)));
  const leader = new Map<Episode, string>();
  for (const { failure } of [...counted].sort((a, b) => a.failure[1] - b.failure[1] || a.failure[2] - b.failure[2])) {
    const episode = episodeOf.get(failure[0]);
    if (episode && !leader.has(episode)) leader.set(episode, failure[0]);
  }
  return rows.flatMap((row) => {
    const episode = row.is_counted === 1 ? episodeOf.get(row.failure[0]) : undefined;
    if (!episode) return row.is_near === 1 ? [entry(row, undefined, uncounted(row))] : [];
    const opensInside = episode.opens >= window.from && episode.opens < window.to;
    if (!opensInside) return row.is_near === 1 ? [entry(row, episode, 'outside_window')] : [];
    const sample = sampleOf(episode, queryOfPoint(point));
    if (leader.get(episode) !== row.failure[0]) return [entry(row, episode, 'same_episode')];
    return [
      sample === null
        ? entry(row, episode, 'negative_duration')
        : { ...entry(row, episode, null), seconds: sample.seconds },
    ];
  });
}

function uncounted({ verdict, kind }: FailureRow): LeftOutReason {
  if (verdict === 'excluded') return 'excluded_by_person';
  switch (kind) {
    case 'redeploy':
    case 'rollback':
    case 'config':
    case 'flag':
      return kind;
    default:
      throw new Error(`A failed deployment of kind ${kind} is not counted for no known reason`);
  }
}

function entry(row: FailureRow, episode: Episode | undefined, reason: LeftOutReason | null): EvidenceItem {
  return {
    ...deploymentOf(row),
    part: reason === null ? 'sample' : 'left_out',
    reason,
    change: null,
    opensAt: episode?.opens ?? null,
    closesAt: episode?.closes ?? null,
    seconds: null,
    incidents: episode?.incidents ?? [],
  };
}
