import { type TableName, tables } from '@leadline/tables';
import { type Connection, select } from './connection.js';
import { quoted } from './identifier.js';
import { jsonOutput } from './settings.js';

/** Values of one answer: few enough to be read without holding up anybody. */
const VALUES_AT_ONCE = 20_000;

/** Every value that any version of a row holds in a column of text, or in an array of texts, in pieces. */
export async function* columnValues(
  connection: Connection,
  table: TableName,
  column: string,
): AsyncGenerator<readonly string[]> {
  const { key, columns }: { key: readonly string[]; columns: Readonly<Record<string, { type: string }>> } =
    tables[table];
  if (key[0] !== column) {
    // Names of services and of kinds: few, in many rows.
    const value = columns[column]?.type.startsWith('Array') ? `arrayJoin(${quoted(column)})` : quoted(column);
    yield await ask(connection, `SELECT DISTINCT ${value} AS value FROM ${quoted(table)}`, {});
    return;
  }
  for (let after: string | undefined; ;) {
    const where = after === undefined ? '' : `WHERE ${quoted(column)} > {after:String}`;
    const sql = `SELECT DISTINCT ${quoted(column)} AS value FROM ${quoted(table)} ${where}
                 ORDER BY ${quoted(column)} LIMIT ${VALUES_AT_ONCE}`;
    const values = await ask(connection, sql, after === undefined ? {} : { after });
    yield values;
    if (values.length < VALUES_AT_ONCE) return;
    after = values.at(-1);
  }
}

async function ask(connection: Connection, sql: string, params: Readonly<Record<string, string>>): Promise<string[]> {
  const answer = await select(connection, { sql, params, settings: { ...jsonOutput, max_threads: 1 } });
  return (await answer.json<{ value: string }>()).map(({ value }) => value);
}
