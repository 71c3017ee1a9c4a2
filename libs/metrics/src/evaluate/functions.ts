/** A function of the engine over values as rows hold them; what is true is 1, what is not 0, what is not known null. */
type EngineFunction = (...given: readonly unknown[]) => unknown;

/** What a lambda of the engine is while an expression is evaluated. */
export type Lambda = (...given: readonly unknown[]) => unknown;

/**
 * Functions that the rules of the metrics are written with, as the engine's documentation describes them
 * (https://clickhouse.com/docs/sql-reference/functions). Places in arrays count from 1.
 */
export const functions: Readonly<Record<string, EngineFunction>> = {
  '=': compared((a, b) => a === b),
  '!=': compared((a, b) => a !== b),
  '<': compared((a, b) => a < b),
  '<=': compared((a, b) => a <= b),
  '>': compared((a, b) => a > b),
  '>=': compared((a, b) => a >= b),
  '+': (a, b) => number(a) + number(b),
  '-': (a, b) => number(a) - number(b),
  '*': (a, b) => number(a) * number(b),
  '/': (a, b) => number(a) / number(b),
  in: (value, values) => Number(list(values).includes(value)),
  has: (values, value) => Number(list(values).includes(value)),
  not: (a) => (a === null ? null : Number(!isTrue(a))),
  bitTest: (bits, place) => (number(bits) >> number(place)) & 1,
  greatest: (...values) => Math.max(...values.map(number)),
  toInt64: number,
  toUInt16: number,
  toUInt8: number,
  // What is not known is 0 beneath: only instants are asked for so.
  assumeNotNull: (value) => value ?? 0,
  length: (values) => list(values).length,
  empty: (values) => Number(list(values).length === 0),
  notEmpty: (values) => Number(list(values).length > 0),
  range: (from, until) => Array.from({ length: number(until) - number(from) }, (_, place) => number(from) + place),
  arrayConcat: (...lists) => lists.flatMap(list),
  arrayDistinct: (values) => [...new Set(list(values))],
  arrayFlatten: (lists) => list(lists).flatMap(list),
  arraySlice: (values, from, length) => list(values).slice(number(from) - 1, number(from) - 1 + number(length)),
  arrayStringConcat: (texts, between) => list(texts).join(text(between)),
  splitByChar: (between, whole) => text(whole).split(text(between)),
  arrayMap: (of, ...lists) => list(lists[0]).map(each(of, lists)),
  arrayFilter: (of, ...lists) => {
    const keeps = each(of, lists);
    return list(lists[0]).filter((_, place) => isTrue(keeps(_, place)));
  },
  arrayExists: (of, ...lists) => {
    const holds = each(of, lists);
    return Number(list(lists[0]).some((_, place) => isTrue(holds(_, place))));
  },
  arrayFirstIndex: (of, ...lists) => {
    const holds = each(of, lists);
    return list(lists[0]).findIndex((_, place) => isTrue(holds(_, place))) + 1;
  },
  arrayMax: (values) => extreme(list(values), Math.max),
  arrayMin: (of, values) => extreme(list(values).map(each(of, [values])), Math.min),
};

export const isTrue = (value: unknown): boolean => value !== null && value !== 0;

export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError(`An array was expected, not ${JSON.stringify(value)}`);
  return value;
}

function number(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`A number was expected, not ${JSON.stringify(value)}`);
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`A text was expected, not ${JSON.stringify(value)}`);
  return value;
}

/** Of two numbers or two texts; of what is not known nothing is. */
function compared(holds: (a: number | string, b: number | string) => boolean): EngineFunction {
  return (a, b) => {
    if (a === null || b === null) return null;
    if (typeof a === 'number' && typeof b === 'number') return Number(holds(a, b));
    return Number(holds(text(a), text(b)));
  };
}

/** Of an empty array it is 0. */
function extreme(values: readonly unknown[], of: (a: number, b: number) => number): number {
  const numbers = values.map(number);
  return numbers.length === 0 ? 0 : numbers.reduce((a, b) => of(a, b));
}

/** The lambda over what stands at each place of the lists. */
function each(of: unknown, lists: readonly unknown[]): (value: unknown, place: number) => unknown {
  if (typeof of !== 'function') throw new TypeError('A lambda was expected');
  const lambda = of as Lambda;
  const [, ...others] = lists.map(list);
  return (value, place) => lambda(value, ...others.map((other) => other[place]));
}
