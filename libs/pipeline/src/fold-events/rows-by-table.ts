import type { Rows } from '@leadline/ports';
import type { TableName } from '@leadline/tables';

/** Sorts rows into the shape that facts store. */
export function rowsByTable(rows: readonly { readonly table: TableName; readonly row: object }[]): Rows {
  const byTable: Partial<Record<TableName, object[]>> = {};
  for (const { table, row } of rows) (byTable[table] ??= []).push(row);
  return byTable as Rows;
}
