import type { AnyRow } from '../facts/row.js';

/** Which rows hold a value in a column (or, in an array, among others), by row key. */
export interface ColumnIndex {
  add(key: string, row: AnyRow): void;
  remove(key: string, row: AnyRow): void;
  /** Keys of the rows that hold any of the values. */
  keysOf(values: ReadonlySet<unknown>): Iterable<string>;
  /** How many keys `keysOf` gives at most. */
  countOf(values: ReadonlySet<unknown>): number;
}

export function createColumnIndex(column: string): ColumnIndex {
  const keysByValue = new Map<unknown, Set<string>>();

  return {
    add(key, row) {
      for (const value of valuesOf(row[column])) {
        const keys = keysByValue.get(value);
        if (keys === undefined) keysByValue.set(value, new Set([key]));
        else keys.add(key);
      }
    },
    remove(key, row) {
      for (const value of valuesOf(row[column])) {
        const keys = keysByValue.get(value);
        keys?.delete(key);
        if (keys?.size === 0) keysByValue.delete(value);
      }
    },
    keysOf(values) {
      const found = new Set<string>();
      for (const value of values) for (const key of keysByValue.get(value) ?? []) found.add(key);
      return found;
    },
    countOf(values) {
      let count = 0;
      for (const value of values) count += keysByValue.get(value)?.size ?? 0;
      return count;
    },
  };
}

function valuesOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
