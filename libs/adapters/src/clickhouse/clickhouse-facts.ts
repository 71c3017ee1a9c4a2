import type { Facts, Find, Rows } from '@leadline/ports';
import { type TableName, type TableRow, tables } from '@leadline/tables';
import { type CheckedFind, checkFind, MOST_ROWS, tooManyRows } from '../facts/checked-find.js';
import { inOrder } from '../facts/order.js';
import { type AnyRow, rowsOf } from '../facts/row.js';
import { tableNames } from '../facts/table-names.js';
import { type Connection, insert, select } from './connection.js';
import { findStatement } from './find-sql.js';
import { quoted } from './identifier.js';
import { insertBodies } from './insert-body.js';
import { withShortLists } from './list-chunks.js';
import { insertSettings, jsonOutput, type Settings, withSettings } from './settings.js';

/** A server's defaults do not decide what a null in a list means. */
const findSettings: Settings = { ...jsonOutput, transform_null_in: 0 };

/** Facts in a ClickHouse database, embedded or on a server. */
export function createClickHouseFacts(connection: Connection): Facts {
  return {
    async find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
      const find = checkFind(query);
      const rows = await findRows(connection, find);
      if (find.limit === undefined && rows.length > MOST_ROWS) throw tooManyRows(find.table, MOST_ROWS);
      return rowsOf(query.table, rows);
    },
    async store(rows: Rows): Promise<void> {
      const inserts = tableNames(rows).map((table) => [table, [...insertBodies(table, rows[table] ?? [])]] as const);
      await allDone(
        inserts.map(async ([table, bodies]) => {
          for (const body of bodies) await insert(connection, insertInto(table), body);
        }),
      );
    },
  };
}

/** Ends when all have ended, failed or not: nothing is written any more when a failure is told. */
async function allDone(work: readonly Promise<void>[]): Promise<void> {
  await Promise.allSettled(work);
  await Promise.all(work);
}

async function findRows(connection: Connection, find: CheckedFind): Promise<readonly AnyRow[]> {
  const parts = withShortLists(find, connection.lists);
  const columns = parts.length > 1 ? columnsToUnite(find) : find.columns;
  const most = find.limit ?? MOST_ROWS + 1;
  const answers = await Promise.all(
    parts.map(async (part) => {
      const statement = findStatement(part, columns, most);
      const answer = await select(connection, { ...statement, settings: findSettings });
      return answer.json<AnyRow>();
    }),
  );
  const [only] = answers;
  return answers.length === 1 && only !== undefined ? only : unite(answers.flat(), find);
}

/** The rows of several statements as those of one: each once, in order, cut at the limit, with the columns asked for. */
function unite(rows: readonly AnyRow[], find: CheckedFind): readonly AnyRow[] {
  const byKey = new Map(rows.map((row) => [JSON.stringify(find.key.map((column) => row[column])), row]));
  return inOrder([...byKey.values()], find).map((row) =>
    Object.fromEntries(find.columns.map((column) => [column, row[column]])),
  );
}

function columnsToUnite({ columns, key, orderBy }: CheckedFind): readonly string[] {
  return [...new Set([...columns, ...key, ...(orderBy === undefined ? [] : [orderBy.column])])];
}

function insertInto(table: TableName): string {
  const columns = Object.keys(tables[table].columns).map(quoted).join(', ');
  const head = `INSERT INTO ${quoted(table)} (${columns})`;
  return `${withSettings(head, insertSettings)}\nFORMAT JSONCompactEachRow`;
}
