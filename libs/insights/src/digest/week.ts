import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addWeeks } from 'date-fns/addWeeks';
import { getISOWeek } from 'date-fns/getISOWeek';
import { getISOWeekYear } from 'date-fns/getISOWeekYear';
import { setHours } from 'date-fns/setHours';
import { setMinutes } from 'date-fns/setMinutes';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';

/** An ISO week by its name, "2026-W46": it begins on a Monday in whatever time zone it is asked for. */
export type IsoWeek = `${number}-W${number}`;

/** Half-open [from, to) in epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a mail about a week goes out: on that day of the week after it. */
export interface MailTime {
  readonly day: Weekday;
  /** "07:30". */
  readonly at: string;
  readonly timeZone: string;
}

const HOUR_MS = 3_600_000;

/** The week's name where there is such a week (2026-W53 exists, 2025-W53 does not); undefined otherwise. */
export function parseWeek(text: string): IsoWeek | undefined {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(text) ?? [];
  if (year === undefined || number === undefined || number === '00') return undefined;
  const week = `${Number(year)}-W${number}` as IsoWeek;
  return weekNameOf(mondayOf(week, 'UTC')) === text ? week : undefined;
}

/** The week an instant lies in, in that zone. */
export const weekAt = (instant: number, timeZone: string): IsoWeek => weekNameOf(new TZDate(instant, timeZone));

/** The latest week that was over at the instant. */
export const weekBefore = (instant: number, timeZone: string): IsoWeek =>
  weekNameOf(addWeeks(startOfISOWeek(new TZDate(instant, timeZone)), -1));

/** The week that many weeks after this one; negative: before. */
export const weeksAfter = (week: IsoWeek, count: number): IsoWeek => weekNameOf(addWeeks(mondayOf(week, 'UTC'), count));

/** The `count` full weeks that end with this one, from Monday to Monday of the zone: 167 to 169 hours each. */
export function weeksUntil(week: IsoWeek, count: number, timeZone: string): Span {
  const monday = mondayOf(week, timeZone);
  return { from: addWeeks(monday, 1 - count).getTime(), to: addWeeks(monday, 1).getTime() };
}

/**
 * When the mail about a week is due. A time of day that clocks skip becomes the moment they skip to; of one that comes
 * twice, the first.
 */
export function dueAt(week: IsoWeek, { day, at, timeZone }: MailTime): number {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  const date = addDays(addWeeks(mondayOf(week, timeZone), 1), weekdays.indexOf(day));
  const due = setMinutes(setHours(date, hours), minutes);
  const hourEarlier = new TZDate(due.getTime() - HOUR_MS, timeZone);
  return (hourEarlier.getHours() === due.getHours() ? hourEarlier : due).getTime();
}

/** The latest week whose mail was due at the instant. */
export function latestDue(instant: number, time: MailTime): IsoWeek {
  const week = weekBefore(instant, time.timeZone);
  return dueAt(week, time) <= instant ? week : weeksAfter(week, -1);
}

function mondayOf(week: IsoWeek, timeZone: string): TZDate {
  const [year = 0, number = 0] = week.split('-W').map(Number);
  // 4 January always lies in the first ISO week.
  return addWeeks(startOfISOWeek(new TZDate(year, 0, 4, timeZone)), number - 1);
}

const weekNameOf = (date: TZDate): IsoWeek =>
  `${String(getISOWeekYear(date)).padStart(4, '0')}-W${String(getISOWeek(date)).padStart(2, '0')}` as IsoWeek;
