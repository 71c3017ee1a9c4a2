import { describe, expect, it } from 'vitest';
import { dueAt, type IsoWeek, latestDue, parseWeek, weekBefore, weeksAfter, weeksUntil } from './week.js';

const at = (text: string): number => Date.parse(text);
const iso = (instant: number): string => new Date(instant).toISOString();
const berlin = { day: 'monday', at: '07:30', timeZone: 'Europe/Berlin' } as const;

describe('the name of a week', () => {
  it.each([
    ['2026-W46', '2026-W46'],
    // 2026 begins on a Thursday, so it has 53 weeks; 2025 has not.
    ['2026-W53', '2026-W53'],
    ['2025-W53', undefined],
    ['2026-W00', undefined],
    ['2026-46', undefined],
    ['2026-W1', undefined],
  ])('%s is %s', (text, expected) => {
    expect(parseWeek(text)).toBe(expected);
  });

  it('belongs to the year of its Thursday', () => {
    expect(weekBefore(at('2027-01-04T12:00:00Z'), 'UTC')).toBe('2026-W53');
    expect(weeksAfter('2026-W53', 1)).toBe('2027-W01');
    expect(weeksAfter('2026-W01', -1)).toBe('2025-W52');
  });

  it('is that of the recipient: it is Monday in Auckland while it is Sunday in Honolulu', () => {
    const instant = at('2026-11-15T12:00:00Z');
    expect(weekBefore(instant, 'Pacific/Auckland')).toBe('2026-W46');
    expect(weekBefore(instant, 'Pacific/Honolulu')).toBe('2026-W45');
  });
});

describe('the span of a week', () => {
  it('is from Monday to Monday by the clocks of the zone', () => {
    const { from, to } = weeksUntil('2026-W46', 1, 'Europe/Berlin');
    expect([iso(from), iso(to)]).toEqual(['2026-11-08T23:00:00.000Z', '2026-11-15T23:00:00.000Z']);
  });

  it.each([
    ['clocks go forward', '2026-W13', 167],
    ['clocks go back', '2026-W43', 169],
    ['nothing happens', '2026-W30', 168],
  ] as const)('has %s: %s lasts %i hours', (_, week, hours) => {
    const { from, to } = weeksUntil(week, 1, 'Europe/Berlin');
    expect((to - from) / 3_600_000).toBe(hours);
  });

  it('reaches back whole weeks, a change of clocks between them or not', () => {
    const { from, to } = weeksUntil('2026-W46', 4, 'Europe/Berlin');
    expect([iso(from), iso(to)]).toEqual(['2026-10-18T22:00:00.000Z', '2026-11-15T23:00:00.000Z']);
  });
});

describe('when a mail is due', () => {
  it.each([
    ['2026-W46', berlin, '2026-11-16T06:30:00.000Z'],
    ['2026-W30', berlin, '2026-07-27T05:30:00.000Z'],
    ['2026-W46', { ...berlin, day: 'friday', at: '18:05' }, '2026-11-20T17:05:00.000Z'],
    ['2026-W46', { ...berlin, timeZone: 'Pacific/Auckland' }, '2026-11-15T18:30:00.000Z'],
    // The day after clocks go forward, and the day they do, at an hour that is skipped: 02:30 becomes 03:30.
    ['2026-W13', berlin, '2026-03-30T05:30:00.000Z'],
    ['2026-W12', { ...berlin, day: 'sunday', at: '02:30' }, '2026-03-29T01:30:00.000Z'],
    // An hour that comes twice: the first.
    ['2026-W42', { ...berlin, day: 'sunday', at: '02:30' }, '2026-10-25T00:30:00.000Z'],
  ] as const)('about %s, %o: %s', (week, time, expected) => {
    expect(iso(dueAt(week, time))).toBe(expected);
  });

  it('is the latest that has come', () => {
    const cases: [string, IsoWeek][] = [
      ['2026-11-16T06:29:59.999Z', '2026-W45'],
      ['2026-11-16T06:30:00.000Z', '2026-W46'],
      ['2026-11-22T12:00:00.000Z', '2026-W46'],
    ];
    expect(cases.map(([now]) => latestDue(at(now), berlin))).toEqual(cases.map(([, week]) => week));
  });
});
