import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MOST_DEPTH, MOST_MEMBERS, parseJson, textOf } from './json-body.js';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const members = (count: number): string => `{${Array.from({ length: count }, (_, i) => `"${i}":0`).join(',')}}`;

describe('what is too complex is told before it is parsed', () => {
  test.each([
    ['lists', nested(MOST_DEPTH), 'json'],
    ['lists, one level too deep', nested(MOST_DEPTH + 1), 'too_complex'],
    ['lists that never close', '['.repeat(1_000), 'too_complex'],
    ['objects', '{"a":'.repeat(201) + '0' + '}'.repeat(201), 'too_complex'],
    ['objects of which the innermost is empty', `${'{"a":'.repeat(200)}{}${'}'.repeat(200)}`, 'too_complex'],
    ['objects whose names stand on lines of their own', `${'{\n"a":'.repeat(201)}0${'}'.repeat(201)}`, 'too_complex'],
    ['objects as deep as may be', `${'{ "a":'.repeat(199)}{}${'}'.repeat(199)}`, 'json'],
    ['a long text of brackets', JSON.stringify({ message: '[{'.repeat(1_000) }), 'json'],
    ['brackets after an escaped quote', JSON.stringify({ message: `"${'['.repeat(1_000)}` }), 'json'],
    ['many shallow objects', JSON.stringify(Array.from({ length: 1_000 }, () => ({}))), 'json'],
    ['a deep body with escapes', `{"a":"\\ud83d","b":${nested(100_000)}}`, 'too_complex'],
  ])('%s', (_, text, outcome) => {
    expect(parseJson(text).outcome).toBe(outcome);
  });

  test('members', () => {
    expect(parseJson(members(MOST_MEMBERS)).outcome).toBe('json');
    expect(parseJson(members(MOST_MEMBERS + 1)).outcome).toBe('too_complex');
  });

  test('25 MB of opening brackets are refused at once', () => {
    expect(parseJson('['.repeat(25_000_000)).outcome).toBe('too_complex');
  });
});

describe('integers beyond 2^53', () => {
  const text = '{"id":12345678901234567890,"list":[-9007199254740993, 1],"say":"id\\":12345678901234567890"}';

  test('lose digits, unless asked for exactly', () => {
    expect(parseJson(text)).toMatchObject({ value: { id: 12345678901234567000 } });
    expect(parseJson(text, { exactIntegers: true })).toEqual({
      outcome: 'json',
      value: { id: '12345678901234567890', list: ['-9007199254740993', 1], say: 'id":12345678901234567890' },
    });
  });

  test.each(['0.12345678901234567', '1234567890123456789.5', '1e-12345678901234567', '12345678901234567E2'])(
    'the number %s is no long integer',
    (number) => {
      expect(parseJson(`[${number}]`, { exactIntegers: true })).toEqual({ outcome: 'json', value: [Number(number)] });
    },
  );
});

describe('what strangers write', () => {
  test('unpaired surrogates become replacement characters, paired ones stay', () => {
    expect(parseJson(String.raw`["\ud83d", "\ud83d\ude80", "a\udc00b"]`)).toEqual({
      outcome: 'json',
      value: ['\uFFFD', '🚀', 'a\uFFFDb'],
    });
  });

  test('whichever escapes stand side by side, no text has an unpaired surrogate', () => {
    const parts = ['\\\\', '\\ud83d', '\\uDE80', '\\uDBFF', '\\u003c', 'ud83d', 'x'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 6 }), (text) => {
        const json = `"${text.join('')}"`;
        const value = (JSON.parse(json) as string).replace(/\p{Surrogate}/gu, '\uFFFD');
        expect(parseJson(json)).toEqual({ outcome: 'json', value });
        expect(parseJson(json, { copiedWhole: true })).toEqual({ outcome: 'json', value });
      }),
      { numRuns: 2_000 },
    );
  });

  test('bytes that are no UTF-8 become replacement characters, a byte order mark is dropped', () => {
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x22, 0xff, 0x22))).toBe('"\uFFFD"');
  });

  test.each([
    '{"__proto__":{"isAdmin":true},"a":1}',
    String.raw`{"\u005f_proto__":{"isAdmin":true},"a":1}`,
    String.raw`{"__pr\u006Fto__":{"isAdmin":true},"a":1}`,
    String.raw`{"_\u005F\u0070\u0072\u006f\u0074\u006f\u005f_":{"isAdmin":true},"a":1}`,
  ])('members called __proto__ are dropped where objects are copied: %s', (text) => {
    const json = parseJson(text, { copiedWhole: true });
    expect(json).toEqual({ outcome: 'json', value: { a: 1 } });
    expect(Object.keys(json.outcome === 'json' ? Object(json.value) : {})).toEqual(['a']);
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  test('of two members with one name the last holds', () => {
    expect(parseJson('{"repo":"a","repo":"b"}')).toEqual({ outcome: 'json', value: { repo: 'b' } });
  });

  test.each(['', '{', 'null null', '{"a":01}', 'payload=%7B%7D'])('%j is unreadable', (text) => {
    expect(parseJson(text).outcome).toBe('unreadable');
  });
});
