import type { CheckedFind, Condition } from '../facts/checked-find.js';
import { parameterText } from './parameter-text.js';

/**
 * Sizes of one list in one statement. ClickHouse refuses a form field above 128 KiB (http_max_field_value_size), and a
 * statement's parameters travel as such.
 */
export interface ListLimits {
  readonly values: number;
  readonly bytes: number;
}

export const listLimits: ListLimits = { values: 5000, bytes: 100_000 };

/** The find as finds with shorter lists; what they give together is what it gives. None if a list is empty. */
export function withShortLists(find: CheckedFind, limits: ListLimits = listLimits): CheckedFind[] {
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
