import { describe, expect, it } from 'vitest';
import { checkFind } from '../facts/checked-find.js';
import { withShortLists } from './list-chunks.js';

const limits = { values: 3, bytes: 20 };

function listsOf(...where: Parameters<typeof checkFind>[0]['where']): string[][][] {
  const parts = withShortLists(checkFind({ table: 'reports', where }), limits);
  return parts.map(({ conditions }) =>
    conditions.map((condition) => (condition.operator === 'atMost' ? [] : [...condition.values].map(String))),
  );
}

describe('withShortLists', () => {
  it('leaves short lists alone', () => {
    expect(listsOf({ column: 'id', in: ['a', 'b', 'c'] })).toEqual([[['a', 'b', 'c']]]);
    expect(listsOf()).toEqual([[]]);
  });

  it('cuts by number of values', () => {
    expect(listsOf({ column: 'id', in: ['a', 'b', 'c', 'd'] })).toEqual([[['a', 'b', 'c']], [['d']]]);
  });

  it('cuts by bytes as they are sent, quotes and escapes counted', () => {
    // Quotes and comma: 7 + 3 bytes each. The apostrophes take a backslash each: 3 + 3 + 3. 😀 is four bytes.
    expect(listsOf({ column: 'id', in: ['1234567', '7654321', 'x'] })).toEqual([[['1234567', '7654321']], [['x']]]);
    expect(listsOf({ column: 'id', in: [`'''`, `"'''`, 'x'] })).toEqual([[[`'''`, `"'''`]], [['x']]]);
    expect(listsOf({ column: 'id', in: ['😀😀', '😁😁'] })).toEqual([[['😀😀']], [['😁😁']]]);
  });

  it('sends a value that is too long alone', () => {
    expect(listsOf({ column: 'id', in: ['a', 'x'.repeat(50), 'b'] })).toEqual([[['a']], [['x'.repeat(50)]], [['b']]]);
  });

  it('pairs the parts of several lists', () => {
    expect(listsOf({ column: 'id', in: ['a', 'b', 'c', 'd'] }, { column: 'services', hasAny: ['s'] })).toEqual([
      [['a', 'b', 'c'], ['s']],
      [['d'], ['s']],
    ]);
  });

  it('asks nothing if a list is empty', () => {
    expect(listsOf({ column: 'id', in: [] }, { column: 'services', hasAny: ['s'] })).toEqual([]);
  });
});
