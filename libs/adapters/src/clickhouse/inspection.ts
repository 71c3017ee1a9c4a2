import { tables } from '@leadline/tables';
import { type Connection, select } from './connection.js';
import { filledNames } from './filled-tables.js';
import { quoted } from './identifier.js';
import { jsonOutput } from './settings.js';

/** How much of a table holds. Neither figure ever falls: rows do not disappear and versions only grow. */
export interface TableCount {
  readonly rows: number;
  /** Sum of the rows' versions, in decimal; it may exceed 2^53. */
  readonly versions: string;
}

/** By table. */
export type TableCounts = Readonly<Record<string, TableCount>>;

/**
 * Data that ClickHouse found damaged and put aside, without an error to anybody. Not of tables that are filled from others:
 * they are completed when the database is opened.
 */
export interface DetachedPart {
  readonly table: string;
  readonly part: string;
  /** E.g. broken-on-start. */
  readonly reason: string;
}

/**
 * What can be found out about the state of the stored data, so that a position in the log never outlives the rows it
 * stands for: ClickHouse puts a damaged part aside when it starts, and says nothing.
 *
 * - *Checkpoint*, now and then and at an orderly end: read the groups' positions first, then `rowCounts`, and keep both
 *   in one file that is replaced as a whole. Rows are visible before positions move, so the counts cover the positions.
 * - *Start after an unclean end*, before anything subscribes: where `detachedParts` is empty and
 *   `tablesThatLost(checkpoint, now)` too, `seek` the groups back to the checkpoint's positions; else to 0. What
 *   is read again changes nothing that is there.
 * - *While it runs*, hourly: `detachedParts`, for the operator to be told.
 */
export interface Inspection {
  /**
   * Counts of every table, exact: superseded rows do not count, merges change nothing. Reads the keys of all rows
   * (about 1 s for a million events), on a connection of its own, so that nothing waits for it.
   */
  rowCounts(): Promise<TableCounts>;
  detachedParts(): Promise<DetachedPart[]>;
}

export function createInspection(connection: Connection): Inspection {
  return {
    async rowCounts(): Promise<TableCounts> {
      const sql = Object.keys(tables)
        .map(
          (table) =>
            `SELECT '${table}' AS table, count() AS rows, toString(sum(version)) AS versions FROM ${quoted(table)} FINAL`,
        )
        .join('\nUNION ALL\n');
      const answer = await select(connection, { sql, settings: jsonOutput });
      const counts = await answer.json<TableCount & { readonly table: string }>();
      return Object.fromEntries(counts.map(({ table, rows, versions }) => [table, { rows, versions }]));
    },
    async detachedParts(): Promise<DetachedPart[]> {
      const answer = await select(connection, {
        sql: `SELECT table, name AS part, coalesce(reason, '') AS reason FROM system.detached_parts
              WHERE database = {database:String} AND table NOT IN {filled:Array(String)} ORDER BY table, part`,
        params: { database: connection.database, filled: filledNames },
        settings: jsonOutput,
      });
      return answer.json<DetachedPart>();
    },
  };
}

/** Tables that hold less now than they did: rows were lost, or newer versions of rows. */
export function tablesThatLost(before: TableCounts, now: TableCounts): string[] {
  return Object.entries(before).flatMap(([table, then]) => {
    const count = now[table];
    const whole = count !== undefined && count.rows >= then.rows && BigInt(count.versions) >= BigInt(then.versions);
    return whole ? [] : [table];
  });
}
