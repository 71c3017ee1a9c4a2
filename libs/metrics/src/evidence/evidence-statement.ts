import { knownRows } from '../deployments/known-rows.js';
import {
  deploymentConditions,
  environmentCondition,
  groupCondition,
  historyConditions,
  IS_PRODUCTION,
  owningTeamsAt,
  rowExpressions,
  windowConditions,
} from '../deployments/row-sql.js';
import type { MetricQuestion } from '../query.js';
import { metricById } from '../registry.js';
import { Parameters, type SqlStatement } from '../statement.js';
import { entriesOf } from './entries-sql.js';
import type { EvidenceItem, EvidencePart, FailureEvidence, LeftOutReason } from './evidence-item.js';
import { type PointReference, queryOfPoint } from './point-reference.js';

/** An entry's place in the order: latest first, then by its key. */
export interface EvidencePlace {
  readonly instant: number;
  readonly service: string;
  readonly environment: string;
  readonly deployment: string;
  readonly occurrence: number;
  readonly change: string;
}

export interface EvidenceRequest {
  readonly limit: number;
  readonly after?: EvidencePlace | undefined;
  /** Default: all. */
  readonly parts?: readonly EvidencePart[] | undefined;
}

/** An entry as its statement returns it. */
export interface EvidenceRow extends EvidencePlace {
  readonly reported_id: string;
  readonly status: string;
  readonly kind: string;
  readonly sha: string;
  readonly version: string;
  readonly url: string;
  readonly part: EvidencePart;
  readonly reason: LeftOutReason | '';
  readonly opens_at: number | null;
  readonly closes_at: number | null;
  readonly seconds: number | null;
  readonly failures: readonly (readonly [rule: FailureEvidence['rule'], by: string])[];
}

