import { describe, expect, test } from 'vitest';
import { instantOf } from './instant-dialects.js';

describe('what senders write for an instant', () => {
  test.each([
    ['RFC 3339, as it was written', '2026-03-02T10:00:00.1234567+02:00', '2026-03-02T10:00:00.1234567+02:00'],
    ['an offset without colon', '2013-03-27T12:53:58.123-0400', '2013-03-27T12:53:58.123-04:00'],
    ['an offset of hours alone', '2026-03-02 10:00:00+02', '2026-03-02T10:00:00+02:00'],
    ['a space before the time and the offset', '2021-04-28 21:50:00 +0200', '2021-04-28T21:50:00+02:00'],
    ['the word UTC', '2026-03-02 14:43:05 UTC', '2026-03-02T14:43:05Z'],
    ['a day and a minute', '2026-03-02 14:43Z', '2026-03-02T14:43Z'],
    ['seconds', 1_772_445_600, '2026-03-02T10:00:00.000Z'],
    ['milliseconds', 1_772_445_600_582, '2026-03-02T10:00:00.582Z'],
    ['microseconds', 1_772_445_600_582_999, '2026-03-02T10:00:00.582Z'],
    ['nanoseconds, beyond what a number holds exactly', 1_772_445_600_582 * 1e6, '2026-03-02T10:00:00.582Z'],
    // 2^53 lies far below: the number nearest to it is 1 772 445 600 369 999 872.
    [
      'nanoseconds whose nearest number falls short of the millisecond',
      1_772_445_600_370_000_000,
      '2026-03-02T10:00:00.370Z',
    ],
    ['the same as text', '1772445600370000000', '2026-03-02T10:00:00.370Z'],
    ['nanoseconds of a millisecond that is not over yet', 1_772_445_600_370_999_000, '2026-03-02T10:00:00.370Z'],
    ['milliseconds as text', '1578607635167', '2020-01-09T22:07:15.167Z'],
  ])('%s', (_, written, instant) => {
    expect(instantOf(written)).toBe(instant);
  });

  test.each([null, undefined, '', 0, '0', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00'])(
    '%j stands for none',
    (none) => {
      expect(instantOf(none)).toBeUndefined();
    },
  );

  test.each([
    'yesterday',
    '2026-02-30 10:00:00 UTC',
    '2026-03-02',
    '2026-03-02T10:00:00 Europe/Berlin',
    '2026-03-02 10:00:00 +9900',
    -1,
    1e300,
    Number.NaN,
    {},
    true,
  ])('%j is none', (written) => {
    expect(instantOf(written)).toBeNull();
  });

  test('without an offset it is one only where the sender documents its zone', () => {
    expect(instantOf('2026-03-02 10:00:00')).toBeNull();
    expect(instantOf('2026-03-02 10:00:00', 'UTC')).toBe('2026-03-02T10:00:00Z');
    expect(instantOf('2026-03-02T10:00:00', 'UTC')).toBe('2026-03-02T10:00:00Z');
  });
});
