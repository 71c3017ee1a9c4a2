import type { Catalogue } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { DeploymentRow, TableRow } from '@leadline/tables';
import {
  type AttemptState,
  type IncidentState,
  type ReportedFact,
  type ReportedObservation,
  type RolloutFact,
  type VerdictFacts,
} from '@leadline/tracking';
import { findVersions } from './found-versions.js';
import { flagChangeColumns, type FlagsOfService, flagsOfServices } from './flags-of-services.js';
import { timelineOf } from './timelines.js';

/** Columns of a stored deployment that tell whether it must be written again. */
const headColumns = [
  'service',
  'environment',
  'deployment',
  'occurrence',
  'verdict_hash',
  'chain_hash',
  'links_hash',
  'carried_flags',
  'acquittals',
] as const;
export type StoredHead = Pick<DeploymentRow, (typeof headColumns)[number]>;

/** Everything a service's deployments are derived from, commits apart. */
export interface ScopeFacts extends VerdictFacts {
  readonly heads: readonly StoredHead[];
  /** What is stored of where its deployments stood, if it was asked. */
  readonly stays: readonly TableRow<'stays'>[] | undefined;
  /** What was reported of its deployments beside themselves. */
  readonly reported: readonly ReportedFact[];
  /** What was measured of it and of its deployments. */
  readonly observations: readonly ReportedObservation[];
  /** Its flags, as far as they are known before it is derived. */
  readonly flags: FlagsOfService;
  /** What is stored of its incidents that are attributed to changes of flags. */
  readonly flagIncidents: readonly StoredFlagIncident[];
}

const flagIncidentColumns = ['service', 'incident', 'content_hash'] as const;
export type StoredFlagIncident = Pick<TableRow<'flag_incidents'>, (typeof flagIncidentColumns)[number]>;

/**
 * Loads the facts of services, one query per table for all of them.
 *
 * @param knowsStays Of these services nobody asks what is stored of where their deployments stood.
 */
export async function loadScopes(
  facts: Facts,
  services: readonly string[],
  knowsStays: (service: string) => boolean,
): Promise<ScopeFacts[]> {
  const asked = new Set(services.filter((service) => !knowsStays(service)));
  const [[naming, ownReports, ownIncidents, ownObservations, heads, flagChanges], flagIncidents, stays] =
    await Promise.all([
      rowsNaming(facts, services),
      facts.find({
        table: 'flag_incidents',
        columns: flagIncidentColumns,
        where: [{ column: 'service', in: services }],
      }),
      storedStays(facts, [...asked]),
    ]);
  const isFact = (entity: string): boolean => /^(rollout_step|verification|approval):/.test(entity);
  const isObservation = (entity: string): boolean => entity.startsWith('observation:');
  const namers = naming.map(({ by }) => by).filter((by) => !isFact(by) && !isObservation(by));
  const observing = naming.map(({ by }) => by).filter(isObservation);
  const reporting = naming.map(({ by }) => by).filter(isFact);
  const headsOf = grouped(heads, ({ service }) => [service]);
  const [reports, incidents, reported, observations, flagsOf] = await Promise.all([
    withForeign(facts, 'reports', ownReports, namers),
    withForeign(facts, 'incidents', ownIncidents, namers),
    reportedFacts(facts, reporting),
    withNaming(facts, ownObservations, observing),
    flagsOfServices(facts, services, { naming: flagChanges, headsOf }),
  ]);
  const withVersions = await findVersions(
    facts,
    reports.map((row) => timelineOf<AttemptState>(row)),
  );
  const namersOf = grouped(naming, ({ mentioned }) => [mentioned.slice('service:'.length)]);
  const [reportsOf, incidentsOf] = [grouped(reports, servicesOf), grouped(incidents, servicesOf)];
  const staysOf = grouped(stays, ({ service }) => [service]);
  const flagIncidentsOf = grouped(flagIncidents, ({ service }) => [service]);
  return services.map((service) => {
    const own = new Set((namersOf.get(service) ?? []).map(({ by }) => by));
    const concerning = <T extends { entity: string; services: string[] }>(all: readonly T[], by: Groups<T>): T[] => {
      const named = own.size === 0 ? [] : all.filter((row) => own.has(row.entity) && !row.services.includes(service));
      return [...(by.get(service) ?? []), ...named];
    };
    const attempts = withGroups(reports, service, concerning(reports, reportsOf));
    return {
      service,
      attempts: withVersions(attempts.map((row) => timelineOf<AttemptState>(row))),
      incidents: concerning(incidents, incidentsOf).map((row) => timelineOf<IncidentState | null>(row)),
      heads: headsOf.get(service) ?? [],
      stays: asked.has(service) ? (staysOf.get(service) ?? []) : undefined,
      reported: reported.filter(({ entity }) => own.has(entity)).map(({ fact }) => fact),
      observations: observations
        .filter(({ entity, services: named }) => named.includes(service) || own.has(entity))
        .map(({ entity, states }) => ({ id: entity.slice('observation:'.length), states })),
      flags: flagsOf(service),
      flagIncidents: flagIncidentsOf.get(service) ?? [],
    };
  });
}

