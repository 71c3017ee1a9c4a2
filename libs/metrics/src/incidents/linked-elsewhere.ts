import { knownRows } from '../deployments/known-rows.js';
import { environmentCondition, rowExpressions } from '../deployments/row-sql.js';
import { type Cells, countIn, type Measure } from '../metric.js';
import type { MetricOptions } from '../options.js';
import type { MetricQuery, MetricQuestion } from '../query.js';
import type { Parameters, SqlStatement } from '../statement.js';
import { columnOf, statementOver } from '../to-sql.js';
import { incidents } from './relation.js';

/** How many incidents of a group and bucket name deployments of which none is counted. */
export interface PlannedLinks {
  readonly statement: SqlStatement;
  readonly read: (row: Cells) => number;
}

/**
 * metrics.md 3.3: the incidents of the window and services asked for whose links reach no member of C. One statement over
 * the incidents, by the groups and buckets of the question.
 *
 * @returns null: incidents have no such groups, or cannot be narrowed so.
 */
export function planLinkedElsewhere(query: MetricQuery, bucketStarts: readonly number[]): PlannedLinks | null {
  const isNarrowed = Object.entries(query.scope).some(
    ([name, values]: [string, readonly string[]]) =>
      values.length > 0 && name !== 'environments' && !incidents.scopes.some((scope) => scope === name),
  );
  const isGrouped = query.by.some(({ dimension }) => !incidents.dimensions.includes(dimension));
  if (isNarrowed || isGrouped) return null;
  const measure: Measure = {
    id: 'LINKED_ELSEWHERE',
    relation: 'incidents',
    looksAhead: false,
    row: ({ options }, bind) => ({
      is_linked: `isNotNull(impact_at) AND state.linked = 1 AND ${counting(options, bind)}`,
      reaches_none: `id NOT IN ${namingCounted(query, bind)}`,
    }),
    aggregates: () => ({ incidents: 'countIf(in_window AND is_linked AND reaches_none)' }),
  };
  return {
    statement: statementOver(incidents, query, [measure], bucketStarts),
    read: (row) => countIn([row], columnOf(measure, 'incidents')),
  };
}

/** Whether it counts at all: what never does is linked to nothing. */
function counting({ minSeverity, excludeNonUserFacing }: MetricOptions, bind: Parameters): string {
  const floor = minSeverity === null ? null : bind.bind('Int64', Number(minSeverity.slice(3)));
  return [
    'state.counts = 1',
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
