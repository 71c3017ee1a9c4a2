import type { Parameters } from '@leadline/metrics';
import { type DeploymentListRow, deploymentsStatement, summaryOf } from '../query-entities/deployment-rows.js';
import { type FlagChangeRow, flagChangeIn, flagChangesStatement } from '../query-entities/flag-changes.js';
import { incidentIn, type IncidentRow, incidentsStatement } from '../query-entities/incidents.js';
import { servicesOfTeams } from '../query-entities/services.js';
import { type DeploymentFilter } from '../query-entities/types.js';
import { type ExportDeps, entityTagOf, type ExportRow, instantText, joined, type RowExport } from './exported.js';
import { exportParameters, momentsIn, readParameters } from './parameters.js';
import { problemsIn } from './problems-in.js';
import { entitiesReceivedSince, serviceTouchedSince } from './touched-since.js';

/** Most rows of an export: the bound of every query. */
export const MOST_EXPORTED = 1_000_000;

const touched = (since: number | undefined) =>
  since === undefined ? undefined : (bind: Parameters): string[] => [serviceTouchedSince(since, bind)];
const received = (since: number | undefined) =>
  since === undefined ? undefined : (bind: Parameters): string[] => [`entity IN ${entitiesReceivedSince(since, bind)}`];

/** Deployments of every environment, latest first. `since`: of services of which something was received since. */
export function deploymentsExport(deps: ExportDeps): RowExport {
  const read = (query: URLSearchParams) => readParameters(exportParameters.deployments, query);
  return {
    columns: deploymentColumns,
    problems: (query) => problemsIn(deps, read(query)),
    etag: (query) => entityTagOf(deps, query),
    async *rows(query) {
      const parsed = read(query);
      if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
      const { timeZone: _, from: __, to: ___, asOf: ____, since: _____, ...scope } = parsed.parameters;
      const { from, to, asOf = deps.clock.now(), since } = momentsIn(parsed.parameters);
      const where: DeploymentFilter = {
        ...Object.fromEntries(Object.entries(scope).filter(([, names]) => names?.length)),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
      const statement = deploymentsStatement({ asOf, where, conditions: touched(since), limit: MOST_EXPORTED });
      for await (const row of deps.analytics().stream<DeploymentListRow>(statement)) yield deploymentRow(row, deps);
    },
  };
}

const deploymentColumns = [
  'id',
  'reportedId',
  'service',
  'environment',
  'tier',
  'targets',
  'repository',
  'teams',
  'flags',
  'status',
  'kind',
  'verdict',
  'planned',
  'startedAt',
  'finishedAt',
  'sha',
  'version',
  'source',
  'url',
  'counted',
  'failed',
  'commitCount',
  'changeCount',
  'tags',
  'evidence_url',
];

function deploymentRow(row: DeploymentListRow, { deploymentUrl }: ExportDeps): ExportRow {
  const { attempts: _, ...summary } = summaryOf(row);
  return {
    ...summary,
    targets: joined(summary.targets),
    teams: joined(summary.teams),
    flags: joined(summary.flags),
    tags: joined(Object.entries(summary.tags).map(([key, value]) => `${key}:${value}`)),
    startedAt: instantText(summary.startedAt),
    finishedAt: instantText(summary.finishedAt),
    evidence_url: deploymentUrl(summary.id),
  };
}

/** Incidents, latest first. `since`: of which something was received since. */
export function incidentsExport(deps: ExportDeps): RowExport {
  const read = (query: URLSearchParams) => readParameters(exportParameters.incidents, query);
  return {
    columns: [
      'id',
      'service',
      'severity',
      'status',
      'title',
      'url',
      'source',
      'startedAt',
      'detectedAt',
      'acknowledgedAt',
      'resolvedAt',
      'userFacing',
      'counts',
      'causedBy',
    ],
    problems: (query) => problemsIn(deps, read(query)),
    etag: (query) => entityTagOf(deps, query),
    async *rows(query) {
      const parsed = read(query);
      if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
      const { teams, services } = parsed.parameters;
      const { from, to, asOf = deps.clock.now(), since } = momentsIn(parsed.parameters);
      const owned = teams?.length ? servicesOfTeams(await deps.catalogue(), teams, asOf) : undefined;
      const where = {
        ...(services ? { services } : {}),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
      const statement = incidentsStatement({
        where,
        asOf,
        services: owned,
        more: received(since),
        limit: MOST_EXPORTED,
      });
      for await (const row of deps.analytics().stream<IncidentRow>(statement)) {
        const incident = incidentIn(row, asOf);
        yield {
          ...incident,
          startedAt: instantText(incident.startedAt),
          detectedAt: instantText(incident.detectedAt),
          acknowledgedAt: instantText(incident.acknowledgedAt),
          resolvedAt: instantText(incident.resolvedAt),
          causedBy: joined(incident.causedBy),
        };
      }
    },
  };
}

/** Changes of flags, latest first. `since`: of which something was received since. */
export function flagsExport(deps: ExportDeps): RowExport {
  const read = (query: URLSearchParams) => readParameters(exportParameters.flags, query);
  return {
    columns: ['id', 'flag', 'services', 'environment', 'tier', 'at', 'exposure', 'planned', 'failed', 'source'],
    problems: (query) => problemsIn(deps, read(query)),
    etag: (query) => entityTagOf(deps, query),
    async *rows(query) {
      const parsed = read(query);
      if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
      const { flags, services, environments } = parsed.parameters;
      const { from, to, asOf = deps.clock.now(), since } = momentsIn(parsed.parameters);
      const where = {
        ...(flags ? { flags } : {}),
        ...(services ? { services } : {}),
        ...(environments ? { environments } : {}),
        ...(from === undefined ? {} : { from }),
        ...(to === undefined ? {} : { to }),
      };
      const statement = flagChangesStatement({ where, asOf, more: received(since), limit: MOST_EXPORTED });
      for await (const row of deps.analytics().stream<FlagChangeRow>(statement)) {
        const change = flagChangeIn(row, asOf);
        yield { ...change, at: instantText(change.at), services: joined(change.services) };
      }
    },
  };
}
