import { type Column, type TableName, tables } from '@leadline/tables';
import { tableNames } from '../facts/table-names.js';
import { type Connection, select } from './connection.js';
import { filledNames } from './filled-tables.js';
import { jsonOutput } from './settings.js';
import { createTable, typeOf } from './table-layout.js';

/** A table as a database has it. */
export interface TableShape {
  /** Types by column. */
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  readonly engine: string;
}

export type DatabaseShape = Readonly<Record<string, TableShape>>;

/** The tables of a database that rows are written to, without the one that notes migrations and columns that are computed. */
export async function readShape(connection: Connection): Promise<DatabaseShape> {
  const answer = await select(connection, {
    sql: `SELECT t.name AS table, t.sorting_key AS key, t.engine_full AS engine, c.names AS names, c.types AS types
          FROM system.tables AS t
          INNER JOIN (
            SELECT table, groupArray(name) AS names, groupArray(type) AS types
            FROM system.columns WHERE database = {database:String} AND default_kind != 'MATERIALIZED' GROUP BY table
          ) AS c ON c.table = t.name
          WHERE t.database = {database:String} AND t.name NOT IN {others:Array(String)} ORDER BY t.name`,
    params: { database: connection.database, others: ['schema_migrations', ...filledNames] },
    settings: jsonOutput,
  });
  const found = await answer.json<{ table: string; key: string; engine: string; names: string[]; types: string[] }>();
  return Object.fromEntries(
    found.map(({ table, key, engine, names, types }) => [
      table,
      {
        columns: Object.fromEntries(names.map((name, index) => [name, plain(types[index] ?? '')])),
        key: plain(key).split(', '),
        engine: engine.slice(0, engine.indexOf(' ')),
      },
    ]),
  );
}

/** The tables as they are declared. */
export function declaredShape(): DatabaseShape {
  return Object.fromEntries(
    Object.values(tables).map(({ name, columns, key }) => [
      name,
      {
        columns: Object.fromEntries(Object.entries(columns).map(([column, { type }]) => [column, plain(type)])),
        key,
        engine: 'ReplacingMergeTree(version)',
      },
    ]),
  );
}

/** All tables of a database as text that shows in review what a migration changed. */
export async function renderSchema(connection: Connection): Promise<string> {
  const answer = await select(connection, {
    sql: `SELECT formatQuery(create_table_query) AS sql FROM system.tables
          WHERE database = {database:String} ORDER BY name`,
    params: { database: connection.database },
    settings: jsonOutput,
  });
  const statements = await answer.json<{ sql: string }>();
  const head = '-- What the migrations add up to. Generated: node tools/run.mjs generate\n';
  const text = statements.map(({ sql }) => `\n${sql.replaceAll(`${connection.database}.`, '')};\n`).join('');
  return head + text;
}

/**
 * Statements that make a database's tables as declared: a draft of the next migration.
 *
 * @throws Error if a key or an engine differs, which no statement changes.
 */
export function draftMigration(shape: DatabaseShape): string[] {
  const abandoned = Object.keys(shape).filter((table) => !Object.hasOwn(tables, table));
  return [
    ...tableNames(tables).flatMap((name) => {
      const existing = shape[name];
      return existing === undefined ? [createTable(name)] : alterations(name, existing);
    }),
    ...abandoned.map((table) => `DROP TABLE IF EXISTS ${table}`),
  ];
}

function alterations(table: TableName, existing: TableShape): string[] {
  const declared = declaredShape()[table];
  if (existing.key.join() !== declared?.key.join() || existing.engine !== declared.engine)
    throw new Error(`The key or engine of "${table}" changed; that takes a new table under a new name.`);
  const columns: Readonly<Record<string, Column<unknown>>> = tables[table].columns;
  const changed = Object.entries(columns).flatMap(([name, column]) => {
    if (!Object.hasOwn(existing.columns, name))
      return [`ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS ${name} ${typeOf(column, '')}`];
    if (existing.columns[name] === plain(column.type)) return [];
    return [`ALTER TABLE ${table} MODIFY COLUMN IF EXISTS ${name} ${typeOf(column, '')}`];
  });
  const dropped = Object.keys(existing.columns).filter((name) => !Object.hasOwn(columns, name));
  return [...changed, ...dropped.map((name) => `ALTER TABLE ${table} DROP COLUMN IF EXISTS ${name}`)];
}

/** Names without the backquotes that ClickHouse puts around those it also knows as keywords. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
