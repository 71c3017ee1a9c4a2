import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentKeyIn } from './deployment-id.js';
import { keyText, reportEntitiesOf } from './deployment-keys.js';
import { type DeploymentListRow, deploymentsStatement, summaryOf } from './deployment-rows.js';
import type { DeploymentKey, FindDeploymentSummaries } from './types.js';

/** Deployments by their ids, in two statements however many they are; what nobody knows is not in the answer. */
export const deploymentSummaries: FindDeploymentSummaries = async (analytics, ids, asOf) => {
  const rows = await rowsByIds(analytics, ids, asOf);
  return new Map([...rows].map(([id, row]) => [id, summaryOf(row)]));
};

/** The rows that ids stand for: opaque ones, or those that sources gave to attempts. */
export async function rowsByIds(
  analytics: Analytics,
  ids: readonly string[],
  asOf: number,
): Promise<ReadonlyMap<string, DeploymentListRow>> {
  const keysById = new Map(ids.map((id) => [id, deploymentKeyIn(id)]));
  const attempts = [...keysById].filter(([, key]) => key === undefined).map(([id]) => id);
  const keys = new Map<string, DeploymentKey>();
  for (const key of [...keysById.values(), ...(await keysOfAttempts(analytics, attempts))])
    if (key !== undefined) keys.set(keyText(key), key);
  if (keys.size === 0) return new Map();
  const rows = await analytics.query<DeploymentListRow>(
    deploymentsStatement({ asOf, keys: [...keys.values()], limit: keys.size }),
  );
  const byKey = new Map(rows.map((row) => [keyText(row), row]));
  return new Map(
    [...keysById].flatMap(([id, key]): [string, DeploymentListRow][] => {
      const row = key ? byKey.get(keyText(key)) : rows.find((candidate) => candidate.attempts.includes(id));
      return row === undefined ? [] : [[id, row]];
    }),
  );
}

/** Keys of the deployments that attempts may belong to: the report of an attempt names its group. */
async function keysOfAttempts(analytics: Analytics, ids: readonly string[]): Promise<DeploymentKey[]> {
  if (ids.length === 0) return [];
  const bind = new Parameters();
  const attempts = bind.bind('Array(String)', ids);
  const sql = `
SELECT service, environment, deployment, occurrence
FROM deployments FINAL
WHERE deployment IN (
    SELECT arrayJoin([concat('attempt:', id), concat('group:', deployment_group)])
    FROM reports FINAL
    WHERE entity IN ${bind.bind('Array(String)', reportEntitiesOf(ids))}
  ) AND arrayExists(b -> hasAny(b.attempts, ${attempts}), base)
ORDER BY service, environment, deployment, occurrence
LIMIT ${bind.bind('Int64', 100 * ids.length)}`;
  return analytics.query<DeploymentKey>({ sql, params: bind.values });
}
