import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from './deployment-id.js';
import { keyText } from './deployment-keys.js';
import { type DeploymentListRow, deploymentsStatement, summaryOf } from './deployment-rows.js';
import { noProgress, progressOf } from './rollout-progress.js';
import { type DeploymentKey, type ListRollouts, MOST_ROLLOUTS } from './types.js';

/** Deployments with their steps, latest first: in progress, or those that ended too. Three statements. */
export const listRollouts: ListRollouts = async (analytics, { active, scope = {}, asOf }) => {
  const rows = await analytics.query<DeploymentListRow>(
    deploymentsStatement({
      asOf,
      where: { ...scope, ...(active ? { statuses: ['in_progress'] } : {}) },
      limit: MOST_ROLLOUTS,
    }),
  );
  const progress = await progressOf(analytics, rows.map(deploymentId), asOf);
  const overtaken = await overtakenAmong(analytics, rows, asOf);
  return rows.map((row) => ({
    ...(progress.get(deploymentId(row)) ?? noProgress),
    deployment: summaryOf(row),
    overtaken: overtaken.has(keyText(row)),
  }));
};

/** Which of those in progress began before another one succeeded in a target of theirs. */
async function overtakenAmong(
  analytics: Analytics,
  rows: readonly DeploymentListRow[],
  asOf: number,
): Promise<ReadonlySet<string>> {
  const running = rows.filter(({ status }) => status === 'in_progress');
  if (running.length === 0) return new Set();
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const services = [...new Set(running.map(({ service }) => service))];
  const sql = `
SELECT service, environment, place_target, max(state.startedAt) AS begun_last
FROM (
  SELECT service, environment, arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayJoin(if(empty(state.targets), [''], state.targets)) AS place_target
  FROM deployments FINAL
  WHERE notEmpty(base) AND service IN ${bind.bind('Array(String)', services)}
)
WHERE state.status = 'succeeded' AND state.kind != 'flag'
GROUP BY service, environment, place_target
LIMIT 100000`;
  const ended = await analytics.query<{
    service: string;
    environment: string;
    place_target: string;
    begun_last: number;
  }>({ sql, params: bind.values });
  const begun = new Map(
    ended.map((row) => [JSON.stringify([row.service, row.environment, row.place_target]), row.begun_last]),
  );
  const isOvertaken = ({ service, environment, targets, started_at }: DeploymentListRow): boolean =>
    (targets.length === 0 ? [''] : targets).some(
      (target) => started_at > 0 && (begun.get(JSON.stringify([service, environment, target])) ?? 0) > started_at,
    );
  return new Set(running.filter(isOvertaken).map((row: DeploymentKey) => keyText(row)));
}
