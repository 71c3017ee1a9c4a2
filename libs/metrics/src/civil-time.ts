import { TZDate } from '@date-fns/tz';
import { formatISO } from 'date-fns/formatISO';
import { getISOWeek } from 'date-fns/getISOWeek';
import { getISOWeekYear } from 'date-fns/getISOWeekYear';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfMonth } from 'date-fns/startOfMonth';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { startOfWeek } from 'date-fns/startOfWeek';
import type { MetricOptions } from './options.js';
import type { Bucket, Window } from './query.js';

/** A civil day, week, month or quarter of the query's zone. */
export interface CivilBucket {
  /** Epoch milliseconds; a bucket may begin before the window. */
  readonly start: number;
  readonly end: number;
  /** The window or asOf cuts it. */
  readonly partial: boolean;
}

const HOUR = 3_600_000;

type WeekStart = MetricOptions['weekStart'];

/** Buckets that overlap [from, min(to, asOf)); those that begin at or after its end are left out. */
export function civilBuckets(window: Window, bucket: Bucket, asOf: number, weekStart: WeekStart): CivilBucket[] {
  const end = Math.min(window.to, asOf);
  const nextOf = calendarOf(bucket, window.timeZone, weekStart);
  const result: CivilBucket[] = [];
  let start = startOf(bucket, new TZDate(window.from, window.timeZone), weekStart).getTime();
  while (start < end) {
    const next = nextOf(start);
    result.push({ start, end: next, partial: start < window.from || next > end });
    start = next;
  }
  return result;
}

/** Zones' days, weeks, months and quarters; more at once are many questions' work. */
const MOST_CALENDARS = 64;
/** Fifty years of days. */
const MOST_STARTS = 18_000;
const calendars = new Map<string, Map<number, number>>();

/**
 * When the bucket that follows the one that begins at an instant begins. What was found is kept: the days of a year take
 * longer to find than all else that planning a question does.
 */
function calendarOf(bucket: Bucket, timeZone: string, weekStart: WeekStart): (start: number) => number {
  const key = `${bucket} ${weekStart} ${timeZone}`;
  const known = calendars.get(key) ?? new Map<number, number>();
  if (!calendars.has(key)) {
    if (calendars.size >= MOST_CALENDARS) calendars.clear();
    calendars.set(key, known);
  }
  return (start) => {
    const found = known.get(start);
    if (found !== undefined) return found;
    const next = following(bucket, new TZDate(start, timeZone), weekStart).getTime();
    if (known.size >= MOST_STARTS) known.clear();
    known.set(start, next);
    return next;
  };
}

function startOf(bucket: Bucket, date: TZDate, weekStart: WeekStart): TZDate {
  switch (bucket) {
    case 'DAY':
      return startOfDay(date);
    case 'WEEK':
      return startOfWeek(date, { weekStartsOn: weekStart === 'monday' ? 1 : 0 });
    case 'MONTH':
      return startOfMonth(date);
    case 'QUARTER':
      return startOfQuarter(date);
  }
}

/**
 * Half a day after the longest there is of a bucket lies in the one that follows, and in the midst of a day of it: by
 * adding a civil day to a begin one is an hour off where a day begins at one in the morning.
 */
const INTO_THE_NEXT: Readonly<Record<Bucket, number>> = {
  DAY: 36,
  WEEK: 7.5 * 24,
  MONTH: 31.5 * 24,
  QUARTER: 92.5 * 24,
};

const following = (bucket: Bucket, start: TZDate, weekStart: WeekStart): TZDate =>
  startOf(bucket, new TZDate(start.getTime() + INTO_THE_NEXT[bucket] * HOUR, start.timeZone), weekStart);

/** Starts of the civil days that overlap [from, to), epoch milliseconds. */
export function dayStarts(from: number, to: number, timeZone: string): number[] {
  return civilBuckets({ from, to, timeZone }, 'DAY', to, 'monday').map(({ start }) => start);
}

/** Civil days of [from, to): an incomplete day counts as the elapsed share of its own length (metrics.md §2, "Time"). */
export function civilDays(from: number, to: number, timeZone: string): number {
  return civilBuckets({ from, to, timeZone }, 'DAY', to, 'monday').reduce((days, { start, end }) => {
    return days + (Math.min(end, to) - Math.max(start, from)) / (end - start);
  }, 0);
}

/** Groups of one query share their buckets, and civil days are dear: of each span they are counted once. */
const counted = new WeakMap<Window, Map<number, Map<number, number>>>();

/** Civil days of a part of a query's window. */
export function daysBetween(window: Window, from: number, to: number): number {
  const spans = counted.get(window) ?? new Map<number, Map<number, number>>();
  counted.set(window, spans);
  const begun = spans.get(from) ?? new Map<number, number>();
  spans.set(from, begun);
  const known = begun.get(to);
  if (known !== undefined) return known;
  const days = civilDays(from, to, window.timeZone);
  begun.set(to, days);
  return days;
}

/** "2026-03-02" in the zone. */
export function civilDate(instant: number, timeZone: string): string {
  return formatISO(new TZDate(instant, timeZone), { representation: 'date' });
}

/** "2026-W12" of the week that begins at the instant. */
export function isoWeek(instant: number, timeZone: string): string {
  const date = new TZDate(instant, timeZone);
  return `${getISOWeekYear(date)}-W${String(getISOWeek(date)).padStart(2, '0')}`;
}
