import { describe, expect, it } from 'vitest';
import { DateTime } from './scalars.js';

describe('instants', () => {
  it.each([
    ['2026-03-02T09:30:00Z', '2026-03-02T09:30:00.000Z'],
    ['2026-03-02t09:30:00.5z', '2026-03-02T09:30:00.500Z'],
    ['2026-03-02T09:30+02:00', '2026-03-02T07:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    [1_772_443_800_000, '2026-03-02T09:30:00.000Z'],
    ['1772443800000', '2026-03-02T09:30:00.000Z'],
  ])('reads %s', (written, instant) => {
    expect(DateTime.serialize(DateTime.parseValue(written))).toBe(instant);
  });

  it.each([
    '2026-03-02',
    '2026-03-02T09:30:00',
    '2026-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    'now',
    '',
    1.5,
    1e300,
    true,
    null,
    {},
  ])('refuses %o', (written) => {
    expect(() => DateTime.parseValue(written)).toThrow('Write it like 2026-03-02T00:00:00Z');
  });
});
