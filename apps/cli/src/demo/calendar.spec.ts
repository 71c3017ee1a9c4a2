import { describe, expect, it } from 'vitest';
import { createCalendar, releaseSlot } from './calendar.js';
import { holidaysOf } from './holidays.js';
import { HOUR } from './time.js';

const berlin = createCalendar('Europe/Berlin', Date.parse('2026-10-01T00:00:00Z'), Date.parse('2026-12-01T00:00:00Z'));

describe('working time', () => {
  it('goes on over nights and weekends', () => {
    // given Friday 16:30 in Berlin (summer time): one hour is left of the day
    const friday = Date.parse('2026-10-16T14:30:00Z');
    // when three hours are worked, then two of them fall on Monday from 9:00
    expect(new Date(berlin.after(friday, 3 * HOUR)).toISOString()).toBe('2026-10-19T09:00:00.000Z');
  });

  it('keeps the office hours of the zone when clocks change', () => {
    // 25 October 2026 ends summer time: Monday begins at 8:00 UTC instead of 7:00
    expect(new Date(berlin.open(Date.parse('2026-10-24T12:00:00Z'))).toISOString()).toBe('2026-10-26T08:00:00.000Z');
  });

  it('has no holidays', () => {
    // Saturday 3 October is German Unity Day; the days around it are worked.
    expect(berlin.days.map(({ date }) => date).slice(0, 3)).toEqual(['2026-09-30', '2026-10-01', '2026-10-02']);
    const newYork = createCalendar(
      'America/New_York',
      Date.parse('2026-11-25T00:00:00Z'),
      Date.parse('2026-12-01T00:00:00Z'),
    );
    expect(newYork.days.map(({ date }) => date)).not.toContain('2026-11-26');
  });

  it('knows the movable feasts', () => {
    // Easter was on 5 April 2026.
    const germany = holidaysOf('DE', 2026);
    expect(['2026-04-03', '2026-04-06', '2026-05-14', '2026-05-25'].every((day) => germany.has(day))).toBe(true);
    const america = holidaysOf('US', 2026);
    expect(
      ['2026-01-19', '2026-05-25', '2026-09-07', '2026-11-26', '2026-11-27'].every((day) => america.has(day)),
    ).toBe(true);
  });

  it('lets releases wait from Friday afternoon to Monday', () => {
    const lateOnFriday = Date.parse('2026-10-16T14:00:00Z');
    expect(new Date(releaseSlot(berlin, lateOnFriday)).toISOString()).toBe('2026-10-19T07:00:00.000Z');
    const thursday = Date.parse('2026-10-15T14:00:00Z');
    expect(releaseSlot(berlin, thursday)).toBe(thursday);
  });
});
