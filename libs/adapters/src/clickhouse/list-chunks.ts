import type { CheckedFind, Condition } from '../facts/checked-find.js';
import { parameterText } from './parameter-text.js';

/** Sizes of one list in one statement. */
export interface ListLimits {
  readonly values: number;
  readonly bytes: number;
}

/** ClickHouse refuses a form field above 128 KiB (http_max_field_value_size), and a statement's parameters travel as such. */
export const listsOverHttp: ListLimits = { values: 5_000, bytes: 100_000 };

/**
 * In this process parameters are part of the statement, which may be as long as it was told (max_query_size). Keys that
 * are hashes lie in every granule of their table, so that each statement about thousands of them reads all of it: one for
 * all of them reads it once. But a statement of more than 1 MiB takes the engine a hundred times as long as two that are
 * shorter (chDB 3.4: 0.16 s for 18,000 keys, 17 s for 21,000), and there may be two lists in one.
 */
export const listsInProcess: ListLimits = { values: 100_000, bytes: 400_000 };

/** Bytes of a statement with such lists: what escapes them may double them, and there may be two. */
export const MOST_QUERY_BYTES = 4 * listsInProcess.bytes + 1_000_000;

/** The find as finds with shorter lists; what they give together is what it gives. None if a list is empty. */
export function withShortLists(find: CheckedFind, limits: ListLimits): CheckedFind[] {
  return find.conditions
    .map((condition) => shorter(condition, limits))
    .reduce<Condition[][]>((sets, parts) => sets.flatMap((set) => parts.map((part) => [...set, part])), [[]])
    .map((conditions) => ({ ...find, conditions }));
}

function shorter(condition: Condition, limits: ListLimits): Condition[] {
  if (condition.operator === 'atMost') return [condition];
  return chunks(condition.values, limits).map((values) => ({ ...condition, values: new Set(values) }));
}

function chunks(values: ReadonlySet<string | number>, limits: ListLimits): (string | number)[][] {
  const lists: (string | number)[][] = [];
  let bytes = 0;
  for (const value of values) {
    const size = parameterSize(value);
    const last = lists.at(-1);
    if (last === undefined || last.length >= limits.values || bytes + size > limits.bytes) {
      lists.push([value]);
      bytes = size;
    } else {
      last.push(value);
      bytes += size;
    }
  }
  return lists;
}

/** Bytes of a value in a list parameter, with its comma. */
function parameterSize(value: string | number): number {
  return Buffer.byteLength(parameterText([value])) - 1;
}
