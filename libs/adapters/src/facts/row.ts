import { type Column, type TableName, type TableRow, tables } from '@leadline/tables';

/** A row whose columns are only known by name. */
export type AnyRow = Readonly<Record<string, unknown>>;

type Copy = (value: unknown) => unknown;

/** Half of a character, as a hostile sender may write it; no UTF-8 exists for it. */
const loneSurrogate = /\p{Surrogate}/gu;

/**
 * A deep copy of a row as the warehouse gives it back, with the table's columns in the order of their declaration.
 * Text that is not well-formed Unicode gets U+FFFD where halves of characters stand alone.
 *
 * @throws Error that names table and column if a value does not fit: ClickHouse would wrap a number that is too large
 * and turn null into 0 without a word.
 */
export function copyRow(table: TableName, row: AnyRow): AnyRow {
  const copies = copiesOf(table);
  for (const column in row) if (!copies.has(column)) throw new Error(`The table "${table}" has no column "${column}".`);
  const copy: Record<string, unknown> = {};
  for (const [column, copyValue] of copies) copy[column] = copyValue(row[column]);
  return copy;
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

const copiesByTable = new Map<TableName, ReadonlyMap<string, Copy>>();

function copiesOf(table: TableName): ReadonlyMap<string, Copy> {
  const known = copiesByTable.get(table);
  if (known !== undefined) return known;
  if (!Object.hasOwn(tables, table)) throw new Error(`There is no table "${table}".`);
  const columns: Readonly<Record<string, Column<unknown>>> = tables[table].columns;
  const copies = new Map(Object.entries(columns).map(([name, column]) => [name, copyOf(column, `${table}.${name}`)]));
  copiesByTable.set(table, copies);
  return copies;
}

/** How a value of a column is checked and copied; `place` is for the error. */
function copyOf(column: Column<unknown>, place: string): Copy {
  if (column.members !== undefined) return relationsOf(column.members, place);
  switch (column.type) {
    case 'String':
    case 'LowCardinality(String)':
      return textOf(place);
    case 'Array(String)':
      return listOf(textOf(place), place);
    case 'Map(String, String)':
      return mapOf(textOf(place), place);
    case 'Int64':
      return integerOf(place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    case 'Nullable(Int64)': {
      const integer = integerOf(place, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
      return (value) => (value === null ? null : integer(value));
    }
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
    return value.search(loneSurrogate) < 0 ? value : value.replace(loneSurrogate, '\u{fffd}');
  };
}

function integerOf(place: string, least: number, greatest: number): Copy {
  return (value) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < least || value > greatest)
      throw unfit(place, `a whole number from ${least} to ${greatest}`, value);
    return value === 0 ? 0 : value;
  };
}

function listOf(copy: Copy, place: string): Copy {
  return (value) => {
    if (!Array.isArray(value)) throw unfit(place, 'an array', value);
    return value.map(copy);
  };
}

function mapOf(copy: Copy, place: string): Copy {
  return (value) => {
    if (!isObject(value)) throw unfit(place, 'an object', value);
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [copy(key), copy(member)]));
  };
}

function relationsOf(members: Readonly<Record<string, Column<unknown>>>, place: string): Copy {
  const copies = Object.entries(members).map(([name, member]) => [name, copyOf(member, `${place}[].${name}`)] as const);
  return listOf((value) => {
    if (!isObject(value)) throw unfit(`${place}[]`, 'an object', value);
    const copy: Record<string, unknown> = {};
    for (const [name, copyMember] of copies) copy[name] = copyMember(value[name]);
    return copy;
  }, place);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unfit(place: string, wanted: string, value: unknown): Error {
  const given = typeof value === 'number' || value === null || value === undefined ? String(value) : typeof value;
  return new Error(`${place} must be ${wanted}, not ${given}.`);
}
