import type { Catalogue } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { DeploymentRow, TableRow } from '@leadline/tables';
import { type AttemptState, type IncidentState, timelineIn, type VerdictFacts } from '@leadline/tracking';

/** Columns of a stored deployment that tell whether it must be written again. */
const headColumns = [
  'service',
  'environment',
  'deployment',
  'occurrence',
  'verdict_hash',
  'chain_hash',
  'links_hash',
] as const;
export type StoredHead = Pick<DeploymentRow, (typeof headColumns)[number]>;

/** Everything a service's deployments are derived from, commits apart. */
export interface ScopeFacts extends VerdictFacts {
  readonly heads: readonly StoredHead[];
}

/** Loads the facts of services, one query per table for all of them. */
export async function loadScopes(facts: Facts, services: readonly string[]): Promise<ScopeFacts[]> {
  const [naming, ownReports, ownIncidents, heads] = await Promise.all([
    facts.find({
      table: 'mentions',
      where: [{ column: 'mentioned', in: services.map((service) => `service:${service}`) }],
    }),
    ownOf(facts, 'reports', services),
    ownOf(facts, 'incidents', services),
    facts.find({ table: 'deployments', columns: headColumns, where: [{ column: 'service', in: services }] }),
  ]);
  const namers = naming.map(({ by }) => by);
  const [reports, incidents] = await Promise.all([
    withForeign(facts, 'reports', ownReports, namers),
    withForeign(facts, 'incidents', ownIncidents, namers),
  ]);
  return services.map((service) => {
    const own = new Set(naming.filter(({ mentioned }) => mentioned === `service:${service}`).map(({ by }) => by));
    const concerns = (row: { entity: string; services: string[] }): boolean =>
      row.services.includes(service) || own.has(row.entity);
    const attempts = withGroups(reports, service, concerns);
    return {
      service,
      attempts: attempts.map(({ history }) => timelineIn<AttemptState>(history)),
      incidents: incidents.filter(concerns).map(({ history }) => timelineIn<IncidentState | null>(history)),
      heads: heads.filter((head) => head.service === service),
    };
  });
}

type History<N extends 'reports' | 'incidents'> = Pick<TableRow<N>, 'entity' | 'services' | 'history'>;

const historyColumns = ['entity', 'services', 'history'] as const;

function ownOf<N extends 'reports' | 'incidents'>(
  facts: Facts,
  table: N,
  services: readonly string[],
): Promise<History<N>[]> {
  const columns: readonly (keyof TableRow<N> & string)[] = historyColumns;
  return facts.find({ table, columns, where: [{ column: 'services', hasAny: services }] });
}

/** Rows of the services, and rows of others that name a deployment of theirs. */
async function withForeign<N extends 'reports' | 'incidents'>(
  facts: Facts,
  table: N,
  own: History<N>[],
  namers: readonly string[],
): Promise<History<N>[]> {
  const columns: readonly (keyof TableRow<N> & string)[] = historyColumns;
  const known = new Set(own.map(({ entity }) => entity));
  const missing = namers.filter((entity) => !known.has(entity));
  if (missing.length === 0) return own;
  const foreign = await facts.find({ table, columns, where: [{ column: 'entity', in: missing }] });
  if (table === 'incidents') return [...own, ...foreign];
  return [...own, ...(await withGroupMates(facts, foreign))];
}

/** A deployment of another service is judged with all attempts of its group. */
async function withGroupMates(facts: Facts, foreign: readonly ReportHistory[]): Promise<ReportHistory[]> {
  const groups = groupsOf(foreign);
  if (groups.size === 0) return [...foreign];
  const mates = await facts.find({
    table: 'reports',
    columns: ['entity', 'services', 'history'],
    where: [{ column: 'services', hasAny: [...new Set(foreign.flatMap(({ services }) => services))] }],
  });
  const known = new Set(foreign.map(({ entity }) => entity));
  return [...foreign, ...mates.filter((row) => !known.has(row.entity) && isIn(groups, row))];
}

type ReportHistory = Pick<TableRow<'reports'>, 'entity' | 'services' | 'history'>;

/** Of what was loaded for several services at once, what one of them needs: its own, its namers, and their groups. */
function withGroups(
  all: readonly ReportHistory[],
  service: string,
  concerns: (row: ReportHistory) => boolean,
): ReportHistory[] {
  const groups = groupsOf(all.filter((row) => concerns(row) && !row.services.includes(service)));
  return all.filter((row) => concerns(row) || isIn(groups, row));
}

/** Groups of a set of reports, each with its service. */
function groupsOf(rows: readonly ReportHistory[]): Set<string> {
  return new Set(rows.flatMap(groupKeys));
}

const isIn = (groups: ReadonlySet<string>, row: ReportHistory): boolean =>
  groups.size > 0 && groupKeys(row).some((key) => groups.has(key));

const groupKeys = ({ history }: ReportHistory): string[] =>
  timelineIn<AttemptState>(history).flatMap(({ state: { service, group } }) =>
    service === null || group === null ? [] : [JSON.stringify([service, group])],
  );

export const serviceIn = (catalogue: Catalogue, name: string) =>
  catalogue.services.find((service) => service.name === name);
