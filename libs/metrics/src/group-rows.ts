import type { Cells, Measure } from './metric.js';
import type { MetricQuery } from './query.js';
import { columnOf } from './to-sql.js';

/** One row of a planned statement. */
export type StatementRow = Readonly<Record<string, unknown>> & { readonly bucket: number };

/** A row by its columns' keys: their names, or their places in a list. */
export type KeyedRow = Readonly<Record<string | number, unknown>>;

/** Under which key every row of an answer has a column, by its name. */
export type ColumnKeys = ReadonlyMap<string, string | number>;

/** Rows of an answer, all of one form. */
export interface AnswerRows {
  readonly rows: readonly KeyedRow[];
  readonly columns: ColumnKeys;
}

/** Rows that are objects: each column is under its name. */
export const namedRows = (rows: readonly Readonly<Record<string, unknown>>[]): AnswerRows => ({
  rows,
  columns: new Map(Object.keys(rows[0] ?? {}).map((column) => [column, column])),
});

/** Rows that are lists: each column is at its place. */
export const listedRows = (columns: readonly string[], rows: readonly KeyedRow[]): AnswerRows => ({
  rows,
  columns: new Map(columns.map((column, place) => [column, place])),
});

/** Key of a column that every answer has which has a row. */
export const keyIn = (columns: ColumnKeys, column: string): string | number => columns.get(column) ?? column;

/** Whether rows of latest states answer: nothing of theirs changes after asOf. */
export function nothingBeyond({ rows, columns }: AnswerRows): boolean {
  const beyond = keyIn(columns, 'beyond');
  return rows.every((row) => row[beyond] === 0);
}

export type Group = readonly (string | null)[];

/** What a statement says of one group. */
export interface GroupRows {
  readonly group: Group;
  readonly rows: readonly KeyedRow[];
}

/** Tells groups apart; of one dimension its value alone does. */
export const groupKey = (group: Group): string => (group.length === 1 ? (group[0] ?? '') : JSON.stringify(group));

/** Rows by their groups; those of `expected` come first, and are there without a row too, as are those that are known. */
export function groupsOf(
  { by }: MetricQuery,
  { rows, columns }: AnswerRows,
  expected: readonly Group[],
  known: ReadonlyMap<string, { readonly group: Group }> = new Map(),
): readonly GroupRows[] {
  const groups = new Map<string, { readonly group: Group; readonly rows: KeyedRow[] }>();
  for (const group of expected) groups.set(groupKey(group), { group, rows: [] });
  if (by.length === 0) groups.set(groupKey([]), { group: [], rows: [] });
  const keys = by.map((_, index) => keyIn(columns, `g${index}`));
  for (const row of rows) {
    const group = keys.map((key) => (row[key] as string) || null);
    const key = groupKey(group);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { group, rows: [row] });
    else found.rows.push(row);
  }
  for (const [key, { group }] of known) if (!groups.has(key)) groups.set(key, { group, rows: [] });
  return [...groups.values()];
}

/** Reads what is a metric's own out of a row of a statement. */
export type CellsReader = (row: KeyedRow) => Cells;

/**
 * Reads the columns of a metric by the names that it gave them. Cells are copies of one that is empty, and so of one
 * shape: built name by name, each would grow by itself, and a page has tens of thousands.
 */
export function cellsReader(metric: Measure, columns: ColumnKeys): CellsReader {
  const prefix = columnOf(metric, '');
  const own = Array.from(columns)
    .filter(([column]) => column.startsWith(prefix))
    .map(([column, key]) => [column.slice(prefix.length), key] as const);
  const empty: Cells = Object.fromEntries(own.map(([name]) => [name, null]));
  return (row) => {
    const cells: Record<string, unknown> = { ...empty };
    for (const [name, key] of own) cells[name] = row[key];
    return cells;
  };
}

const NO_ROWS: readonly KeyedRow[] = [];

/** Rows by their bucket: of each start the rows, in the order of the starts. */
export function rowsByBucket(
  { rows, columns }: AnswerRows,
  placeOf: ReadonlyMap<number, number>,
): readonly (readonly KeyedRow[])[] {
  const bucket = keyIn(columns, 'bucket');
  const byPlace: (KeyedRow[] | undefined)[] = [];
  for (const row of rows) {
    const place = placeOf.get(row[bucket] as number);
    if (place === undefined) continue;
    const known = byPlace[place];
    if (known === undefined) byPlace[place] = [row];
    else known.push(row);
  }
  return Array.from(placeOf, (_, place) => byPlace[place] ?? NO_ROWS);
}
