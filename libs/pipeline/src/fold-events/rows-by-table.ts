import type { Rows } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';

/** Sorts rows into the shape that facts store. */
export function rowsByTable(rows: readonly { readonly table: TableName; readonly row: TableRow<TableName> }[]): Rows {
  const byTable: Partial<Record<TableName, TableRow<TableName>[]>> = {};
  for (const { table, row } of rows) (byTable[table] ??= []).push(row);
  return byTable as Rows;
}
