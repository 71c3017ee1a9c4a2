import { type TableName, tables } from '@leadline/tables';

/** @throws Error if a property is no table's name. */
export function tableNames(rows: Readonly<Partial<Record<TableName, unknown>>>): TableName[] {
  return Object.keys(rows).map((name) => {
    if (isTableName(name)) return name;
    throw new Error(`There is no table "${name}".`);
  });
}

function isTableName(name: string): name is TableName {
  return Object.hasOwn(tables, name);
}
