import { owningTeamsAt } from '../deployments/row-sql.js';
import type { Scope } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';

/** What a scorecard asks of everything beside deployments. */
export interface ScoredRecords {
  readonly scope: Pick<Scope, 'teams' | 'services'>;
  /** Begins of the last four full weeks, and the end of the last; epoch milliseconds. */
  readonly weekStarts: readonly number[];
  readonly to: number;
  readonly asOf: number;
}

export const recordKinds = ['flag_change', 'ci_run', 'train_departed', 'train_planned', 'budget', 'downtime'] as const;

/** Records of one kind in one week. */
export interface ScoredRecordsRow {
  readonly kind: (typeof recordKinds)[number];
  /** 1 to 4: the week; 0: before them, 5: after them. */
  readonly week: number;
  readonly records: number;
  /** Latest instant among them. */
  readonly latest: number;
  /** Of downtime, within the four weeks. */
  readonly seconds: number;
  readonly planned_seconds: number;
}

/** One statement over flag changes, runs, trains and observations: how many of each kind in each week. */
export function scoredRecordsStatement({ scope, weekStarts, to, asOf }: ScoredRecords): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const end = bind.bind('Int64', to);
  const from = bind.bind('Int64', weekStarts[0] ?? to);
  const held = `s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil`;
  const ownedBy = (teams: string, services: string): string =>
    [
      ...(scope.teams?.length ? [`hasAny(${teams}, ${bind.bind('Array(String)', scope.teams)})`] : []),
      ...(scope.services?.length ? [`hasAny(${services}, ${bind.bind('Array(String)', scope.services)})`] : []),
    ]
      .map((condition) => ` AND ${condition}`)
      .join('');
  const teamsAt = (instant: string, services: string): string =>
    owningTeamsAt(instant, `arrayFilter(o -> has(${services}, o.service), owners)`);
  const flags = `
  SELECT 'flag_change' AS kind, state.at AS instant, 0. AS seconds, 0. AS planned_seconds
  FROM (SELECT owners, arrayFirst(${held}, states) AS state FROM flag_changes FINAL WHERE notEmpty(states.knownFrom))
  WHERE state.flag != '' AND state.tier = 'production' AND state.at <= ${at}${ownedBy(teamsAt('state.at', 'state.services'), 'state.services')}`;
  const runs = `
  SELECT 'ci_run', assumeNotNull(attempt.finishedAt) AS instant, 0., 0.
  FROM (
    SELECT entity, service, owners, arrayJoin(arrayFilter(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil AND a.role = 'ci'
      AND a.status IN ('succeeded', 'failed') AND a.finishedAt <= ${at}, attempts)) AS attempt
    FROM pipeline_runs FINAL
    WHERE notEmpty(attempts.knownFrom)
  )
  WHERE entity IN (${runsOfReleases(at)})${ownedBy(teamsAt('assumeNotNull(attempt.finishedAt)', '[service]'), '[service]')}`;
  const trains = `(SELECT owners, arrayFirst(${held}, states) AS state FROM trains FINAL WHERE notEmpty(states.knownFrom))`;
  const ownedTrains = ownedBy(teamsAt('state.plannedAt', 'state.services'), 'state.services');
  const departed = `
  SELECT 'train_departed', assumeNotNull(state.departedAt), 0., 0.
  FROM ${trains}
  WHERE state.departedAt <= ${at}${ownedTrains}`;
  const planned = `
  SELECT 'train_planned', state.plannedAt, 0., 0.
  FROM ${trains}
  WHERE state.plannedAt > 0 AND NOT ifNull(state.cancelledAt <= ${at}, false)${ownedTrains}`;
  const observed = `(SELECT owners, arrayFirst(${held}, states) AS state FROM observations FINAL WHERE notEmpty(states.knownFrom))`;
  const ownedObservations = ownedBy(teamsAt(`least(${at}, ${end} - 1)`, '[state.service]'), '[state.service]');
  const budgets = `
  SELECT 'budget', assumeNotNull(state.to), 0., 0.
  FROM ${observed}
  WHERE state.measure = 'budget' AND state.to <= ${at}${ownedObservations}`;
  const lasts = `greatest(0, least(ifNull(state.to, ${at}), ${end}, ${at}) - greatest(assumeNotNull(state.from), ${from})) / 1000`;
  const downtime = `
  SELECT 'downtime', greatest(assumeNotNull(state.from), ${from}) AS instant, ${lasts} AS seconds, if(state.planned = 1, seconds, 0.)
  FROM ${observed}
  WHERE state.measure = 'downtime' AND state.from <= ${at} AND ifNull(state.to, ${at}) >= ${from}${ownedObservations}`;
  const starts = bind.bind('Array(Int64)', [...weekStarts, to]);
  const sql = `
SELECT kind, arrayCount(start -> start <= instant, ${starts}) AS week, count() AS records, max(instant) AS latest,
  sum(seconds) AS seconds, sum(planned_seconds) AS planned_seconds
FROM (${[flags, runs, departed, planned, budgets, downtime].join('\n  UNION ALL')}
)
GROUP BY kind, week
ORDER BY kind, week`;
  return { sql, params: bind.values };
}

