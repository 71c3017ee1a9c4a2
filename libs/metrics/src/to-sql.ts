import { layersOf, type Named, renamed } from './layers.js';
import type { Measure } from './metric.js';
import type { MetricQuestion } from './query.js';
import type { Relation, WantedRows } from './relation.js';
import { haveOwnRules, namedUnderRules, type NamesUnderRules, rulesOfRow } from './service-rules.js';
import { Parameters, type SqlStatement } from './statement.js';

/** Most groups × buckets a statement returns. */
export const MOST_ROWS = 100_000;

/**
 * One statement for every asked metric over one relation: per row what was known at asOf and what counts, then per group
 * and bucket the aggregates. Columns: g0, g1, … the groups, `bucket` its start (-1: outside the window), and per metric
 * its aggregates under "<metric>_<name>".
 *
 * @param from The latest state of each row, where the relation stores it: then `beyond` counts the rows that change after
 *   asOf. They are in every answer, whatever it is narrowed by: where there are any, it is none.
 */
export function statementOver(
  relation: Relation,
  query: MetricQuestion,
  measures: readonly Measure[],
  bucketStarts: readonly number[],
  from: 'evidence' | 'latest' = 'evidence',
): SqlStatement {
  const bind = new Parameters();
  const underRules = namedUnderRules(relation.judgedAs ?? `''`, query, bind, (own) =>
    namesOf(relation, own, measures, bind),
  );
  const latest = from === 'latest' ? relation.latest?.(query, bind) : undefined;
  const named = { ...underRules.named, ...latest };
  const groups = query.by.map((by, index) => `${relation.group(by, bind)} AS g${index}`);
  const bucket = bucketOf(bucketStarts, bind);
  const conditions = relation.conditions(query.scope, bind);
  const aggregates: Named = {
    ...(Object.assign({}, ...measures.map((measure) => prefixed(measure, query, bind))) as Named),
    ...ruleSets(relation, underRules, measures, query, bind),
  };
  const [first = [], ...later] = layersOf(aggregates);
  const written = (names: readonly string[]): string[] => names.map((name) => `${aggregates[name]} AS ${name}`);
  const keys = [...groups.map((_, index) => `g${index}`), 'bucket'].join(', ');
  const condition = conditions.join('\n  AND ');
  const counted = (
    names: readonly string[],
    isLatest: boolean,
    wanted: Pick<WantedRows, 'looksAhead' | 'isUnbounded' | 'only'>,
  ): string => {
    const beyond = isLatest ? [`countIf(NOT is_latest) AS beyond`] : [];
    const columns = [...groups, bucket, ...beyond, ...written(names)].join(',\n  ');
    const where = condition === '' ? '' : isLatest ? `WHERE (${condition}) OR NOT is_latest\n` : `WHERE ${condition}\n`;
    return `
SELECT ${columns}
FROM ${relation.rows({ query, named, usedBy: `${columns} ${where}`, ...wanted }, bind)}
${where}GROUP BY ${keys}
LIMIT ${MOST_ROWS}`;
  };
  const looksAhead = measures.some((measure) => measure.looksAhead);
  const apart = latest === undefined ? [] : measures.filter(({ countsOnly }) => countsOnly !== undefined);
  const all = apart.reduce(
    (rows, measure) => {
      const own = first.filter((name) => name.startsWith(columnOf(measure, '')));
      const neighbours = counted(own, false, { looksAhead: true, isUnbounded: true, ...onlyOf(measure) });
      return `\nSELECT *\nFROM (${rows}) AS all_rows\nLEFT JOIN (${neighbours}) AS few_rows USING (${keys})`;
    },
    counted(
      first.filter((name) => !apart.some((measure) => name.startsWith(columnOf(measure, '')))),
      latest !== undefined,
      { looksAhead: looksAhead && apart.length === 0, isUnbounded: looksAhead },
    ),
  );
  return { sql: finished(all, later.map(written), intermediates(measures, aggregates)), params: bind.values };
}

/**
 * The same from what is stored of each row's latest state, which says nothing where a row counts something `beyond`;
 * undefined: it is not stored, or services have rules of their own, and it is stored under one set of rules.
 */
