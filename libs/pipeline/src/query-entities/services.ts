import type { Catalogue, CatalogueService } from '@leadline/events';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { z } from 'zod';
import { deploymentId } from './deployment-id.js';
import { pageOfAll } from './page.js';
import { isWithin } from '../query-metrics/team-paths.js';
import { ownersAt } from './teams.js';
import type { ListServices, ServiceFilter, ServiceSummary } from './types.js';

/** Services of the catalogue and those that deployments named, by name. */
export const listServices: ListServices = async (analytics, catalogue, { where = {}, asOf, ...page }) => {
  const observed = await observedServices(analytics, asOf);
  const stale = await staleServices(analytics);
  const declared = new Map(catalogue.services.map((service) => [service.name, service]));
  const names = [...new Set([...declared.keys(), ...observed.keys()])].sort();
  const all = names
    .map((name) => summaryOf(name, { declared: declared.get(name), observed: observed.get(name), stale, asOf }))
    .filter((service) => isWanted(service, where));
  return pageOfAll(all, page, ({ name }) => name, z.string());
};

interface Observed {
  readonly service: string;
  readonly environments: readonly string[];
  /** "<source>:<owner>/<name>". */
  readonly repositories: readonly string[];
  readonly last: readonly [environment: string, deployment: string, occurrence: number];
  readonly last_at: number;
}

/** Most services that are read. */
const MOST_SERVICES = 100_000;

async function observedServices(analytics: Analytics, asOf: number): Promise<ReadonlyMap<string, Observed>> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const sql = `
SELECT service, arraySort(groupUniqArray(environment)) AS environments,
  arraySort(groupUniqArrayIf(concat(state.source, ':', repository), repository != '')) AS repositories,
  argMax((environment, deployment, occurrence), (instant, environment, deployment, occurrence)) AS last,
  max(instant) AS last_at
FROM (
  SELECT service, environment, deployment, occurrence, repository,
    arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state,
    if(state.finishedAt = 0, state.startedAt, state.finishedAt) AS instant
  FROM deployments FINAL
  WHERE notEmpty(base)
)
WHERE state.id != ''
GROUP BY service
ORDER BY service
LIMIT ${MOST_SERVICES}`;
  const rows = await analytics.query<Observed>({ sql, params: bind.values });
  return new Map(rows.map((row) => [row.service, row]));
}

async function staleServices(analytics: Analytics): Promise<ReadonlyMap<string, string>> {
  const sql = `
SELECT service, error
FROM stale_scopes FINAL
WHERE state = 'stale'
ORDER BY service
LIMIT ${MOST_SERVICES}`;
  const rows = await analytics.query<{ service: string; error: string }>({ sql, params: {} });
  return new Map(rows.map(({ service, error }) => [service, error]));
}

interface Known {
  readonly declared: CatalogueService | undefined;
  readonly observed: Observed | undefined;
  readonly stale: ReadonlyMap<string, string>;
  readonly asOf: number;
}

function summaryOf(name: string, { declared, observed, stale, asOf }: Known): ServiceSummary {
  const last = observed && {
    service: name,
    environment: observed.last[0],
    deployment: observed.last[1],
    occurrence: observed.last[2],
  };
  const repositories = declared?.repositories.length ? declared.repositories : (observed?.repositories ?? []);
  return {
    name,
    repositories,
    teams: ownersAt(declared, asOf),
    tags: declared?.tags ?? {},
    mapped: declared !== undefined,
    yaml: declared ? null : yamlThatMaps(name, repositories),
    environments: observed?.environments ?? [],
    lastDeployment:
      last === undefined || observed === undefined
        ? null
        : { id: deploymentId(last), environment: last.environment, at: observed.last_at },
    staleBecause: stale.get(name) ?? null,
  };
}

/** JSON strings are YAML strings, whatever a sender called its service. */
function yamlThatMaps(name: string, repositories: readonly string[]): string {
  const plain = (text: string): string => (/^[A-Za-z][\w/-]*(:[\w/.-]+)?$/.test(text) ? text : JSON.stringify(text));
  const repository = repositories[0];
  const lines = ['services:', `  ${plain(name)}:`];
  if (repository === undefined) return [...lines.slice(0, -1), `  ${plain(name)}: {}`].join('\n');
  return [...lines, `    repository: ${plain(repository)}`].join('\n');
}

function isWanted({ name, teams, mapped }: ServiceSummary, where: ServiceFilter): boolean {
  if (where.names?.length && !where.names.includes(name)) return false;
  if (where.mapped !== undefined && where.mapped !== mapped) return false;
  return !where.teams?.length || teams.some((team) => isWithin(team, where.teams ?? []));
}

/** Services that teams own at an instant, descendants included. */
export function servicesOfTeams(catalogue: Catalogue, teams: readonly string[], asOf: number): string[] {
  return catalogue.services
    .filter((service) => ownersAt(service, asOf).some((team) => isWithin(team, teams)))
    .map(({ name }) => name);
}
