import { type TableName, tables } from '@leadline/tables';
import type { CheckedFind, Condition } from '../facts/checked-find.js';
import { holds } from '../facts/condition.js';
import type { AnyRow } from '../facts/row.js';
import { type ColumnIndex, createColumnIndex } from './column-index.js';

/** The current rows of one table, with an index for each column that was ever asked for. */
export class MemoryTable {
  readonly #rows = new Map<string, AnyRow>();
  readonly #indexes = new Map<string, ColumnIndex>();

  constructor(private readonly name: TableName) {}

  /** Keeps a row unless one with its key and a greater version is there. The row is the table's from now on. */
  store(row: AnyRow): void {
    const key = JSON.stringify(tables[this.name].key.map((column) => row[column]));
    const current = this.#rows.get(key);
    if (current !== undefined && versionOf(current) > versionOf(row)) return;
    this.#rows.set(key, row);
    for (const index of this.#indexes.values()) {
      if (current !== undefined) index.remove(key, current);
      index.add(key, row);
    }
  }

  matching({ conditions }: CheckedFind): AnyRow[] {
    const found: AnyRow[] = [];
    for (const row of this.#candidates(conditions))
      if (conditions.every((condition) => holds(condition, row))) found.push(row);
    return found;
  }

  /** Rows by the condition that leaves fewest, or all of them. */
  *#candidates(conditions: readonly Condition[]): Iterable<AnyRow> {
    let fewest = this.#rows.size;
    let keys: Iterable<string> = this.#rows.keys();
    for (const condition of conditions) {
      if (condition.operator === 'atMost') continue;
      const index = this.#indexOf(condition.column);
      const count = index.countOf(condition.values);
      if (count >= fewest) continue;
      fewest = count;
      keys = index.keysOf(condition.values);
    }
    for (const key of keys) {
      const row = this.#rows.get(key);
      if (row !== undefined) yield row;
    }
  }

  #indexOf(column: string): ColumnIndex {
    const known = this.#indexes.get(column);
    if (known !== undefined) return known;
    const index = createColumnIndex(column);
    for (const [key, row] of this.#rows) index.add(key, row);
    this.#indexes.set(column, index);
    return index;
  }
}

function versionOf(row: AnyRow): number {
  return Number(row['version']);
}
