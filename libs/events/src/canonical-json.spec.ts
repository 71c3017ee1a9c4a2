import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';

describe('canonicalJson', () => {
  it('sorts members by code units, at every depth, and leaves out what is undefined', () => {
    const value = { b: [{ z: 1, a: undefined, c: null }], a: 'x', '10': 1, '9': 2, Z: true };
    expect(canonicalJson(value)).toBe('{"10":1,"9":2,"Z":true,"a":"x","b":[{"c":null,"z":1}]}');
  });

  it('orders each object by its own names, whatever objects of as many names came before', () => {
    const texts = [
      { a: 1, c: 2 },
      { a: 1, b: 2 },
      { a: undefined, c: 3 },
      { c: 2, a: 1 },
    ].map(canonicalJson);
    expect(texts).toEqual(['{"a":1,"c":2}', '{"a":1,"b":2}', '{"c":3}', '{"a":1,"c":2}']);
  });

  it('writes numbers and text as ECMAScript does', () => {
    expect(canonicalJson([-0, 1e21, 0.1, Number.NaN, 'quote " and \u2028 and \n', undefined])).toBe(
      '[0,1e+21,0.1,null,"quote \\" and \u2028 and \\n",null]',
    );
  });

  it('is JSON of the same value, and the same text whatever the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversed(member)]),
  );
}