/** Entries of a point whose samples are rows, or parts of rows. */
export function entriesStatement(point: PointReference, { limit, after, parts }: EvidenceRequest): SqlStatement {
  const bind = new Parameters();
  const entries = entriesOfRows(point, bind);
  const conditions = [
    ...(parts ? [`part IN ${bind.bind('Array(String)', parts)}`] : []),
    ...(after ? [isAfter(after, bind)] : []),
  ];
  const sql = `
SELECT instant_shown AS instant, service, environment, deployment, occurrence, change, reported_id,
  status, kind, sha, version, url, part, reason, opens_at, closes_at, seconds, failures
FROM ${entries}
${conditions.length > 0 ? `WHERE ${conditions.join('\n  AND ')}\n` : ''}ORDER BY instant_shown DESC, service, environment, deployment, occurrence, change
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

/** How many entries each part has: rows of `part` and `entries`. */
export function entryCountsStatement(point: PointReference): SqlStatement {
  const bind = new Parameters();
  const sql = `
SELECT part, count() AS entries
FROM ${entriesOfRows(point, bind)}
GROUP BY part
LIMIT 10`;
  return { sql, params: bind.values };
}

function entriesOfRows(point: PointReference, bind: Parameters): string {
  const query = queryOfPoint(point);
  const isNarrowed = (point.scope.environments ?? []).length > 0;
  const metric = metricById(point.metric);
  const entries = entriesOf[point.metric]?.(query, bind);
  if (!entries) throw new Error(`The evidence of ${point.metric} is not made of rows`);
  const rows = knownRows({
    named: {
      ...evidenceExpressions(query, bind),
      ...flagGroupOf(point, bind),
      is_asked: isNarrowed ? 'true' : IS_PRODUCTION,
      ...metric.row(query, bind),
      failures: point.metric === 'CHANGE_FAIL_RATE' ? failures : `CAST([], '${FAILURES}')`,
      ...entries,
    },
    conditions: [
      ...(isNarrowed ? [environmentCondition(point.scope, bind)] : []),
      ...historyConditions(point.scope, bind),
      ...windowConditions(query, bind),
    ],
    looksAhead: false,
  });
  return `(
  SELECT *, state.id AS reported_id, state.status AS status, state.kind AS kind, state.sha AS sha,
    state.version AS version, state.url AS url,
    entry.1 AS part, entry.2 AS reason, entry.3 AS change, entry.4 AS opens_at, entry.5 AS closes_at, entry.6 AS seconds
  FROM (
    SELECT *, arrayJoin(entries) AS entry
    FROM ${rows}
    WHERE ${['is_near', ...conditionsOfPoint(point, bind)].join('\n      AND ')}
  )
)`;
}

/** What evidence needs of a row beside what the metrics need; owners are those at the instant shown. */
export function evidenceExpressions(query: MetricQuestion, bind: Parameters): Record<string, string> {
  const { from, to } = query.window;
  const inWindow = (instant: string): string =>
    `(${instant} >= ${bind.bind('Int64', from)} AND ${instant} < ${bind.bind('Int64', to)})`;
  return {
    ...rowExpressions(query, bind),
    instant_shown: 'if(instant = 0, state.startedAt, instant)',
    owning_teams: owningTeamsAt('instant_shown'),
    // Left out is what one would look for in the window: what began or ended there.
    is_near: `state.id != '' AND (in_window OR ${inWindow('state.startedAt')} OR ${inWindow('state.finishedAt')})`,
  };
}

/** The point's group and scope, on single deployments. */
export function conditionsOfPoint({ by, group, scope }: PointReference, bind: Parameters): string[] {
  const groups = by.map((one, index) => groupCondition(one, group[index] ?? null, bind));
  return [...deploymentConditions(scope, bind), ...groups];
}

/** The point's group by flag, which its samples are looked at by: one word for what a statement over groups goes through. */
function flagGroupOf({ by, group }: PointReference, bind: Parameters): Record<string, string> {
  const index = by.findIndex(({ dimension }) => dimension === 'FLAG');
  return index < 0 ? {} : { flag_group: bind.bind('String', group[index] ?? '') };
}

const FAILURES = 'Array(Tuple(String, String))';

/** Everything that says it failed, whether or not a person outranks it. */
export const failures = `if(NOT is_member, CAST([], '${FAILURES}'), arrayConcat(
        if(state.verdict = 'failed', CAST([('person', '')], '${FAILURES}'), CAST([], '${FAILURES}')),
        if(failed_in_rollout, CAST([('rollout', '')], '${FAILURES}'), CAST([], '${FAILURES}')),
        arrayMap(r -> (toString(r.authority), r.by), speaking_reasons)))`;

function isAfter(
  { instant, service, environment, deployment, occurrence, change }: EvidencePlace,
  bind: Parameters,
): string {
  const at = bind.bind('Int64', instant);
  const place = [
    bind.bind('String', service),
    bind.bind('String', environment),
    bind.bind('String', deployment),
    bind.bind('Int64', occurrence),
    bind.bind('String', change),
  ].join(', ');
  return `(instant_shown < ${at} OR (instant_shown = ${at} AND (service, environment, deployment, occurrence, change) > (${place})))`;
}

type DeploymentShown = Pick<
  EvidenceItem,
  | 'service'
  | 'environment'
  | 'deployment'
  | 'occurrence'
  | 'reportedId'
  | 'status'
  | 'kind'
  | 'sha'
  | 'version'
  | 'url'
  | 'instant'
  | 'failures'
>;

/** What every entry says of its deployment. */
export function deploymentOf(
  row: Omit<DeploymentShown, 'reportedId' | 'failures'> & Pick<EvidenceRow, 'reported_id' | 'failures'>,
): DeploymentShown {
  const { service, environment, deployment, occurrence, status, kind, sha, version, url, instant } = row;
  return {
    service,
    environment,
    deployment,
    occurrence,
    reportedId: row.reported_id,
    status,
    kind,
    sha,
    version,
    url,
    instant,
    failures: row.failures.map(([rule, by]) => ({ rule, by })),
  };
}

export function itemOf(row: EvidenceRow): EvidenceItem {
  return {
    ...deploymentOf(row),
    part: row.part,
    reason: row.reason === '' ? null : row.reason,
    change: row.change === '' ? null : row.change,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    seconds: row.seconds,
    incidents: [],
  };
}
