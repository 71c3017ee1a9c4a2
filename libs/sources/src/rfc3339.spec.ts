import { instant } from '@leadline/events';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochMsOf, rfc3339Of } from './rfc3339.js';

test.each([
  ['2026-03-02T10:00:00Z', Date.UTC(2026, 2, 2, 10)],
  ['2026-03-02T10:00Z', Date.UTC(2026, 2, 2, 10)],
  ['2026-03-02T12:00:00.5+02:00', Date.UTC(2026, 2, 2, 10, 0, 0, 500)],
  ['2026-03-02T00:30:00-10:30', Date.UTC(2026, 2, 2, 11)],
  ['2024-02-29T00:00:00.123456789Z', Date.UTC(2024, 1, 29, 0, 0, 0, 123)],
  ['0001-01-01T00:00:00Z', -62_135_596_800_000],
  ['2026-02-30T10:00:00Z', null],
  ['2026-02-29T10:00:00Z', null],
  ['2026-13-01T10:00:00Z', null],
  ['2026-00-01T10:00:00Z', null],
  ['2026-03-02T24:00:00Z', null],
  ['2026-03-02T10:60:00Z', null],
  ['2026-03-02T10:00:60Z', null],
  ['2026-03-02T10:00:00', null],
  ['2026-03-02T10:00:00+0200', null],
  ['2026-03-02T10:00:00.Z', null],
  ['2026-03-02T10:00:00.1234567890Z', null],
  ['2026-03-02 10:00:00Z', null],
  ['2026-03-02T10:00:00ZZ', null],
  ['2026-03-02', null],
  ['', null],
])('%s', (text, expected) => {
  expect(epochMsOf(text)).toBe(expected);
});

test('agrees with what events accept as an instant, and with Date.parse', () => {
  const digit = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
  const texts = fc
    .tuple(fc.integer({ min: 1000, max: 9999 }), digit(13), digit(32), digit(23), digit(61), digit(61))
    .chain(([year, month, day, hour, minute, second]) =>
      fc
        .constantFrom('Z', '.5Z', '.25+05:30', '-11:00', '+24:00', '')
        .map((end) => `${year}-${month}-${day}T${hour}:${minute}:${second}${end}`),
    );
  fc.assert(
    fc.property(texts, (text) => {
      const accepted = instant.safeParse(text).success;
      expect(epochMsOf(text)).toBe(accepted ? Date.parse(text) : null);
    }),
  );
});

test('an instant is written as toISOString writes it', () => {
  const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: last }), fc.integer({ min: 0, max: 86_399_999 }), (at, later) => {
      for (const instant of [at, Math.min(at + later, last)])
        expect(rfc3339Of(instant)).toBe(new Date(instant).toISOString());
    }),
  );
});
