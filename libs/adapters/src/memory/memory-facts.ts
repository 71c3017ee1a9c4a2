import type { Facts, Find, Rows } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';
import { type CheckedFind, checkFind, MOST_ROWS, tooManyRows } from '../facts/checked-find.js';
import { inOrder } from '../facts/order.js';
import { type AnyRow, cloneValue, copyRow, rowsOf } from '../facts/row.js';
import { tableNames } from '../facts/table-names.js';
import { MemoryTable } from './memory-table.js';

/**
 * Facts in memory, for tests and small what-ifs: what the warehouse would give, proven by the same contract suite.
 * Rows are copied on the way in and out, so nobody shares a row with it.
 */
export class MemoryFacts implements Facts {
  readonly #tables = new Map<string, MemoryTable>();

  find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    return promised(() => {
      const find = checkFind(query);
      const found = this.#tableOf(find.table).matching(find);
      if (find.limit === undefined && found.length > MOST_ROWS) throw tooManyRows(find.table, MOST_ROWS);
      return rowsOf(
        query.table,
        inOrder(found, find).map((row) => pick(row, find)),
      );
    });
  }

  store(rows: Rows): Promise<void> {
    return promised(() => {
      const copies = tableNames(rows).flatMap((table) =>
        (rows[table] ?? []).map((row) => ({ table, row: copyRow(table, row) })),
      );
      for (const { table, row } of copies) this.#tableOf(table).store(row);
    });
  }

  #tableOf(name: TableName): MemoryTable {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const table = new MemoryTable(name);
    this.#tables.set(name, table);
    return table;
  }
}

/** A copy of the columns asked for. */
function pick(row: AnyRow, { columns }: CheckedFind): AnyRow {
  return Object.fromEntries(columns.map((column) => [column, cloneValue(row[column])]));
}

/** What a port that may wait does when it need not: a thrown error is a rejection. */
function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}
