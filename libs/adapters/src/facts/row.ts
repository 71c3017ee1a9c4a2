import { type Column, type TableName, type TableRow, tables } from '@leadline/tables';

/** A row whose columns are only known by name. */
export type AnyRow = Readonly<Record<string, unknown>>;

type Copy = (value: unknown) => unknown;

/**
 * A deep copy of a row as the warehouse gives it back, with the table's columns in the order of their declaration.
 * Text that is not well-formed Unicode gets U+FFFD where halves of characters stand alone.
 *
 * @throws Error that names table and column if a value does not fit: ClickHouse would wrap a number that is too large
 * and turn null into 0 without a word.
 */
export function copyRow(table: TableName, row: AnyRow): AnyRow {
  const { copies } = columnsOf(table, row);
  const copy: Record<string, unknown> = {};
  for (const [column, copyValue] of copies) copy[column] = copyValue(row[column]);
  return copy;
}

/**
 * The same, as values in the order of the columns, for whoever only reads them: what needs no change is shared with the
 * row.
 */
export function valuesOfRow(table: TableName, row: AnyRow): unknown[] {
  const { checks } = columnsOf(table, row);
  const values: unknown[] = [];
  for (const { column, checked } of checks) values.push(checked(row[column]));
  return values;
}

/** What is known to be rows of a table, because `copyRow` or the warehouse gave it, as its type. */
export function rowsOf<N extends TableName>(_table: N, rows: readonly unknown[]): TableRow<N>[] {
  return rows as TableRow<N>[];
}

/** A deep copy of a value of a row. */
export function cloneValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloneValue);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cloneValue(member)]));
}

interface Columns {
  readonly copies: ReadonlyMap<string, Copy>;
  /** Like `copies`, but a value that needs no change is given back as it is. */
  readonly checks: readonly { readonly column: string; readonly checked: Copy }[];
}

const columnsByTable = new Map<TableName, Columns>();

function columnsOf(table: TableName, row: AnyRow): Columns {
  const columns = columnsByTable.get(table) ?? readColumns(table);
  for (const column in row)
    if (!columns.copies.has(column)) throw new Error(`The table "${table}" has no column "${column}".`);
  return columns;
}

function readColumns(table: TableName): Columns {
  if (!Object.hasOwn(tables, table)) throw new Error(`There is no table "${table}".`);
  const declared: Readonly<Record<string, Column<unknown>>> = tables[table].columns;
  const by = (hand: Hand): Map<string, Copy> =>
    new Map(Object.entries(declared).map(([name, column]) => [name, copyOf(column, `${table}.${name}`, hand)]));
  const checks = Array.from(by('shared'), ([column, checked]) => ({ column, checked }));
  const columns = { copies: by('copied'), checks };
  columnsByTable.set(table, columns);
  return columns;
}

/** Whether arrays and objects are copied anyway, or shared where nothing in them needs a change. */
type Hand = 'copied' | 'shared';

/** How a value of a column is checked and copied; `place` is for the error. */
function copyOf(column: Column<unknown>, place: string, hand: Hand): Copy {
  if (column.members !== undefined) return relationsOf(column.members, place, hand);
  switch (column.type) {
    case 'String':
    case 'LowCardinality(String)':
      return textOf(place);
    case 'Array(String)':
      return listOf(textOf(place), place, hand);
    case 'Map(String, String)':
      return mapOf(textOf(place), place);
    case 'Int64':
      return integerOf(place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    case 'Nullable(Int64)': {
      const integer = integerOf(place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      return (value) => (value === null ? null : integer(value));
    }
    case 'Nullable(Float64)':
      return (value) => (value === null ? null : finite(value, place));
    case 'UInt64':
      return integerOf(place, 0, Number.MAX_SAFE_INTEGER);
    case 'UInt16':
      return integerOf(place, 0, 65_535);
    case 'UInt8':
      return integerOf(place, 0, 1);
    default:
      throw new Error(`${place}: no way to write a column of type ${column.type} is known; add it to copyOf.`);
  }
}

function textOf(place: string): Copy {
  return (value) => {
    if (typeof value !== 'string') throw unfit(place, 'text', value);
    // Half of a character, as a hostile sender may write it: no UTF-8 exists for it.
    return value.toWellFormed();
  };
}

function finite(value: unknown, place: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unfit(place, 'a finite number', value);
  return value === 0 ? 0 : value;
}

function integerOf(place: string, least: number, greatest: number): Copy {
  return (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > greatest)
      throw unfit(place, `a whole number from ${least} to ${greatest}`, value);
    return value === 0 ? 0 : value;
  };
}

function listOf(copy: Copy, place: string, hand: Hand): Copy {
  return (value) => {
    if (!Array.isArray(value)) throw unfit(place, 'an array', value);
    const list: readonly unknown[] = value;
    return hand === 'shared' && isUnchanged(list, copy) ? list : list.map(copy);
  };
}

function mapOf(copy: Copy, place: string): Copy {
  return (value) => {
    if (!isObject(value)) throw unfit(place, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [copy(key), copy(member)]));
  };
}

function relationsOf(members: Readonly<Record<string, Column<unknown>>>, place: string, hand: Hand): Copy {
  const copies = Object.entries(members).map(([name, member]): Member => ({
    name,
    copied: copyOf(member, `${place}[].${name}`, hand),
  }));
  const relation: Copy = (value) => {
    if (!isObject(value)) throw unfit(`${place}[]`, 'an object', value);
    if (hand === 'shared' && isSame(value, copies)) return value;
    const copy: Record<string, unknown> = {};
    for (const { name, copied } of copies) copy[name] = copied(value[name]);
    return copy;
  };
  return listOf(relation, place, hand);
}

/** Written as loops, as a million rows pass through it. */
function isUnchanged(list: readonly unknown[], copy: Copy): boolean {
  for (const item of list) if (copy(item) !== item) return false;
  return true;
}

/** Whether it has these members and no others, and none needs a change. */
function isSame(value: Readonly<Record<string, unknown>>, members: readonly Member[]): boolean {
  let count = 0;
  for (const _ in value) count += 1;
  if (count !== members.length) return false;
  for (const { name, copied } of members) if (copied(value[name]) !== value[name]) return false;
  return true;
}

interface Member {
  readonly name: string;
  readonly copied: Copy;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unfit(place: string, wanted: string, value: unknown): Error {
  const given = typeof value === 'number' || value === null || value === undefined ? String(value) : typeof value;
  return new Error(`${place} must be ${wanted}, not ${given}.`);
}
