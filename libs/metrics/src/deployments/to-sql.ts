import type { MetricDefinition } from '../metric.js';
import type { MetricQuery } from '../query.js';
import { Parameters, type SqlStatement } from '../statement.js';
import { knownRows } from './known-rows.js';
import { layersOf, type Named } from './layers.js';
import {
  deploymentConditions,
  environmentCondition,
  groupExpression,
  historyConditions,
  owningTeamsAt,
  rowExpressions,
  windowConditions,
} from './row-sql.js';

/** Most groups × buckets a statement returns. */
const MOST_ROWS = 100_000;

/**
 * One statement for every asked metric over the relation `deployments`: per row what was known at asOf and what counts,
 * then per group and bucket the aggregates. Columns: g0, g1, … the groups, `bucket` its start (-1: outside the window),
 * and per metric its aggregates under "<metric>_<name>".
 */
export function deploymentsStatement(
  query: MetricQuery,
  metrics: readonly MetricDefinition[],
  bucketStarts: readonly number[],
): SqlStatement {
  const bind = new Parameters();
  const looksAhead = metrics.some((metric) => metric.looksAhead);
  const named = { ...rowExpressions(query, bind), owning_teams: owningTeamsAt('instant') };
  for (const metric of metrics) Object.assign(named, metric.row(query, bind));
  const groups = query.by.map((by, index) => `${groupExpression(by, bind)} AS g${index}`);
  const bucket =
    bucketStarts.length === 0
      ? `toInt64(0) AS bucket`
      : `if(in_window, roundDown(instant, ${bind.bind('Array(Int64)', bucketStarts)}), toInt64(-1)) AS bucket`;
  const conditions = deploymentConditions(query.scope, bind);
  const known = [
    environmentCondition(query.scope, bind),
    ...historyConditions(query.scope, bind),
    ...(looksAhead ? [] : windowConditions(query, bind)),
  ];
  const aggregates = Object.assign({}, ...metrics.map((metric) => prefixed(metric, query, bind))) as Named;
  const [first = [], ...later] = layersOf(aggregates);
  const written = (names: readonly string[]): string[] => names.map((name) => `${aggregates[name]} AS ${name}`);
  const columns = [...groups, bucket, ...written(first)].join(',\n  ');
  const where = conditions.length > 0 ? `WHERE ${conditions.join('\n  AND ')}\n` : '';
  const rows = knownRows({ named, conditions: known, looksAhead, usedBy: `${columns} ${where}` });
  const groupNames = [...groups.map((_, index) => `g${index}`), 'bucket'].join(', ');
  const counted = `
SELECT ${columns}
FROM ${rows}
${where}GROUP BY ${groupNames}
LIMIT ${MOST_ROWS}`;
  const sql = later.reduce((from, names) => `\nSELECT *, ${written(names).join(',\n  ')}\nFROM (${from})`, counted);
  return { sql: later.length === 0 ? sql : `${sql}\nLIMIT ${MOST_ROWS}`, params: bind.values };
}

/** Aggregates may refer to each other by their own names, so the names are prefixed wherever they stand. */
function prefixed(metric: MetricDefinition, query: MetricQuery, bind: Parameters): Named {
  const aggregates = metric.aggregates(query, bind);
  const names = Object.keys(aggregates);
  const rename = (expression: string): string =>
    names.reduce(
      (text, name) => text.replaceAll(new RegExp(`(?<![\\w.'])${name}(?![\\w('])`, 'g'), columnOf(metric, name)),
      expression,
    );
  return Object.fromEntries(names.map((name) => [columnOf(metric, name), rename(aggregates[name] ?? '')]));
}

export const columnOf = (metric: MetricDefinition, name: string): string => `${metric.id.toLowerCase()}_${name}`;
