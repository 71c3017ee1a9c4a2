import { type FilledTable, stateOfRow, statesTable } from '@leadline/metrics';
import type { Facts } from '@leadline/ports';
import type { TableName } from '@leadline/tables';
import { type AnyRow, rowsOf } from '../facts/row.js';
import { command, type Connection, insert, select } from './connection.js';
import { insertSettings, jsonOutput, literal, withSettings } from './settings.js';

/** Tables that are filled by the engine itself from each row that is written to another. */
const filledTables: readonly FilledTable[] = [statesTable()];

/** The view that fills a table; an insert is done when both have its rows. */
const viewOf = ({ name }: FilledTable): string => `fill_${name}`;

/** Names in the database that belong to no declared table. */
export const filledNames: readonly string[] = filledTables.flatMap((table) => [table.name, viewOf(table)]);

/** The declared table that a filled one is made of: what waits to be written there is missing here too. */
export const sourceOf = (name: string): TableName | undefined =>
  filledTables.find((table) => table.name === name)?.from;

const selectedFrom = ({ expressions, from }: FilledTable): string =>
  `SELECT\n  ${Object.entries(expressions)
    .map(([column, expression]) => (column === expression ? column : `${expression} AS ${column}`))
    .join(',\n  ')}\nFROM ${from}`;

/**
 * Granules hold more rows than those of the table it is made of: it is read by service and environment, never by key. What a
 * power cut takes is made again when the database is opened, so that who asks need not wait for the disk. Once nothing was stored for five minutes its parts are merged into one,
 * of which FINAL has nothing to compare.
 */
const settings = {
  fsync_after_insert: 0,
  fsync_part_directory: 0,
  index_granularity: 4096,
  min_age_to_force_merge_seconds: 300,
  min_age_to_force_merge_on_partition_only: 1,
};

function statementsFor(table: FilledTable): string[] {
  const columns = Object.entries(table.columns).map(([name, type]) => `${name} ${type}`);
  return [
    `CREATE TABLE IF NOT EXISTS ${table.name} (\n  ${columns.join(',\n  ')}\n)\n` +
      `ENGINE = ReplacingMergeTree(version)\nORDER BY (${table.key.join(', ')})\n` +
      `SETTINGS ${Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}`)
        .join(', ')}`,
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${viewOf(table)} TO ${table.name} AS\n${selectedFrom(table)}`,
  ];
}

/**
 * Statements that make a database's filled tables as they are declared: a draft of the next migration. One that is filled
 * by other rules is made anew, and completed when the database is opened.
 */
export async function draftFilledTables(connection: Connection): Promise<string[]> {
  const drafts: string[] = [];
  for (const table of filledTables) {
    const [existing, declared] = [await existingSelect(connection, table), await formatted(connection, table)];
    if (existing === declared) continue;
    if (existing !== undefined)
      drafts.push(`DROP VIEW IF EXISTS ${viewOf(table)}`, `DROP TABLE IF EXISTS ${table.name}`);
    drafts.push(...statementsFor(table));
  }
  return drafts;
}

/** What the view selects, as the engine writes it. */
async function existingSelect(connection: Connection, table: FilledTable): Promise<string | undefined> {
  const answer = await select(connection, {
    sql: `SELECT formatQuerySingleLine(as_select) AS text FROM system.tables
          WHERE database = {database:String} AND name = {view:String}`,
    params: { database: connection.database, view: viewOf(table) },
    settings: jsonOutput,
  });
  const [row] = await answer.json<{ text: string }>();
  return row && plain(row.text.replaceAll(`${connection.database}.`, ''));
}

async function formatted(connection: Connection, table: FilledTable): Promise<string> {
  const answer = await select(connection, {
    sql: `SELECT formatQuerySingleLine({text:String}) AS text`,
    params: { text: selectedFrom(table) },
    settings: jsonOutput,
  });
  const [row] = await answer.json<{ text: string }>();
  return plain(row?.text ?? '');
}

const plain = (text: string): string => text.replaceAll('`', '');

