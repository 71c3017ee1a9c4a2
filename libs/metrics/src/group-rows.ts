import type { Cells, Measure } from './metric.js';
import type { MetricQuery } from './query.js';
import { columnOf } from './to-sql.js';

/** One row of a planned statement. */
export type StatementRow = Readonly<Record<string, unknown>> & { readonly bucket: number };

/** Bucket of rows that belong to none: what is not asked of a metric that looks ahead. */
export const NO_BUCKET = -2;

export type Group = readonly (string | null)[];

/** What a statement says of one group. */
export interface GroupRows {
  readonly group: Group;
  readonly rows: readonly StatementRow[];
  /** What was asked apart, of metrics that look ahead. */
  readonly ahead: readonly StatementRow[];
}

/** Rows by their groups; those of `expected` come first, and are there without a row too. */
export function groupsOf(
  { by }: MetricQuery,
  rows: readonly StatementRow[],
  expected: readonly Group[],
): readonly GroupRows[] {
  const groups = new Map<string, { group: Group; rows: StatementRow[]; ahead: StatementRow[] }>();
  // Of one dimension its value alone tells groups apart.
  const keyOf = (group: Group): string => (group.length === 1 ? (group[0] ?? '') : JSON.stringify(group));
  for (const group of expected) groups.set(keyOf(group), { group, rows: [], ahead: [] });
  if (by.length === 0) groups.set(keyOf([]), { group: [], rows: [], ahead: [] });
  const columns = by.map((_, index) => `g${index}`);
  for (const row of rows) {
    const group = columns.map((column) => (row[column] as string) || null);
    const key = keyOf(group);
    const known = groups.get(key) ?? { group, rows: [], ahead: [] };
    groups.set(key, known);
    (row.bucket === NO_BUCKET ? known.ahead : known.rows).push(row);
  }
  return [...groups.values()];
}

/** A column of the statement, by the name that its metric gave it. */
export type CellColumn = readonly [name: string, column: string];

/** All rows of a statement have the same columns. */
export function columnsOf(metric: Measure, row: StatementRow = { bucket: 0 }): readonly CellColumn[] {
  const prefix = columnOf(metric, '');
  return Object.keys(row)
    .filter((column) => column.startsWith(prefix))
    .map((column) => [column.slice(prefix.length), column]);
}

export function cellsOf(columns: readonly CellColumn[], row: StatementRow): Cells {
  const cells: Record<string, unknown> = {};
  for (const [name, column] of columns) cells[name] = row[column];
  return cells;
}

/** Rows by their bucket: of each start the rows, in the order of the starts. */
export function rowsByBucket(
  rows: readonly StatementRow[],
  placeOf: ReadonlyMap<number, number>,
): readonly (readonly StatementRow[])[] {
  const byPlace: StatementRow[][] = Array.from(placeOf, () => []);
  for (const row of rows) {
    const place = placeOf.get(row.bucket);
    if (place !== undefined) byPlace[place]!.push(row);
  }
  return byPlace;
}
