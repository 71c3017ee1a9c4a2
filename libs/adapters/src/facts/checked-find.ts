import type { Find, Where } from '@leadline/ports';
import { type TableName, tables } from '@leadline/tables';

/** Rows one `find` gives at most. */
export const MOST_ROWS = 1_000_000;

type Kind = 'text' | 'number' | 'texts' | 'other';

type Values = ReadonlySet<string | number>;

/** A condition whose column and values were checked against the declaration. */
export type Condition =
  | { readonly operator: 'in'; readonly column: string; readonly kind: 'text' | 'number'; readonly values: Values }
  | { readonly operator: 'hasAny'; readonly column: string; readonly values: Values }
  | { readonly operator: 'atMost'; readonly column: string; readonly value: number };

export interface CheckedFind {
  readonly table: TableName;
  readonly key: readonly string[];
  /** Columns of the table that may hold null. */
  readonly nullable: ReadonlySet<string>;
  readonly columns: readonly string[];
  readonly conditions: readonly Condition[];
  readonly orderBy?: { readonly column: string; readonly direction: 'asc' | 'desc' };
  /** Not given: all, and more than `MOST_ROWS` is an error. */
  readonly limit?: number;
}

/**
 * The query in terms that cannot name what does not exist: tables, columns and operators come from the declaration
 * alone. Repeated values of a condition count once.
 *
 * @throws Error that says what is wrong and what there is instead.
 */
export function checkFind<N extends TableName>(query: Find<N>): CheckedFind {
  if (!Object.hasOwn(tables, query.table))
    throw new Error(`There is no table "${query.table}"; there are: ${Object.keys(tables).join(', ')}.`);
  const kinds = kindsOf(query.table);
  for (const column of query.columns ?? []) kindOf(query.table, kinds, column);
  if (query.columns?.length === 0) throw new Error(`A find in "${query.table}" asks for no column.`);
  return {
    table: query.table,
    key: tables[query.table].key,
    nullable: nullableOf(query.table),
    columns: query.columns === undefined ? [...kinds.keys()] : [...new Set(query.columns)],
    conditions: query.where.flatMap((where) => conditionsOf(query.table, kinds, where)),
    ...(query.orderBy === undefined ? {} : { orderBy: checkOrder(query.table, kinds, query.orderBy) }),
    ...(query.limit === undefined ? {} : { limit: checkLimit(query.table, query.limit) }),
  };
}

/** More rows fit the conditions of a find without limit than one answer may hold. */
export function tooManyRows(table: TableName, most: number): Error {
  return new Error(`More than ${most} rows of "${table}" fit; narrow the conditions or give a limit.`);
}

function conditionsOf(table: TableName, kinds: ReadonlyMap<string, Kind>, where: Where): Condition[] {
  const { column } = where;
  const kind = kindOf(table, kinds, column);
  const place = `The column "${column}" of "${table}"`;
  const conditions: Condition[] = [];
  if (where.in !== undefined) {
    if (kind !== 'text' && kind !== 'number') throw new Error(`${place} is an array: ask with hasAny, not in.`);
    const fits = kind === 'text' ? isText : Number.isSafeInteger;
    if (!where.in.every(fits)) throw new Error(`${place} holds ${kind}s: every value of in must be one.`);
    conditions.push({ operator: 'in', column, kind, values: new Set(where.in) });
  }
  if (where.hasAny !== undefined) {
    if (kind !== 'texts') throw new Error(`${place} is no array of text: hasAny cannot ask for it.`);
    if (!where.hasAny.every(isText)) throw new Error(`${place} holds text: every value of hasAny must be text.`);
    conditions.push({ operator: 'hasAny', column, values: new Set(where.hasAny) });
  }
  if (where.atMost !== undefined) {
    if (kind !== 'number') throw new Error(`${place} holds no number: atMost cannot ask for it.`);
    if (!Number.isSafeInteger(where.atMost)) throw new Error(`${place}: atMost must be a whole number.`);
    conditions.push({ operator: 'atMost', column, value: where.atMost });
  }
  if (conditions.length === 0) throw new Error(`${place}: a condition needs in, hasAny or atMost.`);
  return conditions;
}

function checkOrder(
  table: TableName,
  kinds: ReadonlyMap<string, Kind>,
  { column, direction }: { column: string; direction: 'asc' | 'desc' },
): { column: string; direction: 'asc' | 'desc' } {
  const kind = kindOf(table, kinds, column);
  if (kind !== 'text' && kind !== 'number') throw new Error(`"${table}" cannot be ordered by its array "${column}".`);
  if (direction !== 'asc' && direction !== 'desc') throw new Error('The direction of an order is asc or desc.');
  return { column, direction };
}

function checkLimit(table: TableName, limit: number): number {
  if (Number.isSafeInteger(limit) && limit >= 0 && limit <= MOST_ROWS) return limit;
  throw new Error(`The limit of a find in "${table}" must be a whole number from 0 to ${MOST_ROWS}, not ${limit}.`);
}

function kindOf(table: TableName, kinds: ReadonlyMap<string, Kind>, column: string): Kind {
  const kind = kinds.get(column);
  if (kind === undefined)
    throw new Error(`The table "${table}" has no column "${column}"; it has: ${[...kinds.keys()].join(', ')}.`);
  return kind;
}

function kindsOf(table: TableName): Map<string, Kind> {
  return new Map(Object.entries(tables[table].columns).map(([name, { type }]) => [name, kindOfType(type)]));
}

function nullableOf(table: TableName): Set<string> {
  const columns = Object.entries(tables[table].columns);
  return new Set(columns.filter(([, { type }]) => type.startsWith('Nullable')).map(([name]) => name));
}

function kindOfType(type: string): Kind {
  if (type === 'Array(String)') return 'texts';
  if (type === 'String' || type === 'LowCardinality(String)') return 'text';
  return /^(Nullable\()?U?Int\d+\)?$/.test(type) ? 'number' : 'other';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