/**
 * Writes again what a filled table has not got of the rows it is made of: all of them after a migration made it, those of
 * an insert that was cut off between the two tables, those of a part that was lost. Where nothing is missing it reads the
 * keys of both. Two who do it at once write the same rows twice, which is once.
 *
 * @param isAlone Nobody else stores anything meanwhile. Then what it was shown of rows that were never stored is removed
 * first: whoever showed them was killed, and may come to others when it works again.
 */
export async function completeFilledTables(connection: Connection, { isAlone = false } = {}): Promise<void> {
  for (const table of filledTables) {
    const services = await differingServices(connection, table).catch(async (error: unknown) => {
      if (!isAlone) throw error;
      // What was never synced may be there and not be readable. If it was the other table, that is told now.
      await emptyFilledTables(connection);
      return differingServices(connection, table);
    });
    if (services.length === 0) continue;
    if (isAlone) await command(connection, removalOfUnfounded(table, services));
    await command(
      connection,
      `INSERT INTO ${table.name} (${Object.keys(table.columns).join(', ')})\n${selectedFrom(table)} FINAL\nWHERE ${among(services)}`,
    );
  }
}

function removalOfUnfounded({ name, from, key }: FilledTable, services: readonly string[]): string {
  const row = [...key, 'version'].join(', ');
  const founded = `SELECT ${row} FROM ${from} FINAL WHERE ${among(services)}`;
  return `ALTER TABLE ${name} DELETE WHERE ${among(services)} AND (${row}) NOT IN (${founded}) SETTINGS mutations_sync = 1`;
}

/** Services of which one of the two tables has another current row than the other. */
async function differingServices(connection: Connection, { name, from, key }: FilledTable): Promise<string[]> {
  const rest = key.filter((column) => column !== 'service').join(', ');
  const rows = (of: string): string =>
    `SELECT toString(service) AS service, groupBitXor(cityHash64(${rest}, version)) AS rows_hash FROM ${of} FINAL GROUP BY service`;
  const answer = await select(connection, {
    sql: `SELECT service FROM (${rows(from)} UNION ALL ${rows(name)}) GROUP BY service HAVING groupBitXor(rows_hash) != 0`,
    settings: jsonOutput,
  });
  return (await answer.json<{ service: string }>()).map(({ service }) => service);
}

/** More are not listed: a statement has its bounds, and nearly all are meant. */
const MOST_LISTED = 2_000;

const among = (services: readonly string[]): string =>
  services.length > MOST_LISTED ? 'true' : `service IN (${services.map(literal).join(', ')})`;

/** Writes rows into the tables that are filled from theirs, before they are stored themselves. Undefined: none are. */
export function showIn(
  connection: Connection,
  from: TableName,
): ((rows: readonly AnyRow[]) => Promise<void>) | undefined {
  const [filled] = filledTables.filter((table) => table.from === from);
  if (filled === undefined) return undefined;
  const head = `INSERT INTO ${filled.name} (${Object.keys(filled.columns).join(', ')})`;
  const into = `${withSettings(head, insertSettings)}\nFORMAT JSONCompactEachRow`;
  const stateOf = stateOfRow();
  return async (rows) => {
    const lines = rowsOf(filled.from, rows).map((row) => JSON.stringify(stateOf(row)));
    await insert(connection, into, lines.join('\n'));
  };
}

/**
 * The same facts; after a store that failed, and may have been cut off between a table and one that is filled from it, the
 * next call completes that first. Whoever stored asks what is there and does not write again what is.
 */
export function completedAfterFailure(facts: Facts, complete: () => Promise<void>): Facts {
  let isSuspect = false;
  const suspecting = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      isSuspect = true;
      throw error;
    }
  };
  const completed = async (): Promise<void> => {
    if (!isSuspect) return;
    isSuspect = false;
    await suspecting(complete);
  };
  return {
    async find(query) {
      await completed();
      return facts.find(query);
    },
    async store(rows) {
      await completed();
      await suspecting(() => facts.store(rows));
    },
  };
}

/** Removes every row of them: for a database whose tables are emptied. */
export async function emptyFilledTables(connection: Connection): Promise<void> {
  for (const { name } of filledTables) await command(connection, `TRUNCATE TABLE IF EXISTS ${name}`);
}
