import { tables } from '@leadline/tables';
import { command, type Connection, select } from './connection.js';
import { emptyFilledTables } from './filled-tables.js';
import { quoted } from './identifier.js';
import { jsonOutput } from './settings.js';

/** Removes every row of every table; tables that hold none are left alone. */
export async function emptyTables(connection: Connection): Promise<void> {
  const answer = await select(connection, {
    sql: 'SELECT DISTINCT table FROM system.parts WHERE database = {database:String} AND active',
    params: { database: connection.database },
    settings: jsonOutput,
  });
  for (const { table } of await answer.json<{ table: string }>())
    if (Object.hasOwn(tables, table)) await command(connection, `TRUNCATE TABLE ${quoted(table)}`);
  await emptyFilledTables(connection);
}
