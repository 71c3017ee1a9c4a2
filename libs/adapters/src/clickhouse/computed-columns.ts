import { latestColumns } from '@leadline/metrics';
import { type Connection, select } from './connection.js';
import { jsonOutput } from './settings.js';

/**
 * Statements that make the computed columns of a database's `deployments` what the rules of the metrics say: a draft of
 * the next migration. A changed rule drops the columns and adds them anew: no row keeps what another rule computed.
 */
export async function draftComputedColumns(connection: Connection): Promise<string[]> {
  const [existing, declared] = [await existingColumns(connection), await declaredColumns(connection)];
  if (JSON.stringify(existing) === JSON.stringify(declared)) return [];
  const columns = latestColumns();
  // Sorted by name, `latest` comes before those that it is made of.
  return [
    ...Object.keys(existing).map((name) => `ALTER TABLE deployments DROP COLUMN IF EXISTS ${name}`),
    ...columns.map(
      ({ name, type, expression }) =>
        `ALTER TABLE deployments ADD COLUMN IF NOT EXISTS ${name} ${type}\nMATERIALIZED ${expression}`,
    ),
    ...columns.map(({ name }) => `ALTER TABLE deployments MATERIALIZE COLUMN ${name}`),
  ];
}

async function existingColumns(connection: Connection): Promise<Record<string, string>> {
  const answer = await select(connection, {
    sql: `SELECT name, type, default_expression AS expression FROM system.columns
          WHERE database = {database:String} AND table = 'deployments' AND default_kind = 'MATERIALIZED'
          ORDER BY name`,
    params: { database: connection.database },
    settings: jsonOutput,
  });
  return byName(await answer.json<Shown>());
}

/** As the engine writes them itself. */
async function declaredColumns(connection: Connection): Promise<Record<string, string>> {
  const shown: Shown[] = [];
  for (const { name, type, expression } of latestColumns()) {
    const answer = await select(connection, {
      sql: `SELECT substring(formatQuerySingleLine(concat('SELECT ', {expression:String})), 8) AS expression`,
      params: { expression },
      settings: jsonOutput,
    });
    const [formatted] = await answer.json<{ expression: string }>();
    shown.push({ name, type, expression: formatted?.expression ?? '' });
  }
  return byName(shown.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}

interface Shown {
  readonly name: string;
  readonly type: string;
  readonly expression: string;
}

/** A name that is also a keyword is written in backquotes here and without them there. */
const byName = (columns: readonly Shown[]): Record<string, string> =>
  Object.fromEntries(columns.map(({ name, type, expression }) => [name, `${type} ${expression}`.replaceAll('`', '')]));
