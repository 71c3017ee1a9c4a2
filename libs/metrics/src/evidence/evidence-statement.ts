import type { MetricQuestion } from '../query.js';
import type { Measure } from '../metric.js';
import { phasesMeasure } from '../phases/lead-time-phases.js';
import { metricById } from '../registry.js';
import { relationOf } from '../relations.js';
import type { ShownColumn } from '../relation.js';
import { namedPerService } from '../service-rules.js';
import { Parameters, type SqlStatement } from '../statement.js';
import type { EvidencePart, EvidenceThing, FailureEvidence, LeftOutReason } from './evidence-item.js';
import {
  type CountedEntries,
  type CountedRow,
  ENTRY,
  type EvidenceOfRows,
  type EvidenceOfWhole,
  firstReason,
} from './evidence-rule.js';
import { type PointReference, queryOfPoint } from './point-reference.js';

/** An entry's place in the order: latest first, then by its key. */
export interface EvidencePlace {
  readonly instant: number;
  readonly key: string;
}

export interface EvidenceRequest {
  readonly limit: number;
  readonly after?: EvidencePlace | undefined;
  /** Default: all. */
  readonly parts?: readonly EvidencePart[] | undefined;
}

/** What both forms say of a row. */
export interface ShownRow extends EvidencePlace, Readonly<Record<Exclude<ShownColumn, 'key' | 'occurrence'>, string>> {
  readonly thing: EvidenceThing;
  readonly occurrence: number;
  readonly failures: readonly (readonly [rule: FailureEvidence['rule'], by: string])[];
  readonly reason: LeftOutReason | '';
}

/** An entry as its statement returns it. */
export interface EvidenceRow extends ShownRow {
  readonly part: EvidencePart;
  readonly change: string;
  readonly opens_at: number | null;
  readonly closes_at: number | null;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly incidents: readonly string[];
}

/** A row of the whole that TypeScript makes entries of. */
export interface WholeRow extends ShownRow {
  readonly is_part: 0 | 1;
  readonly is_near: 0 | 1;
  readonly cell: unknown;
}

/** Most rows of a scope that entries are made from in TypeScript. */
const MOST_ROWS = 200_000;
const FAILURES = 'Array(Tuple(String, String))';
const shownColumns: readonly ShownColumn[] = [
  'key',
  'id',
  'service',
  'environment',
  'deployment',
  'occurrence',
  'title',
  'status',
  'kind',
  'sha',
  'version',
  'url',
];

/** Entries of a point whose samples are rows, or parts of rows. */
export function entriesStatement(
  point: PointReference,
  rule: EvidenceOfRows,
  { limit, after, parts }: EvidenceRequest,
): SqlStatement {
  const bind = new Parameters();
  const conditions = [
    ...(parts ? [`part IN ${bind.bind('Array(String)', parts)}`] : []),
    ...(after ? [isAfter(after, bind)] : []),
  ];
  const sql = `
SELECT *
FROM ${entriesOfRows(point, rule, bind)}
${conditions.length > 0 ? `WHERE ${conditions.join('\n  AND ')}\n` : ''}ORDER BY instant DESC, key
LIMIT ${bind.bind('Int64', limit)}`;
  return { sql, params: bind.values };
}

/** How many entries each part has: rows of `part` and `entries`. */
export function entryCountsStatement(point: PointReference, rule: EvidenceOfRows): SqlStatement {
  const bind = new Parameters();
  const sql = `
SELECT part, count() AS entries
FROM ${entriesOfRows(point, rule, bind)}
GROUP BY part
LIMIT 10`;
  return { sql, params: bind.values };
}

/** Every row that a point may be made of, latest first. */
export function wholeStatement(point: PointReference, rule: EvidenceOfWhole): SqlStatement {
  const bind = new Parameters();
  const { cell, among } = rule.of(queryOfPoint(point), bind);
  const rows = rowsOfPoint(
    point,
    bind,
    { of: (query) => rule.of(query, bind), isEverywhere: false },
    {
      columns: { cell, is_part: 'toUInt8(is_part)', is_near: 'toUInt8(is_near)', reason: 'why_left_out' },
      conditions: among === undefined ? [] : [among],
    },
  );
  const sql = `
SELECT ${[...shownColumns.map(renamed), renamed('thing'), renamed('instant'), renamed('failures'), ...['cell', 'is_part', 'is_near', 'reason'].map(renamed)].join(', ')}
FROM ${rows}
ORDER BY instant DESC, key
LIMIT ${MOST_ROWS}`;
  return { sql, params: bind.values };
}