export const statementOfLatest = (
  relation: Relation,
  query: MetricQuestion,
  measures: readonly Measure[],
  bucketStarts: readonly number[],
): SqlStatement | undefined =>
  relation.latest === undefined || haveOwnRules(query)
    ? undefined
    : statementOver(relation, query, measures, bucketStarts, 'latest');

/** Start of the bucket that a row's instant is in; -1: outside the window. */
export const bucketOf = (starts: readonly number[], bind: Parameters): string =>
  starts.length === 0
    ? `toInt64(0) AS bucket`
    : `if(in_window, roundDown(instant, ${bind.bind('Array(Int64)', starts)}), toInt64(-1)) AS bucket`;

/** Aggregates that are there and leave no trace in the answer. */
export const intermediates = (measures: readonly Measure[], aggregates: Named): string[] =>
  measures
    .flatMap((measure) => (measure.intermediate ?? []).map((name) => columnOf(measure, name)))
    .filter((name) => Object.hasOwn(aggregates, name));

/** Aggregates that use others, layer by layer, and without those that no one else is to see. */
export function finished(
  counted: string,
  later: readonly (readonly string[])[],
  intermediate: readonly string[],
): string {
  if (later.length === 0) return counted;
  const all = intermediate.length === 0 ? '*' : `* EXCEPT (${intermediate.join(', ')})`;
  const sql = later.reduce((inner, columns, layer) => {
    const known = layer === later.length - 1 ? all : '*';
    return `\nSELECT ${known}, ${columns.join(',\n  ')}\nFROM (${inner}\n)`;
  }, counted);
  return `${sql}\nLIMIT ${MOST_ROWS}`;
}

const onlyOf = ({ countsOnly }: Measure): Pick<WantedRows, 'only'> =>
  countsOnly === undefined ? {} : { only: countsOnly };

/** Of each metric that the rules of services make a difference to: under which of them its rows are. */
function ruleSets(
  { judgedAs, judgedAsAll }: Relation,
  names: NamesUnderRules,
  measures: readonly Measure[],
  query: MetricQuestion,
  bind: Parameters,
): Named {
  if (query.options.ofServices === undefined || (judgedAs ?? judgedAsAll) === undefined) return {};
  return Object.fromEntries(
    measures.flatMap((measure) => {
      const text = Object.values(aggregatesOf(measure, { ...query, withoutDetails: false }, bind)).join(' ');
      const counted = { text, judgedBy: measure.judgedBy ?? [], judgedAs: judgedAsAll };
      const rules = rulesOfRow(names, counted, query, bind);
      if (rules === null) return [];
      const all = measure.looksAhead ? `groupUniqArrayArray(${rules})` : `groupUniqArrayArrayIf(${rules}, in_window)`;
      return [[columnOf(measure, RULE_SETS), all]];
    }),
  );
}

/** Aggregate of a metric: the sets of rules that its rows are under; absent where they mean the same to it. */
export const RULE_SETS = 'rule_sets';

/** Names of the relation and of the metrics. Two may share a name only if they mean the same by it. */
export function namesOf(
  relation: Relation,
  query: MetricQuestion,
  measures: readonly Measure[],
  bind: Parameters,
): Named {
  const named: Record<string, string> = { ...relation.named(query, bind) };
  for (const measure of measures) {
    for (const [name, expression] of Object.entries(measure.row(query, bind))) {
      const known = named[name];
      if (known !== undefined && known !== expression) {
        throw new Error(`${measure.id} calls something else "${name}" than others of its relation do`);
      }
      named[name] = expression;
    }
  }
  return named;
}

/** Aggregates may refer to each other by their own names, so the names are prefixed wherever they stand. */
export function prefixed(measure: Measure, query: MetricQuestion, bind: Parameters): Named {
  const aggregates = aggregatesOf(measure, query, bind);
  const ownColumn = (name: string): string | undefined =>
    Object.hasOwn(aggregates, name) ? columnOf(measure, name) : undefined;
  return Object.fromEntries(
    Object.entries(aggregates).map(([name, text]) => [columnOf(measure, name), renamed(text, ownColumn)]),
  );
}

const aggregatesOf = (measure: Measure, query: MetricQuestion, bind: Parameters): Named => ({
  ...measure.aggregates(query, bind),
  ...(query.withoutDetails ? {} : measure.explained?.(query, bind)),
});

export const columnOf = (measure: Pick<Measure, 'id'>, name: string): string => `${measure.id.toLowerCase()}_${name}`;
