import { layersOf, type Named } from './layers.js';
import type { Measure } from './metric.js';
import type { MetricQuestion } from './query.js';
import type { Relation, RowStates } from './relation.js';
import { haveOwnRules } from './service-rules.js';
import { Parameters, type SqlStatement } from './statement.js';
import { bucketOf, finished, intermediates, MOST_ROWS, namesOf, prefixed } from './to-sql.js';

/** The short statements of a page: what is counted by group and bucket, and apart from it what looks ahead. */
export interface StateStatements {
  /** As `statementOver` gives them from the latest state, with `beyond`, but for metrics that look ahead. */
  readonly counted: SqlStatement;
  /**
   * Of metrics that look ahead, one row for all that have the same groups: g0, g1, … are lists, and each failure is told
   * once; with `beyond` too, for it may be answered later. Absent: none does.
   */
  readonly ahead?: SqlStatement;
}

/** Statements over the narrow table of states; undefined: there is none, or it does not have all that is asked about. */
export function statementsOverStates(
  relation: Relation,
  query: MetricQuestion,
  measures: readonly Measure[],
  bucketStarts: readonly number[],
): StateStatements | undefined {
  const { states } = relation;
  if (states === undefined || haveOwnRules(query)) return undefined;
  const ahead = measures.filter(({ looksAhead }) => looksAhead);
  if (ahead.some(({ countsOnly }) => countsOnly === undefined)) return undefined;
  const asked = { relation, states, query };
  const counted = countedByBucket(asked, { measures, bucketStarts, isUnbounded: ahead.length > 0 });
  if (counted === undefined) return undefined;
  const [first, ...others] = ahead;
  if (first === undefined) return { counted };
  const found = others.length === 0 ? aheadByGroups(asked, first) : undefined;
  return found && { counted, ahead: found };
}

interface Asked {
  readonly relation: Relation;
  readonly states: RowStates;
  readonly query: MetricQuestion;
}

interface CountedByBucket {
  readonly measures: readonly Measure[];
  readonly bucketStarts: readonly number[];
  readonly isUnbounded: boolean;
}

function countedByBucket(
  { relation, states, query }: Asked,
  { measures, bucketStarts, isUnbounded }: CountedByBucket,
): SqlStatement | undefined {
  const bind = new Parameters();
  const own = measures.filter(({ looksAhead }) => !looksAhead);
  const named = { ...namesOf(relation, query, own, bind), ...states.named(query, bind) };
  const aggregates: Named = Object.assign({}, ...own.map((measure) => prefixed(measure, query, bind))) as Named;
  const [first = [], ...later] = layersOf(aggregates);
  const written = (names: readonly string[]): string[] => names.map((name) => `${aggregates[name]} AS ${name}`);
  const groups = query.by.map((by, index) => `${relation.group(by, bind)} AS g${index}`);
  const columns = [...groups, bucketOf(bucketStarts, bind), 'countIf(NOT is_latest) AS beyond', ...written(first)].join(
    ',\n  ',
  );
  const condition = relation.conditions(query.scope, bind).join('\n  AND ');
  const where = condition === '' ? '' : `WHERE (${condition}) OR NOT is_latest\n`;
  const wanted = { query, named, usedBy: `${columns} ${where}`, looksAhead: false, isUnbounded };
  if (!states.have(wanted.usedBy, named)) return undefined;
  const counted = `
SELECT ${columns}
FROM ${states.rows(wanted, bind)}
${where}GROUP BY ${[...groups.map((_, index) => `g${index}`), 'bucket'].join(', ')}
LIMIT ${MOST_ROWS}`;
  return { sql: finished(counted, later.map(written), intermediates(own, aggregates)), params: bind.values };
}

function aheadByGroups({ relation, states, query }: Asked, measure: Measure): SqlStatement | undefined {
  const bind = new Parameters();
  const { countsOnly = '' } = measure;
  const named = { ...namesOf(relation, query, [measure], bind), ...states.named(query, bind) };
  const groups = query.by.map((by, index) => `${states.groups(by, bind)} AS g${index}`);
  const aggregates = Object.entries(prefixed(measure, query, bind)).map(([name, text]) => `${text} AS ${name}`);
  const columns = [...groups, 'max(rows_beyond) AS beyond', ...aggregates].join(',\n  ');
  const condition = relation.conditions(query.scope, bind).join('\n  AND ');
  const where = condition === '' ? '' : `WHERE (${condition}) OR rows_beyond > 0\n`;
  const usedBy = `${columns} ${where}`;
  if (!states.have(`${usedBy} ${countsOnly}`, named)) return undefined;
  const keys = groups.map((_, index) => `g${index}`);
  const sql = `
SELECT ${columns}
FROM ${states.rows({ query, named, usedBy, looksAhead: true, isUnbounded: true, only: countsOnly }, bind)}
${where}${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}\n`}LIMIT ${MOST_ROWS}`;
  return { sql, params: bind.values };
}
