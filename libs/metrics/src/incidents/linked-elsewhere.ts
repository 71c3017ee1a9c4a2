import { knownRows } from '../deployments/known-rows.js';
import { environmentCondition, rowExpressions } from '../deployments/row-sql.js';
import { type Cells, countIn, type Measure } from '../metric.js';
import type { MetricOptions } from '../options.js';
import type { MetricQuery, MetricQuestion } from '../query.js';
import type { Parameters, SqlStatement } from '../statement.js';
import { columnOf, statementOver } from '../to-sql.js';
import { asksOfDeployments, isOfDeployments, linkedIncidents, UNKNOWN_GROUP } from './linked-incidents.js';

/** How many incidents of a group and bucket name deployments of which none is counted. */
export interface PlannedLinks {
  readonly statement: SqlStatement;
  readonly read: (row: Cells) => number;
  /** Those of whose deployments nothing is known, where that matters to what is asked. */
  readonly unknown?: {
    readonly read: (row: Cells) => number;
    /** Groups of the row that has those of a group. */
    readonly groupsFor: (group: readonly (string | null)[]) => readonly (string | null)[];
  };
}

/**
 * metrics.md 3.3: the incidents of the window and services asked for whose links reach no member of C. One statement over
 * the incidents, by the groups and buckets of the question. Repository, environment, target and flag are those of the
 * deployments that an incident names, counted or not: one that names two is in both groups.
 */
export function planLinkedElsewhere(query: MetricQuery, bucketStarts: readonly number[]): PlannedLinks {
  const ofDeployments = asksOfDeployments(query);
  const measure: Measure = {
    id: 'LINKED_ELSEWHERE',
    relation: 'incidents',
    looksAhead: false,
    row: ({ options }, bind) => ({
      is_linked: `isNotNull(impact_at) AND state.linked = 1 AND ${counting(options, bind)}`,
      reaches_none: `id NOT IN ${namingCounted(query, bind)}`,
    }),
    aggregates: () => ({
      incidents: `countIf(${IS_ELSEWHERE}${ofDeployments ? ' AND is_known' : ''})`,
      ...(ofDeployments ? { unknown: `countIf(${IS_ELSEWHERE} AND NOT is_known)` } : {}),
    }),
  };
  const groupsFor = (group: readonly (string | null)[]): (string | null)[] =>
    group.map((value, index) => (isOfDeployments(query.by[index]) ? UNKNOWN_GROUP : value));
  return {
    statement: statementOver(linkedIncidents, query, [measure], bucketStarts),
    read: (row) => countIn([row], columnOf(measure, 'incidents')),
    ...(ofDeployments ? { unknown: { read: (row) => countIn([row], columnOf(measure, 'unknown')), groupsFor } } : {}),
  };
}

const IS_ELSEWHERE = 'in_window AND is_linked AND reaches_none';

/** Whether it counts at all: what never does is linked to nothing. */
function counting({ minSeverity, excludeNonUserFacing }: MetricOptions, bind: Parameters): string {
  const floor = minSeverity === null ? null : bind.bind('Int64', Number(minSeverity.slice(3)));
  return [
    'state.counts = 1 AND NOT is_outside',
    ...(excludeNonUserFacing ? ['state.userFacing = 1'] : []),
    ...(floor === null ? [] : [`(state.severity = 0 OR state.severity <= ${floor})`]),
  ].join(' AND ');
}

/** Incidents that name a counted deployment, of any service and at any time. */
function namingCounted(query: MetricQuestion, bind: Parameters): string {
  const whole: MetricQuestion = { ...query, by: [], scope: { environments: query.scope.environments ?? [] } };
  const naming = `arrayMap(r -> r.by, arrayFilter(r -> r.authority = 'incident', held_reasons))`;
  const rows = knownRows({
    named: rowExpressions(whole, bind),
    conditions: [environmentCondition(whole.scope, bind), `has(reasons.authority, 'incident')`],
    looksAhead: false,
    usedBy: `${naming} is_counted`,
  });
  return `(SELECT arrayJoin(${naming}) FROM ${rows} WHERE is_counted)`;
}
