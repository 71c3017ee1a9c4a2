import { describe, expect, it } from 'vitest';
import { civilBuckets, civilDate, civilDays, dayStarts } from './civil-time.js';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(text);

/** Zones by what is odd about their days; each with a year in which it was so. */
const zones: readonly (readonly [zone: string, year: number, odd: string])[] = [
  ['Australia/Lord_Howe', 2026, 'clocks move by half an hour'],
  ['America/Santiago', 2026, 'a day begins at one in the morning'],
  ['Africa/Cairo', 2026, 'a day begins at one in the morning'],
  ['Asia/Beirut', 2026, 'a day begins at one in the morning'],
  ['America/Havana', 2026, 'a day begins at one, another has midnight twice'],
  ['America/Sao_Paulo', 2018, 'a day begins at one in the morning'],
  ['Pacific/Apia', 2011, 'a day was left out'],
  ['Antarctica/Troll', 2026, 'clocks move by two hours'],
  ['Europe/Berlin', 2026, 'clocks move at two in the morning'],
  ['America/New_York', 2026, 'clocks move at two in the morning'],
  ['Asia/Kathmandu', 2026, 'three quarters of an hour'],
  ['UTC', 2026, 'nothing'],
];

/** What the runtime's own calendar says of an instant. */
function calendar(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (instant: number): string => format.format(instant);
}

describe('the days of a year', () => {
  it.each(zones)(
    'in %s (%i: %s) each begin where the date changes, and end where the next begins',
    (timeZone, year) => {
      const dateOf = calendar(timeZone);
      const window = { from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1), timeZone };
      const days = civilBuckets(window, 'DAY', window.to, 'monday');

      const wrong = days.filter(({ start, end }, index) => {
        const next = days[index + 1];
        const isWhole = dateOf(start) === dateOf(end - 1) && dateOf(start - 1) !== dateOf(start);
        return !isWhole || dateOf(end) === dateOf(start) || (next !== undefined && next.start !== end);
      });
      expect(wrong.map(({ start, end }) => [new Date(start).toISOString(), new Date(end).toISOString()])).toEqual([]);
      expect(new Set(days.map(({ start }) => civilDate(start, timeZone))).size).toBe(days.length);
    },
  );

  it.each(zones)('in %s (%i: %s) are what weeks, months and quarters are made of', (timeZone, year) => {
    const window = { from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1), timeZone };
    const starts = new Set(dayStarts(window.from - 120 * 24 * HOUR, window.to + 120 * 24 * HOUR, timeZone));
    for (const bucket of ['WEEK', 'MONTH', 'QUARTER'] as const) {
      const buckets = civilBuckets(window, bucket, window.to, 'monday');
      expect(buckets.filter(({ start, end }) => !starts.has(start) || !starts.has(end))).toEqual([]);
      expect(buckets.slice(1).filter(({ start }, index) => start !== buckets[index]?.end)).toEqual([]);
    }
  });
});

describe('buckets that were asked for before', () => {
  it('are the same from wherever a window begins, and those of their own zone and week', () => {
    // given a window that begins in the midst of a day, and one day more on both sides
    const window = { from: at('2026-03-20T15:00:00Z'), to: at('2026-04-10T09:00:00Z'), timeZone: 'Europe/Berlin' };
    const wider = { ...window, from: at('2026-03-19T03:00:00Z'), to: at('2026-04-11T09:00:00Z') };
    const first = civilBuckets(window, 'DAY', window.to, 'monday');
    // when they are asked for again, and of another zone and with other weeks between
    const starts = (asked: typeof window) => civilBuckets(asked, 'DAY', asked.to, 'monday').map(({ start }) => start);
    const around = starts(wider);
    const elsewhere = starts({ ...window, timeZone: 'America/New_York' });
    const weeks = (['monday', 'sunday'] as const).map(
      (weekStart) => civilBuckets(window, 'WEEK', window.to, weekStart)[1]?.start,
    );
    // then they are the same days, one more on both sides; clocks moved on 29 March in Berlin
    expect(civilBuckets(window, 'DAY', window.to, 'monday')).toEqual(first);
    expect(around.slice(1, -1)).toEqual(first.map(({ start }) => start));
    expect(elsewhere[0]).toBe(at('2026-03-20T04:00:00Z'));
    expect(weeks).toEqual([at('2026-03-22T23:00:00Z'), at('2026-03-21T23:00:00Z')]);
  });
});

describe('a day on which clocks move', () => {
  it.each([
    // Half an hour is left out on 4 October 2026, and there twice on 5 April.
    ['Australia/Lord_Howe', '2026-10-03T13:30:00Z', 23.5],
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', 24.5],
    ['Europe/Berlin', '2026-03-28T23:00:00Z', 23],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', 25],
    // 6 September 2026 begins at 01:00, which is 04:00 UTC.
    ['America/Santiago', '2026-09-06T04:00:00Z', 23],
  ])('in %s that begins at %s has %d hours, and is one day', (timeZone, begin, hours) => {
    const start = at(begin);
    const window = { from: start, to: start + hours * HOUR, timeZone };
    expect(civilBuckets(window, 'DAY', window.to, 'monday')).toEqual([
      { start, end: start + hours * HOUR, partial: false },
    ]);
    expect(civilDays(window.from, window.to, timeZone)).toBe(1);
    expect(civilDays(window.from, window.from + (hours / 2) * HOUR, timeZone)).toBe(0.5);
  });
});
