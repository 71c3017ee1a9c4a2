import { describe, expect, it } from 'vitest';
import { isCivilDate, mondayOf, startOfDay, weekNumber } from './civil-time.js';
import { pathOf, routeAt } from './route.js';
import { daysLabel, lengthLabel, shifted, timeWindow } from './time-window.js';
import { defaultView, readView, writeView } from './view.js';

const HOUR = 3_600_000;

describe('the path of a page', () => {
  it('keeps slashes of teams, and nothing a sender wrote is taken for one', () => {
    expect(routeAt('/teams/eng/payments')).toEqual({ page: 'team', key: 'eng/payments' });
    expect(routeAt('/teams/')).toEqual({ page: 'teams', key: '' });
    const hostile = '"><script>alert(1)</script>?x=#y%';
    expect(routeAt(pathOf({ page: 'service', key: hostile }))).toEqual({ page: 'service', key: hostile });
  });

  it('is none where there is no page, and where it cannot be read', () => {
    expect(routeAt('/nowhere')).toBeNull();
    expect(routeAt('/services/%E0%A4%A')).toBeNull();
    expect(routeAt('/metrics')).toBeNull();
  });
});

describe('the query of an address', () => {
  it('holds what is not as usual, and is read back', () => {
    const view = {
      ...defaultView,
      team: 'eng/payments',
      weeks: 13,
      until: '2026-11-16',
      asOf: '2026-11-20T10:00:00.000Z',
    };
    expect(writeView(defaultView)).toBe('');
    expect(writeView(view)).toBe('?team=eng/payments&weeks=13&until=2026-11-16&asOf=2026-11-20T10:00:00.000Z');
    expect(readView(writeView(view))).toEqual({ view, problems: [] });
  });

  it('says what cannot be read, and leaves it as usual', () => {
    const { view, problems } = readView('?until=2026-02-30&weeks=5&tz=Mars/Olympus&asOf=soon');
    expect(view).toEqual(defaultView);
    expect(problems.map(({ parameter }) => parameter)).toEqual(['weeks', 'until', 'tz', 'asOf']);
    expect(problems.every(({ message }) => message.includes('is no'))).toBe(true);
  });
});

describe('civil time', () => {
  it('begins a day where the zone does, also on the days clocks change', () => {
    expect(startOfDay('2026-03-29', 'Europe/Berlin')).toBe(Date.parse('2026-03-28T23:00:00Z'));
    expect(startOfDay('2026-03-30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T22:00:00Z'));
    expect(startOfDay('2026-10-26', 'Europe/Berlin') - startOfDay('2026-10-25', 'Europe/Berlin')).toBe(25 * HOUR);
    expect(startOfDay('2026-11-16', 'America/Los_Angeles')).toBe(Date.parse('2026-11-16T08:00:00Z'));
  });

  it('counts weeks as ISO 8601 does', () => {
    expect(mondayOf('2026-11-15')).toBe('2026-11-09');
    expect(weekNumber('2026-11-09')).toBe(46);
    expect(weekNumber('2025-12-29')).toBe(1);
    expect([isCivilDate('2028-02-29'), isCivilDate('2026-02-29')]).toEqual([true, false]);
  });
});

describe('the window', () => {
  // A Friday.
  const now = Date.parse('2026-11-20T13:00:00Z');
  const window = timeWindow({ weeks: 4, until: null, timeZone: null }, now, 'Europe/Berlin');

  it('is the last four full weeks, seen against the four before and 26 weeks', () => {
    expect(window.days).toEqual({ from: '2026-10-19', to: '2026-11-16' });
    expect(window.previous).toEqual({ from: '2026-09-21', to: '2026-10-19' });
    expect(window.history).toEqual({ from: '2026-05-18', to: '2026-11-23' });
    expect([daysLabel(window.days).replaceAll('\u00a0', ' '), lengthLabel(window)]).toEqual([
      '19 Oct – 15 Nov 2026',
      '4 full weeks',
    ]);
  });

  it('moves by its own length, and no further than the week that runs', () => {
    expect(shifted(window, -1, now)).toEqual({ until: '2026-10-19' });
    expect(shifted(window, 1, now)).toEqual({ until: '2026-11-23' });
    const running = timeWindow({ weeks: 4, until: '2026-11-23', timeZone: null }, now, 'Europe/Berlin');
    expect(running.isRunning).toBe(true);
    expect(shifted(running, 1, now)).toBeNull();
    expect(shifted(running, -1, now)).toEqual({ until: '2026-10-26' });
  });
});
