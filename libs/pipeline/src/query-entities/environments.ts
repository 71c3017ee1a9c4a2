import type { Catalogue } from '@leadline/events';
import { historyConditions, knownNames, Parameters, type Scope } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { deploymentId } from './deployment-id.js';
import { groupedBy } from '../grouped-by.js';
import { servicesOfTeams } from './services.js';
import { stageBefore, stagesOf } from './stages-of-delivery.js';
import { ownersAt } from './teams.js';
import type { DeploymentKey, ListEnvironments, LivePlace, LiveVersion } from './types.js';

/** Most places that are told of. */
export const MOST_PLACES = 20_000;

interface LiveRow extends DeploymentKey {
  readonly tier: string;
  readonly known_repository: string;
  readonly place_target: string;
  readonly sha: string;
  readonly version: string;
  readonly kind: string;
  readonly config_version: string;
  readonly finished_at: number;
}

/** What is live where, by service, stage, environment and target. */
export const listEnvironments: ListEnvironments = async (analytics, catalogue, { scope = {}, asOf, until = asOf }) => {
  const rows = await liveRows(analytics, catalogue, scope, { asOf, until });
  const declared = new Map(catalogue.services.map((service) => [service.name, service]));
  const byService = groupedBy(rows, ({ service }) => service);
  const places = [...byService].flatMap(([name, own]) => {
    const stages = stagesOf(
      [...new Map(own.map(({ environment, tier }) => [environment, tier]))],
      catalogue.environments.map((environment) => environment.name),
    );
    const teams = ownersAt(declared.get(name), until);
    const versions = own
      .map((row) => liveVersion(row, teams))
      .sort((a, b) => stages.indexIn(a.environment) - stages.indexIn(b.environment));
    return versions.map((version): LivePlace => {
      const previous = stageBefore(version.environment, stages);
      const others = versions.filter((other) => other !== version);
      return {
        ...version,
        before: others.filter(({ environment }) => environment === previous),
        beside: others.filter(({ environment }) => environment === version.environment),
      };
    });
  });
  return places.filter((place) => isWanted(place, scope));
};

const liveVersion = (row: LiveRow, teams: readonly string[]): LiveVersion => ({
  service: row.service,
  environment: row.environment,
  target: row.place_target || null,
  tier: row.tier,
  repository: row.known_repository,
  teams,
  sha: row.sha || null,
  version: row.version || null,
  deployment: deploymentId(row),
  kind: row.kind,
  since: row.finished_at,
  configVersion: row.config_version || null,
});

/** Environments and targets narrow what is shown, not what it is compared with. */
function isWanted({ environment, target }: LivePlace, { environments, targets }: Scope): boolean {
  if (environments?.length && !environments.includes(environment)) return false;
  return !targets?.length || (target !== null && targets.includes(target));
}

async function liveRows(
  analytics: Analytics,
  catalogue: Catalogue,
  scope: Scope,
  { asOf, until }: { readonly asOf: number; readonly until: number },
): Promise<readonly LiveRow[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const strings = (values: readonly string[]): string => bind.bind('Array(String)', values);
  const conditions = [
    'notEmpty(base)',
    ...historyConditions(scope, bind),
    ...(scope.teams?.length ? [`service IN ${strings(servicesOfTeams(catalogue, scope.teams, asOf))}`] : []),
    ...(scope.repositories?.length ? [`known_repository IN ${strings(scope.repositories)}`] : []),
    ...(scope.flags?.length ? [`hasAny(known_flags, ${strings(scope.flags)})`] : []),
  ];
  const named = Object.entries(knownNames(at)).map(([name, expression]) => `${expression} AS ${name}`);
  const sql = `
SELECT service, environment, tier, known_repository, deployment, occurrence, place_target, state.sha AS sha,
  state.version AS version, state.kind AS kind, state.configVersion AS config_version, state.finishedAt AS finished_at
FROM (
  SELECT service, environment, tier, deployment, occurrence, ${named.join(', ')},
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    arrayJoin(if(empty(state.targets), [''], state.targets)) AS place_target
  FROM deployments FINAL
  WHERE ${conditions.join('\n    AND ')}
)
WHERE state.status = 'succeeded' AND state.kind != 'flag' AND (state.sha != '' OR state.version != '')
  AND state.finishedAt <= ${bind.bind('Int64', until)}
ORDER BY service, environment, place_target, finished_at DESC, deployment DESC, occurrence DESC
LIMIT 1 BY service, environment, place_target
LIMIT ${MOST_PLACES}`;
  return analytics.query<LiveRow>({ sql, params: bind.values });
}
