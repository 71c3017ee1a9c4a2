import type { Rows } from '@leadline/ports';
import type { TableName } from '@leadline/tables';

/** Sorts rows into the shape that facts store, each with its version. */
export function rowsByTable(
  rows: readonly { readonly table: TableName; readonly row: object }[],
  version: number,
): Rows {
  const byTable: Partial<Record<TableName, object[]>> = {};
  for (const { table, row } of rows) (byTable[table] ??= []).push({ version, ...row });
  return byTable as Rows;
}
