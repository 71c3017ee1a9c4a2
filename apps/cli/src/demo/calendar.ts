import { TZDate } from '@date-fns/tz';
import { type Country, holidaysOf } from './holidays.js';
import { DAY, HOUR, MINUTE } from './time.js';

export type Zone = 'Europe/Berlin' | 'America/New_York';

/** A day on which an office works. */
export interface Workday {
  /** "yyyy-mm-dd" in the office's zone. */
  readonly date: string;
  /** Monday is 1. */
  readonly weekday: number;
  readonly opensAt: number;
  readonly closesAt: number;
  /** Share of the usual work that is begun: Fridays and holiday seasons are slower. */
  readonly pace: number;
}

/** Working hours of an office: weekdays from 9:00 to 17:30 of its zone, except holidays. Instants in epoch ms. */
export interface WorkCalendar {
  readonly zone: Zone;
  readonly days: readonly Workday[];
  /** The instant at which so much time has been worked since `at`. */
  after(at: number, worked: number): number;
  /** `at` if work goes on then, else the next opening. */
  open(at: number): number;
}

const countries: Readonly<Record<Zone, Country>> = { 'Europe/Berlin': 'DE', 'America/New_York': 'US' };
const OPENS = 9 * HOUR;
const CLOSES = 17.5 * HOUR;

export function createCalendar(zone: Zone, from: number, until: number): WorkCalendar {
  const days: Workday[] = [];
  for (let at = from - DAY; at <= until + DAY; at += DAY) {
    const day = workday(zone, at);
    if (day !== undefined && day.date !== days.at(-1)?.date) days.push(day);
  }
  const dayEndingAfter = (at: number): number => {
    let [low, high] = [0, days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((days[middle]?.closesAt ?? 0) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const after = (at: number, worked: number): number => {
    let rest = worked;
    for (let index = dayEndingAfter(at); index < days.length; index += 1) {
      const { opensAt, closesAt } = days[index] as Workday;
      const begin = Math.max(at, opensAt);
      if (begin + rest <= closesAt) return begin + rest;
      rest -= closesAt - begin;
    }
    // Beyond the days that are told, nothing is shown: any later instant will do.
    return Math.max(at, days.at(-1)?.closesAt ?? at) + DAY + rest;
  };
  return { zone, days, after, open: (at) => after(at, 0) };
}

function workday(zone: Zone, at: number): Workday | undefined {
  const local = new TZDate(at, zone);
  const weekday = local.getDay();
  const date = [local.getFullYear(), local.getMonth() + 1, local.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
  if (weekday === 0 || weekday === 6 || holidaysOf(countries[zone], local.getFullYear()).has(date)) return undefined;
  // Clocks change on Sundays, so a workday's hours follow from its midnight.
  const midnight = new TZDate(local.getFullYear(), local.getMonth(), local.getDate(), zone).getTime();
  return { date, weekday, opensAt: midnight + OPENS, closesAt: midnight + CLOSES, pace: paceOf(zone, date, weekday) };
}

function paceOf(zone: Zone, date: string, weekday: number): number {
  const monthAndDay = date.slice(5);
  const isYearsEnd = monthAndDay >= '12-21' || monthAndDay <= '01-04';
  const isSummer = zone === 'Europe/Berlin' && monthAndDay >= '07-20' && monthAndDay <= '08-21';
  return (isYearsEnd ? 0.35 : isSummer ? 0.75 : 1) * (weekday === 5 ? 0.75 : 1);
}

/** Earliest instant from `at` on when a careful team puts something into production: not late on a day, least on a Friday. */
export function releaseSlot(calendar: WorkCalendar, at: number): number {
  let open = calendar.open(at);
  for (const day of calendar.days) {
    if (day.closesAt <= open) continue;
    const latest = day.closesAt - (day.weekday === 5 ? 2 * HOUR : 15 * MINUTE);
    open = Math.max(open, day.opensAt);
    if (open <= latest) return open;
    open = day.closesAt;
  }
  return open + DAY;
}