function entriesOfRows(point: PointReference, rule: EvidenceOfRows, bind: Parameters): string {
  const of = (query: MetricQuestion): CountedRow => {
    const counted = rule.of(query, bind);
    return { ...counted, named: { ...counted.named, entries: entriesOf(rule, counted) } };
  };
  const rows = rowsOfPoint(
    point,
    bind,
    { of, isEverywhere: true },
    { columns: { entries: 'entries' }, conditions: ['is_near'] },
  );
  const own = [...shownColumns.filter((name) => name !== 'key').map(renamed), renamed('instant'), renamed('failures')];
  return `(
  SELECT ${own.join(', ')}, multiIf(startsWith(entry.3, 'commit:'), 'commit', entry.3 != '', 'change', e_thing) AS thing,
    concat(e_key, '\\n', entry.3) AS key, entry.1 AS part, entry.2 AS reason, entry.3 AS change, entry.4 AS opens_at,
    entry.5 AS closes_at, entry.6 AS value, entry.7 AS numerator, entry.8 AS denominator, entry.9 AS incidents
  FROM (SELECT *, arrayJoin(e_entries) AS entry FROM ${rows})
)`;
}

/** The entries of a row: what it contributes, or why it does not. */
function entriesOf({ made }: EvidenceOfRows, counted: CountedEntries): string {
  const {
    above,
    notes = [],
    value = 'NULL',
    opensAt = 'NULL',
    closesAt = 'NULL',
    elements,
    change = `''`,
    incidents = `[]`,
  } = counted;
  const isShare = made === 'share' || made === 'count';
  const { numerator = above === undefined ? 'NULL' : `if(${above}, 1, 0)`, denominator = isShare ? '1' : 'NULL' } =
    counted;
  const part = isShare ? `if(${above ?? 'false'}, 'numerator', 'denominator')` : `'sample'`;
  const none = `CAST([('left_out', why_left_out, ${change}, NULL, NULL, NULL, NULL, NULL, ${incidents})], 'Array(${ENTRY})')`;
  const own =
    elements ??
    `CAST([(${part}, ${firstReason(notes)}, ${change}, ${opensAt}, ${closesAt}, ${value}, ${numerator}, ${denominator}, ${incidents})], 'Array(${ENTRY})')`;
  return `if(is_part, ${own}, ${none})`;
}

const measureOf = ({ metric, phase }: PointReference): Measure =>
  phase === undefined ? metricById(metric) : phasesMeasure;

/** What is asked of each row of a point beside what it shows. */
interface Asked {
  /** Further columns; each leaves as "e_<name>". */
  readonly columns: Readonly<Record<string, string>>;
  readonly conditions: readonly string[];
}

/**
 * The rows of the point's relation that belong to its group, by the expressions that the number is made of. With
 * `isEverywhere` rows that the number leaves aside are there too, and `is_asked` says of which environments.
 */
export function rowsOfPoint(
  point: PointReference,
  bind: Parameters,
  { of, isEverywhere }: { readonly of: (query: MetricQuestion) => CountedRow; readonly isEverywhere: boolean },
  { columns, conditions: further }: Asked,
): string {
  const query: MetricQuestion = queryOfPoint(point);
  const metric = measureOf(point);
  const relation = relationOf(metric, query);
  if (relation.shown === undefined)
    throw new Error(`The relation ${metric.relation} does not say how its rows are shown`);
  const { thing, columns: shownAs, named: shownNames } = relation.shown;
  const { failures } = of(query);
  const all = namedPerService(relation.judgedAs ?? `''`, query, bind, (own) => {
    const { named, counted, reasons } = of(own);
    return {
      ...relation.named(own, bind),
      ...metric.row(own, bind),
      is_asked: 'true',
      ...shownNames(own, bind),
      ...named,
      is_part: `ifNull(is_asked AND (${counted}), false)`,
      why_left_out: `if(is_part, '', ${firstReason(reasons)})`,
    };
  });
  const shown = {
    ...Object.fromEntries(
      shownColumns.map((name) => [name, shownAs[name] ?? (name === 'occurrence' ? 'toInt64(0)' : `''`)]),
    ),
    thing: `'${thing}'`,
    instant: 'instant_shown',
    failures: failures ?? `CAST([], '${FAILURES}')`,
    ...columns,
  };
  const groups = query.by.map((by, index) => `${relation.group(by, bind)} AS g${index}`);
  const written = [...groups, ...Object.entries(shown).map(([name, expression]) => `${expression} AS e_${name}`)];
  const conditions = [...relation.conditions(query.scope, bind), ...further];
  const usedBy = `${written.join(' , ')} ${conditions.join(' ')} `;
  const rows = relation.rows({ query, named: all, usedBy, looksAhead: metric.looksAhead, isEverywhere }, bind);
  const inGroup = point.group.map((value, index) => `g${index} = ${bind.bind('String', value ?? '')}`);
  const where = (all: readonly string[]): string => (all.length === 0 ? '' : `\n    WHERE ${all.join('\n      AND ')}`);
  return `(
    SELECT *
    FROM (
    SELECT ${written.join(',\n      ')}
    FROM ${rows}${where(conditions)}
    )${where(inGroup)}
  )`;
}

const renamed = (name: string): string => `e_${name} AS ${name}`;

const isAfter = ({ instant, key }: EvidencePlace, bind: Parameters): string => {
  const at = bind.bind('Int64', instant);
  return `(instant < ${at} OR (instant = ${at} AND key > ${bind.bind('String', key)}))`;
};
