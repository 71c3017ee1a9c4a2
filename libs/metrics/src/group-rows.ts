import type { Cells, Measure } from './metric.js';
import type { MetricQuery } from './query.js';
import { columnOf } from './to-sql.js';

/** One row of a planned statement. */
export type StatementRow = Readonly<Record<string, unknown>> & { readonly bucket: number };

export type Group = readonly (string | null)[];

/** What a statement says of one group. */
export interface GroupRows {
  readonly group: Group;
  readonly rows: readonly StatementRow[];
}

/** Tells groups apart; of one dimension its value alone does. */
export const groupKey = (group: Group): string => (group.length === 1 ? (group[0] ?? '') : JSON.stringify(group));

/** Rows by their groups; those of `expected` come first, and are there without a row too, as are those that are known. */
export function groupsOf(
  { by }: MetricQuery,
  rows: readonly StatementRow[],
  expected: readonly Group[],
  known: ReadonlyMap<string, { readonly group: Group }> = new Map(),
): readonly GroupRows[] {
  const groups = new Map<string, { readonly group: Group; readonly rows: StatementRow[] }>();
  for (const group of expected) groups.set(groupKey(group), { group, rows: [] });
  if (by.length === 0) groups.set(groupKey([]), { group: [], rows: [] });
  const columns = by.map((_, index) => `g${index}`);
  for (const row of rows) {
    const group = columns.map((column) => (row[column] as string) || null);
    const key = groupKey(group);
    const found = groups.get(key);
    if (found === undefined) groups.set(key, { group, rows: [row] });
    else found.rows.push(row);
  }
  for (const [key, { group }] of known) if (!groups.has(key)) groups.set(key, { group, rows: [] });
  return [...groups.values()];
}

/** Reads what is a metric's own out of a row of a statement. */
export type CellsReader = (row: Readonly<Record<string, unknown>>) => Cells;

/** Columns of a metric, by the names that it gave them; all rows of a statement have the same. */
export function columnsOf(
  metric: Measure,
  row: Readonly<Record<string, unknown>> = {},
): readonly (readonly [string, string])[] {
  const prefix = columnOf(metric, '');
  return Object.keys(row)
    .filter((column) => column.startsWith(prefix))
    .map((column) => [column.slice(prefix.length), column]);
}

/**
 * Cells are copies of one that is empty, and so of one shape: built name by name, each would grow by itself, and a page
 * has tens of thousands.
 */
export function cellsReader(columns: readonly (readonly [name: string, column: string])[]): CellsReader {
  const empty: Cells = Object.fromEntries(columns.map(([name]) => [name, null]));
  return (row) => {
    const cells: Record<string, unknown> = { ...empty };
    for (const [name, column] of columns) cells[name] = row[column];
    return cells;
  };
}

const NO_ROWS: readonly StatementRow[] = [];

/** Rows by their bucket: of each start the rows, in the order of the starts. */
export function rowsByBucket(
  rows: readonly StatementRow[],
  placeOf: ReadonlyMap<number, number>,
): readonly (readonly StatementRow[])[] {
  const byPlace: (StatementRow[] | undefined)[] = [];
  for (const row of rows) {
    const place = placeOf.get(row.bucket);
    if (place === undefined) continue;
    const known = byPlace[place];
    if (known === undefined) byPlace[place] = [row];
    else known.push(row);
  }
  return Array.from(placeOf, (_, place) => byPlace[place] ?? NO_ROWS);
}
