import { describe, expect, it } from 'vitest';
import { daysText, momentText } from './date.js';
import { duration, exactDuration } from './duration.js';
import { count, percent } from './number.js';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('durations', () => {
  it('have two digits: seconds to days', () => {
    const seconds = [12, 2_880, 3_599, 11_160, 68_400, 172_700, 172_800, 518_400];
    expect(seconds.map(duration).map(plain)).toEqual(['12 s', '48 min', '1 h', '3.1 h', '19 h', '48 h', '2 d', '6 d']);
  });

  it('are told exactly in two units where one thing is told', () => {
    const seconds = [59, 1_800, 7_500, 196_560, 363_600];
    expect(seconds.map(exactDuration).map(plain)).toEqual(['59 s', '30 min', '2 h 05 min', '54 h 36 min', '4 d 5 h']);
  });
});

describe('numbers', () => {
  it('show a tenth of a per cent below ten', () => {
    expect([0.0752, 0.37, 0.05, 0.0996, 0, 1].map(percent)).toEqual(['7.5', '37', '5', '10', '0', '100']);
    expect(count(1204)).toBe('1,204');
  });
});

describe('dates', () => {
  it('name month and year once', () => {
    expect(plain(daysText('2026-10-19', '2026-11-15'))).toBe('19 Oct – 15 Nov 2026');
    expect(plain(daysText('2026-11-09', '2026-11-15', false))).toBe('9–15 Nov');
    expect(plain(daysText('2025-12-29', '2026-01-04'))).toBe('29 Dec 2025 – 4 Jan 2026');
  });

  it('are those of the zone', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(plain(momentText('2026-11-15T23:30:00Z', 'Europe/Berlin', now))).toBe('Mon 16 Nov 00:30');
    expect(plain(momentText('2025-11-15T23:30:00Z', 'UTC', now))).toBe('Sat 15 Nov 2025 23:30');
  });
});