/**
 * Runs on the branch that is released: their commit landed there or was deployed, or they name the branch that their
 * repository calls its default. Which commit and branch that was is in their events.
 */
const runsOfReleases = (at: string): string => `
    SELECT entity FROM events FINAL
    WHERE kind = 'pipeline_run' AND ifNull(time, 0) <= ${at} AND (
      (JSONExtractString(data, 'sha') != '' AND JSONExtractString(data, 'sha') IN (
        SELECT arrayJoin(arrayFilter((sha, landed) -> isNotNull(landed), states.sha, states.landedAt)) FROM landed_changes FINAL
        UNION ALL
        SELECT arrayJoin(base.sha) FROM deployments FINAL WHERE tier = 'production'))
      OR (JSONExtractString(data, 'repo'), JSONExtractString(data, 'branch')) IN (
        SELECT JSONExtractString(data, 'repo'), JSONExtractString(data, 'ref') FROM events FINAL
        WHERE kind = 'branch' AND ifNull(time, 0) <= ${at} AND JSONExtractBool(data, 'isDefault')))`;

/** What a scorecard asks of observations of tests. */
export type ScoredTests = Pick<ScoredRecords, 'scope' | 'asOf'>;

/** The latest observation of tests of one service; null: it does not say. */
export interface ScoredTestsRow {
  readonly service: string;
  readonly covered: number | null;
  readonly coverable: number | null;
  readonly tests: number | null;
  readonly flaky: number | null;
}

const MOST_SERVICES = 100_000;

/** What observations of tests say is in their events: the rows keep what metrics are made of. */
export function scoredTestsStatement({ scope, asOf }: ScoredTests): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const held = `s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil`;
  const teams = owningTeamsAt(at, 'arrayFilter(o -> o.service = state.service, owners)');
  const conditions = [
    `state.measure = 'tests'`,
    `state.service != ''`,
    ...(scope.teams?.length ? [`hasAny(${teams}, ${bind.bind('Array(String)', scope.teams)})`] : []),
    ...(scope.services?.length ? [`state.service IN ${bind.bind('Array(String)', scope.services)}`] : []),
  ];
  const number = (name: string): string => `JSONExtract(data, '${name}', 'Nullable(Float64)')`;
  const observed = `(
    SELECT entity, state.service AS service, ifNull(state.at, state.from) AS at
    FROM (SELECT entity, owners, arrayFirst(${held}, states) AS state FROM observations FINAL WHERE notEmpty(states.knownFrom))
    WHERE ${conditions.join(' AND ')}
  )`;
  const sql = `
SELECT service, ${['covered', 'coverable', 'tests', 'flaky'].map((name) => `argMax(tuple(${number(name)}), (at, revision)).1 AS ${name}`).join(', ')}
FROM ${observed} AS observed
INNER JOIN (
  SELECT entity, revision, data FROM events FINAL
  WHERE entity IN (SELECT entity FROM ${observed}) AND kind = 'observation' AND ifNull(time, 0) <= ${at}
) AS told USING (entity)
GROUP BY service
ORDER BY service
LIMIT ${MOST_SERVICES}`;
  return { sql, params: bind.values };
}

/** One statement over incidents and what their senders delivered: the weeks in which any of them was heard of. */
export function incidentSourceWeeksStatement({
  weekStarts,
  to,
  asOf,
  testReason,
}: Pick<ScoredRecords, 'weekStarts' | 'to' | 'asOf'> & {
  /** Begin of the reason of deliveries that only try whether something arrives. */
  readonly testReason: string;
}): SqlStatement {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const from = bind.bind('Int64', weekStarts[0] ?? to);
  const end = bind.bind('Int64', to);
  const sql = `
SELECT DISTINCT arrayCount(start -> start <= instant, ${bind.bind('Array(Int64)', weekStarts)}) AS week
FROM (
  SELECT received_at AS instant
  FROM deliveries FINAL
  WHERE received_at >= ${from} AND received_at < ${end} AND NOT startsWith(reason, ${bind.bind('String', testReason)})
    AND endpoint IN (
      SELECT endpoint FROM deliveries FINAL
      WHERE position IN (SELECT delivery FROM events FINAL WHERE entity IN (SELECT entity FROM incidents FINAL WHERE notEmpty(states.knownFrom)))
    )
  UNION ALL
  SELECT assumeNotNull(arrayJoin([state.startedAt, state.resolvedAt])) AS instant
  FROM (
    SELECT arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
    FROM incidents FINAL
    WHERE notEmpty(states.knownFrom)
  )
  WHERE instant >= ${from} AND instant < ${end}
)
ORDER BY week`;
  return { sql, params: bind.values };
}
