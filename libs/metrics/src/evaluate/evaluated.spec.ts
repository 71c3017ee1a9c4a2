import { describe, expect, it } from 'vitest';
import { type Columns, evaluator } from './evaluated.js';

const reason = (by: string, gapS: number, resolvedAt: number | null) => ({ by, gapS, resolvedAt });
const row: Columns = {
  tier: 'production',
  at: 2,
  path: 'eng/web',
  reasons: [reason('a', 10, null), reason('b', 20, 5), reason('c', 30, null)],
  none: [],
};
const defaults = { reasons: { by: '', gapS: 0, resolvedAt: null } } as const;
const defaultOf = (_column: string, member: string): unknown =>
  Object.entries(defaults.reasons).find(([name]) => name === member)?.[1];
const evaluated = (expression: string): unknown => evaluator({ value: expression }, defaultOf)(row)['value'];

describe('an expression of the engine, evaluated', () => {
  it.each([
    ['1 + 2 * 3 - 4 / 8', 6.5],
    ['(1 + 2) * -3', -9],
    ["tier = 'production' AND NOT at = 3", 1],
    ["tier != 'production' OR at >= 2 AND at < 2", 0],
    ["tier IN ('staging', 'production')", 1],
    ["'it''s'", "it's"],
    ['true', 1],
    ['[1, 2, (3)]', [1, 2, 3]],
    ["('a', at)", ['a', 2]],
  ])('%s: operators bind as in SQL, what is true is 1', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  it.each([
    ["tupleElement(reasons, 'by')", ['a', 'b', 'c']],
    ['reasons.gapS', [10, 20, 30]],
    ["tupleElement(reasons, 'by')[at]", 'b'],
    ["tupleElement(reasons, 'by')[0]", ''],
    ["tupleElement(reasons, 'gapS')[4]", 0],
    ["tupleElement(reasons, 'resolvedAt')[1]", null],
  ])('%s: members of all, places from 1, and nothing of the type where there is none', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  it.each([
    [
      'arrayMap(r -> (r.by, assumeNotNull(r.resolvedAt)), arrayFilter(r -> r.gapS > 10, reasons))',
      [
        ['b', 5],
        ['c', 0],
      ],
    ],
    ['arrayFilter((by, gap) -> gap != 20, reasons.by, reasons.gapS)', ['a', 'c']],
    [
      'arrayMap(a -> arrayMap(b -> a * 10 + b, [1, 2]), [3, 4])',
      [
        [31, 32],
        [41, 42],
      ],
    ],
    ['arrayFirstIndex((f, u) -> f <= 20 AND 20 < u, [0, 20], [20, 40])', 2],
    ['arrayFirstIndex(f -> f = 1, none)', 0],
    ["arrayExists(r -> r.by = 'c', reasons)", 1],
    ['arrayMin(r -> r.gapS, reasons)', 10],
    ['arrayMin(r -> r.gapS, none)', 0],
    ['arrayMax(arrayConcat([toInt64(3)], [7, 5], none))', 7],
    ["has(['a', 'b'], tier)", 0],
    ['arrayDistinct([2, 1, 2])', [2, 1]],
    ['arrayFlatten([[1], [2, 3]])', [1, 2, 3]],
    [
      "arrayMap(n -> arrayStringConcat(arraySlice(splitByChar('/', path), 1, n), '/'), range(1, length(splitByChar('/', path)) + 1))",
      ['eng', 'eng/web'],
    ],
    ['if(empty(none), greatest(-1, 0), arrayMin(r -> r.gapS, none))', 0],
    ['bitTest(6, 1) + bitTest(6, 3) + toUInt8(1)', 2],
    ['arrayExists(r -> r.resolvedAt > 3 OR r.gapS = 99, reasons)', 1],
    ['arrayExists(r -> NOT (r.resolvedAt > 3) , reasons)', 0],
  ])('%s: functions, and what is not known is neither true nor false', (expression, value) => {
    expect(evaluated(expression)).toEqual(value);
  });

  it('may use those before it', () => {
    const both = evaluator({ twice: 'at * 2', more: 'twice + 1' }, defaultOf);
    expect(both(row)).toEqual({ twice: 4, more: 5 });
  });

  it.each([
    ['median(reasons.gapS)', /median is not evaluated here with 1 arguments/],
    ['CASE WHEN 1 THEN 2 END', /Not read in an expression: WHEN 1 THEN/],
    ['1 +', /Not read in an expression: its end/],
    ['at::UInt8', /Not read in an expression: ::UInt8/],
    ['arrayMap(r -> r, reasons)[1]', /of a member of a column alone/],
  ])('%s is refused when it is read', (expression, message) => {
    expect(() => evaluator({ value: expression }, defaultOf)).toThrow(message);
  });

  it('says what a row lacks', () => {
    expect(() => evaluated('missing + 1')).toThrow('The row has no column missing');
    expect(() => evaluated('reasons.unknown')).toThrow('There is no member unknown');
  });
});
