import {
  defaultOptions,
  deploymentConditions,
  environmentCondition,
  historyConditions,
  knownRows,
  owningTeamsAt,
  Parameters,
  rowExpressions,
  type Scope,
} from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import { deploymentId } from '../query-entities/deployment-id.js';
import type { DeploymentKey } from '../query-entities/types.js';
import { MOST_EXPORTED } from './entity-exports.js';
import { type ExportDeps, entityTagOf, type ExportRow, instantText, joined, type RowExport } from './exported.js';
import { exportParameters, momentsIn, readParameters } from './parameters.js';
import { problemsIn } from './problems-in.js';
import { serviceTouchedSince } from './touched-since.js';

const columns = [
  'change',
  'title',
  'url',
  'repository',
  'service',
  'environment',
  'teams',
  'firstCommitAt',
  'openedAt',
  'mergedAt',
  'deployedAt',
  'leadTimeSeconds',
  'bot',
  'counted',
  'deployment',
  'deploymentSha',
  'evidence_url',
];

const read = (query: URLSearchParams) => readParameters(exportParameters.changes, query);

/**
 * Changes that reached production: one row for each pull request or direct push and the service whose deployment closed
 * it, latest first. `leadTimeSeconds`: from its first commit, as the unit `change` counts it. `since`: of services of
 * which something was received since.
 */
export function changesExport(deps: ExportDeps): RowExport {
  return {
    columns,
    problems: (query) => problemsIn(deps, read(query)),
    etag: (query) => entityTagOf(deps, query),
    rows: (query) => rows(deps, query),
  };
}

async function* rows(deps: ExportDeps, query: URLSearchParams): AsyncIterable<ExportRow> {
  const parsed = read(query);
  if (parsed.outcome === 'problems') throw new Error('Rows were asked for in spite of problems');
  const { timeZone: _, from: __, to: ___, asOf: ____, since: _____, ...scope } = parsed.parameters;
  const { asOf = deps.clock.now(), ...moments } = momentsIn(parsed.parameters);
  const statement = changesStatement({ scope, asOf, ...moments });
  for await (const row of deps.analytics().stream<ChangeRow>(statement)) yield changeRow(row, deps);
}

interface ChangeRow extends DeploymentKey {
  readonly known_repository: string;
  readonly owners_then: readonly string[];
  readonly instant: number;
  readonly sha: string;
  readonly is_counted: 0 | 1;
  readonly closed: {
    readonly change: string;
    readonly title: string;
    readonly url: string;
    readonly firstCommitAt: number;
    readonly openedAt: number;
    readonly mergedAt: number;
    readonly bot: 0 | 1;
  };
}

interface WantedChanges {
  readonly scope: { readonly [K in keyof Scope]: Scope[K] | undefined };
  readonly asOf: number;
  readonly from?: number;
  readonly to?: number;
  readonly since?: number;
}

function changesStatement({ scope: said, asOf, from, to, since }: WantedChanges): Statement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const scope: Scope = Object.fromEntries(Object.entries(said).filter(([, names]) => names?.length));
  const window = { from: from ?? -Number.MAX_SAFE_INTEGER, to: to ?? Number.MAX_SAFE_INTEGER, timeZone: 'UTC' };
  const rowsInWindow = knownRows({
    named: {
      ...rowExpressions({ window, by: [], scope, asOf, options: defaultOptions }, bind),
      owning_teams: owningTeamsAt('instant'),
      owners_then: `arraySort(arrayDistinct(arrayMap(o -> o.team, arrayFilter(o -> o.from <= instant AND instant < o.until, owners))))`,
      held_changes: `arrayFilter(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, changes)`,
    },
    conditions: [
      environmentCondition(scope, bind),
      ...historyConditions(scope, bind),
      ...(since === undefined ? [] : [serviceTouchedSince(since, bind)]),
    ],
    looksAhead: false,
  });
  const sql = `
SELECT service, environment, deployment, occurrence, known_repository, owners_then, instant, state.sha AS sha, is_counted, closed
FROM (
  SELECT *, arrayJoin(held_changes) AS closed
  FROM ${rowsInWindow}
  WHERE ${['in_window', ...deploymentConditions(scope, bind)].join('\n    AND ')}
)
ORDER BY instant DESC, service, environment, deployment, occurrence, closed.change
LIMIT ${MOST_EXPORTED}`;
  return { sql, params: bind.values };
}

function changeRow(row: ChangeRow, { deploymentUrl }: ExportDeps): ExportRow {
  const { closed, instant, service, environment, known_repository: repository } = row;
  const id = deploymentId(row);
  return {
    change: closed.change,
    title: closed.title,
    url: closed.url || null,
    repository,
    service,
    environment,
    teams: joined(row.owners_then),
    firstCommitAt: instantText(closed.firstCommitAt),
    openedAt: instantText(closed.openedAt),
    mergedAt: instantText(closed.mergedAt),
    deployedAt: instantText(instant),
    leadTimeSeconds: (instant - closed.firstCommitAt) / 1000,
    bot: closed.bot === 1,
    counted: row.is_counted === 1,
    deployment: id,
    deploymentSha: row.sha,
    evidence_url: deploymentUrl(id),
  };
}
