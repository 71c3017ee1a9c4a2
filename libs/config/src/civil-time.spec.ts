import { describe, expect, it } from 'vitest';
import { startOfDay, timeZoneProblem } from './civil-time.js';

describe('startOfDay', () => {
  it.each([
    ['2025-01-01', 'UTC', '2025-01-01T00:00:00.000Z'],
    ['2025-01-01', 'Europe/Berlin', '2024-12-31T23:00:00.000Z'],
    ['2025-07-01', 'Europe/Berlin', '2025-06-30T22:00:00.000Z'],
    ['2025-01-01', 'America/New_York', '2025-01-01T05:00:00.000Z'],
    ['2025-01-01', 'Pacific/Kiritimati', '2024-12-31T10:00:00.000Z'],
    // Clocks went from 00:00 to 01:00: the day began at 01:00, three hours after midnight UTC.
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
    ['2024-02-29', 'UTC', '2024-02-29T00:00:00.000Z'],
    ['2025-02-29', 'UTC', undefined],
    ['2025-1-1', 'UTC', undefined],
  ])('%s in %s is %s', (day, zone, expected) => {
    expect(startOfDay(day, zone)).toBe(expected);
  });
});

describe('timeZoneProblem', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'])(
    'accepts %s',
    (zone) => {
      expect(timeZoneProblem(zone)).toBeUndefined();
    },
  );

  it.each(['', '+01:00', 'berlin', 'Europe/Atlantis', 'europe/berlin'])('refuses "%s"', (zone) => {
    expect(timeZoneProblem(zone)).toBeDefined();
  });
});
