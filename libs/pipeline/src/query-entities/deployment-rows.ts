import {
  defaultOptions,
  deploymentConditions,
  historyConditions,
  knownRows,
  type MetricQuery,
  owningTeamsAt,
  Parameters,
  rowExpressions,
} from '@leadline/metrics';
import type { Statement } from '@leadline/ports';
import { deploymentId } from './deployment-id.js';
import { isOneOfKeys } from './deployment-keys.js';
import type { DeploymentFilter, DeploymentKey, DeploymentStatus, DeploymentSummary } from './types.js';

/** A deployment as {@link deploymentsStatement} returns it. */
export interface DeploymentListRow extends DeploymentKey {
  readonly instant_shown: number;
  readonly tier: string;
  readonly known_repository: string;
  readonly known_others: readonly string[];
  readonly known_flags: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly owners_then: readonly string[];
  readonly reported_id: string;
  readonly status: DeploymentStatus;
  readonly kind: string;
  readonly verdict: string;
  readonly planned: 0 | 1;
  readonly started_at: number;
  readonly finished_at: number;
  readonly sha: string;
  readonly version: string;
  readonly source: string;
  readonly actor: string;
  readonly url: string;
  readonly targets: readonly string[];
  readonly attempts: readonly string[];
  readonly is_counted: 0 | 1;
  readonly is_failed: 0 | 1;
  readonly commit_count: number;
  readonly change_count: number;
}

/** A deployment's place in the list: latest first, then by its key. */
export type DeploymentPlace = readonly [
  instant: number,
  service: string,
  environment: string,
  deployment: string,
  occurrence: number,
];

export interface WantedDeployments {
  readonly asOf: number;
  readonly where?: DeploymentFilter | undefined;
  readonly after?: DeploymentPlace | undefined;
  /** Only these rows. */
  readonly keys?: readonly DeploymentKey[] | undefined;
  /** More conditions on what is stored. */
  readonly conditions?: ((bind: Parameters) => readonly string[]) | undefined;
  readonly limit: number;
}

const END_OF_TIME = Number.MAX_SAFE_INTEGER;

/** Deployments as they were known at asOf, latest first, with what counts of them under the default options. */
export function deploymentsStatement(wanted: WantedDeployments): Statement {
  const { asOf, where = {}, after, keys, conditions: more, limit } = wanted;
  const bind = new Parameters();
  const query: MetricQuery = {
    ids: [],
    window: { from: where.from ?? -END_OF_TIME, to: where.to ?? END_OF_TIME, timeZone: 'UTC' },
    by: [],
    scope: where,
    asOf,
    options: defaultOptions,
  };
  const at = bind.bind('Int64', asOf);
  const heldCount = (column: string): string =>
    `arrayCount(e -> e.knownFrom <= ${at} AND ${at} < e.knownUntil, ${column})`;
  const rows = knownRows({
    named: {
      ...rowExpressions(query, bind),
      instant_shown: 'if(instant = 0, state.startedAt, instant)',
      owning_teams: owningTeamsAt('instant_shown'),
      owners_then: `arraySort(arrayDistinct(arrayMap(o -> o.team, arrayFilter(o -> o.from <= instant_shown AND instant_shown < o.until, owners))))`,
      commit_count: heldCount('commits'),
      change_count: heldCount('changes'),
    },
    conditions: [
      ...(where.environments?.length ? [`environment IN ${bind.bind('Array(String)', where.environments)}`] : []),
      ...historyConditions(where, bind),
      ...(where.from === undefined ? [] : [`last_instant >= ${bind.bind('Int64', where.from)}`]),
      ...(where.to === undefined ? [] : [`first_instant < ${bind.bind('Int64', where.to)}`]),
      ...(keys === undefined ? [] : [isOneOfKeys(keys, bind)]),
      ...(more?.(bind) ?? []),
    ],
    looksAhead: false,
  });
  const conditions = [
    `state.id != ''`,
    ...deploymentConditions(where, bind),
    ...ownConditions(where, bind),
    ...(after === undefined ? [] : [isAfter(after, bind)]),
  ];
  const sql = `
SELECT service, environment, tier, deployment, occurrence, known_repository, known_others, known_flags, tags, owners_then, instant_shown,
  state.id AS reported_id, state.status AS status, state.kind AS kind, state.verdict AS verdict,
  state.planned AS planned, state.startedAt AS started_at, state.finishedAt AS finished_at, state.sha AS sha,
  state.version AS version, state.source AS source, state.actor AS actor, state.url AS url, state.targets AS targets,
  state.attempts AS attempts, is_counted, is_failed, commit_count, change_count
FROM ${rows}
WHERE ${conditions.join('\n  AND ')}
ORDER BY instant_shown DESC, service, environment, deployment, occurrence
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

function ownConditions(where: DeploymentFilter, bind: Parameters): string[] {
  const { statuses, kinds, sha, from, to, failed } = where;
  return [
    ...(statuses?.length ? [`status IN ${bind.bind('Array(String)', statuses)}`] : []),
    ...(kinds?.length ? [`kind IN ${bind.bind('Array(String)', kinds)}`] : []),
    ...(sha === undefined ? [] : [`startsWith(sha, ${bind.bind('String', sha.toLowerCase())})`]),
    ...(from === undefined ? [] : [`instant_shown >= ${bind.bind('Int64', from)}`]),
    ...(to === undefined ? [] : [`instant_shown < ${bind.bind('Int64', to)}`]),
    ...(failed === undefined ? [] : [`is_failed = ${bind.bind('UInt8', failed ? 1 : 0)}`]),
  ];
}

function isAfter([instant, service, environment, deployment, occurrence]: DeploymentPlace, bind: Parameters): string {
  const at = bind.bind('Int64', instant);
  const key = [
    bind.bind('String', service),
    bind.bind('String', environment),
    bind.bind('String', deployment),
    bind.bind('Int64', occurrence),
  ].join(', ');
  return `(instant_shown < ${at} OR (instant_shown = ${at} AND (service, environment, deployment, occurrence) > (${key})))`;
}

export const orNull = (text: string): string | null => (text === '' ? null : text);
export const instantOrNull = (at: number): number | null => (at === 0 ? null : at);

export function summaryOf(row: DeploymentListRow): DeploymentSummary {
  const { service, environment, deployment, occurrence, tier, tags, targets, status, kind } = row;
  return {
    id: deploymentId(row),
    service,
    environment,
    deployment,
    occurrence,
    reportedId: row.reported_id,
    attempts: row.attempts,
    tier,
    repository: row.known_repository,
    otherRepositories: row.known_others,
    teams: row.owners_then,
    tags,
    flags: row.known_flags,
    targets,
    status,
    kind,
    verdict: orNull(row.verdict),
    planned: row.planned === 1,
    startedAt: instantOrNull(row.started_at),
    finishedAt: instantOrNull(row.finished_at),
    sha: orNull(row.sha),
    version: orNull(row.version),
    source: row.source,
    actor: orNull(row.actor),
    url: orNull(row.url),
    counted: row.is_counted === 1,
    failed: row.is_failed === 1,
    commitCount: row.commit_count,
    changeCount: row.change_count,
  };
}