/** Rows that name the services themselves. */
const rowsNaming = (facts: Facts, services: readonly string[]) =>
  Promise.all([
    facts.find({
      table: 'mentions',
      where: [{ column: 'mentioned', in: services.map((service) => `service:${service}`) }],
    }),
    ownOf(facts, 'reports', services),
    ownOf(facts, 'incidents', services),
    facts.find({
      table: 'observations',
      columns: observationColumns,
      where: [{ column: 'services', hasAny: services }],
    }),
    facts.find({ table: 'deployments', columns: headColumns, where: [{ column: 'service', in: services }] }),
    facts.find({
      table: 'flag_changes',
      columns: flagChangeColumns,
      where: [{ column: 'ever_services', hasAny: services }],
    }),
  ]);

/** What is stored of where the services' deployments stood. */
export async function storedStays(facts: Facts, services: readonly string[]): Promise<TableRow<'stays'>[]> {
  return services.length === 0 ? [] : facts.find({ table: 'stays', where: [{ column: 'service', in: services }] });
}

type Groups<T> = ReadonlyMap<string, readonly T[]>;

const servicesOf = ({ services }: { services: readonly string[] }): readonly string[] => services;

function grouped<T>(rows: readonly T[], keysOf: (row: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key);
      if (group) group.push(row);
      else groups.set(key, [row]);
    }
  }
  return groups;
}

async function reportedFacts(
  facts: Facts,
  entities: readonly string[],
): Promise<{ entity: string; fact: ReportedFact }[]> {
  if (entities.length === 0) return [];
  const rows = await facts.find({
    table: 'rollout_facts',
    columns: ['entity', 'history'],
    where: [{ column: 'entity', in: [...new Set(entities)] }],
  });
  return rows.map((row) => ({
    entity: row.entity,
    fact: { id: row.entity.slice(row.entity.indexOf(':') + 1), timeline: timelineOf<RolloutFact>(row) },
  }));
}

const observationColumns = ['entity', 'services', 'states'] as const;
type ObservationRow = Pick<TableRow<'observations'>, (typeof observationColumns)[number]>;

/** Observations of the services, and those that name a deployment of theirs. */
async function withNaming(
  facts: Facts,
  own: ObservationRow[],
  naming: readonly string[],
): Promise<readonly ObservationRow[]> {
  const known = new Set(own.map(({ entity }) => entity));
  const missing = [...new Set(naming)].filter((entity) => !known.has(entity));
  if (missing.length === 0) return own;
  const where = [{ column: 'entity' as const, in: missing }];
  return [...own, ...(await facts.find({ table: 'observations', columns: observationColumns, where }))];
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
  concerning: readonly ReportHistory[],
): readonly ReportHistory[] {
  const groups = groupsOf(concerning.filter(({ services }) => !services.includes(service)));
  if (groups.size === 0) return concerning;
  const known = new Set(concerning);
  return [...concerning, ...all.filter((row) => !known.has(row) && isIn(groups, row))];
}

/** Groups of a set of reports, each with its service. */
function groupsOf(rows: readonly ReportHistory[]): Set<string> {
  return new Set(rows.flatMap(groupKeys));
}

const isIn = (groups: ReadonlySet<string>, row: ReportHistory): boolean =>
  groups.size > 0 && groupKeys(row).some((key) => groups.has(key));

const groupKeys = (row: ReportHistory): string[] =>
  timelineOf<AttemptState>(row).flatMap(({ state: { service, group } }) =>
    service === null || group === null ? [] : [JSON.stringify([service, group])],
  );

export const serviceIn = (catalogue: Catalogue, name: string) =>
  catalogue.services.find((service) => service.name === name);
