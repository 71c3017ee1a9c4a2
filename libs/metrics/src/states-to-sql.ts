import { layersOf, type Named } from './layers.js';
import type { Measure } from './metric.js';
import type { MetricQuestion } from './query.js';
import type { Relation, RowStates } from './relation.js';
import { haveOwnRules } from './service-rules.js';
import { Parameters, type SqlStatement } from './statement.js';
import { bucketOf, finished, intermediates, MOST_ROWS, namesOf, prefixed } from './to-sql.js';

/** The short statement of a page. It answers with lists of all its rows: `answerOfStates` reads them. */
export interface StateStatement extends SqlStatement {
  /** Columns of a row that is counted: as `statementOver` gives them from the latest state, but for metrics that look ahead. */
  readonly counted: readonly string[];
  /**
   * Columns of metrics that look ahead, one row for all that have the same groups: g0, g1, … are lists, and each failure
   * is told once; with `beyond` too, for it may be answered later. Absent: none does.
   */
  readonly ahead?: readonly string[];
}

/** The statement over the narrow table of states; undefined: there is none, or it does not have all that is asked about. */
export function statementOverStates(
  relation: Relation,
  query: MetricQuestion,
  measures: readonly Measure[],
  bucketStarts: readonly number[],
): StateStatement | undefined {
  const { states } = relation;
  if (states === undefined || haveOwnRules(query)) return undefined;
  const [looking, ...others] = measures.filter(({ looksAhead }) => looksAhead);
  if (others.length > 0 || (looking !== undefined && looking.countsOnly === undefined)) return undefined;
  const asked = { relation, states, query, bind: new Parameters() };
  const counted = countedByBucket(asked, { measures, bucketStarts, isUnbounded: looking !== undefined });
  if (counted === undefined) return undefined;
  const params = asked.bind.values;
  if (looking === undefined) {
    return { sql: `SELECT ${listOf(counted)} AS counted FROM (${counted.sql})`, params, counted: counted.columns };
  }
  const ahead = aheadByGroups(asked, looking);
  if (ahead === undefined) return undefined;
  const sql = `SELECT ${listOf(counted)} AS counted, [] AS ahead FROM (${counted.sql})
UNION ALL
SELECT [] AS counted, ${listOf(ahead)} AS ahead FROM (${ahead.sql})`;
  return { sql, params, counted: counted.columns, ahead: ahead.columns };
}

/** All rows as one value: row by row, with the names of columns in each, most of an answer would be names. */
const listOf = ({ columns }: Selected): string => `groupArray(tuple(${columns.join(', ')}))`;

interface Asked {
  readonly relation: Relation;
  readonly states: RowStates;
  readonly query: MetricQuestion;
  readonly bind: Parameters;
}

interface Selected {
  readonly sql: string;
  readonly columns: readonly string[];
}

interface CountedByBucket {
  readonly measures: readonly Measure[];
  readonly bucketStarts: readonly number[];
  readonly isUnbounded: boolean;
}

function countedByBucket(
  { relation, states, query, bind }: Asked,
  { measures, bucketStarts, isUnbounded }: CountedByBucket,
): Selected | undefined {
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
  const keys = [...groupNames(query), 'bucket'];
  const counted = `
SELECT ${columns}
FROM ${states.rows(wanted, bind)}
${where}GROUP BY ${keys.join(', ')}
LIMIT ${MOST_ROWS}`;
  const unseen = intermediates(own, aggregates);
  const seen = Object.keys(aggregates).filter((name) => !unseen.includes(name));
  return { sql: finished(counted, later.map(written), unseen), columns: [...keys, 'beyond', ...seen] };
}

function aheadByGroups({ relation, states, query, bind }: Asked, measure: Measure): Selected | undefined {
  const { countsOnly = '' } = measure;
  const named = { ...namesOf(relation, query, [measure], bind), ...states.named(query, bind) };
  const groups = query.by.map((by, index) => `${states.groups(by, bind)} AS g${index}`);
  const aggregates = prefixed(measure, query, bind);
  const written = Object.entries(aggregates).map(([name, text]) => `${text} AS ${name}`);
  const columns = [...groups, 'max(rows_beyond) AS beyond', ...written].join(',\n  ');
  const condition = relation.conditions(query.scope, bind).join('\n  AND ');
  const where = condition === '' ? '' : `WHERE (${condition}) OR rows_beyond > 0\n`;
  const usedBy = `${columns} ${where}`;
  if (!states.have(`${usedBy} ${countsOnly}`, named)) return undefined;
  const keys = groupNames(query);
  const sql = `
SELECT ${columns}
FROM ${states.rows({ query, named, usedBy, looksAhead: true, isUnbounded: true, only: countsOnly }, bind)}
${where}${keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}\n`}LIMIT ${MOST_ROWS}`;
  return { sql, columns: [...keys, 'beyond', ...Object.keys(aggregates)] };
}

const groupNames = ({ by }: MetricQuestion): string[] => by.map((_, index) => `g${index}`);
