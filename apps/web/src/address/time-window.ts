import { daysText } from '../format/date.js';
import { addDays, type CivilDate, civilDateAt, daysBetween, mondayOf, startOfDay } from './civil-time.js';
import type { View } from './view.js';

/** Days of the calendar, the last one not included. */
export interface Days {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** The window a page shows, and those it is seen against. */
export interface TimeWindow {
  readonly timeZone: string;
  readonly weeks: number;
  readonly days: Days;
  /** As long, just before. */
  readonly previous: Days;
  /** 26 weeks to the end of the window, with the running week where the window is the latest. */
  readonly history: Days;
  /** Whether it reaches beyond now. */
  readonly isRunning: boolean;
  /** Whether there is a later one with a day in the past. */
  readonly hasNext: boolean;
}

const HISTORY_WEEKS = 26;

/** The window of an address at an instant, in epoch milliseconds. */
export function timeWindow(view: Pick<View, 'weeks' | 'until' | 'timeZone'>, now: number, ownZone: string): TimeWindow {
  const timeZone = view.timeZone ?? ownZone;
  const thisWeek = mondayOf(civilDateAt(now, timeZone));
  const nextWeek = addDays(thisWeek, 7);
  const to = view.until ?? thisWeek;
  const from = addDays(to, -7 * view.weeks);
  const weekOfEnd = mondayOf(addDays(to, -1));
  const endOfHistory = weekOfEnd >= addDays(thisWeek, -7) ? nextWeek : addDays(weekOfEnd, 7);
  return {
    timeZone,
    weeks: view.weeks,
    days: { from, to },
    previous: { from: addDays(from, -7 * view.weeks), to: from },
    history: { from: addDays(weekOfEnd, -7 * (HISTORY_WEEKS - 1)), to: endOfHistory },
    isRunning: startOfDay(to, timeZone) > now,
    hasNext: to < nextWeek,
  };
}

/** As the API takes it. */
export function windowInput({ from, to }: Days, timeZone: string) {
  return {
    from: new Date(startOfDay(from, timeZone)).toISOString(),
    to: new Date(startOfDay(to, timeZone)).toISOString(),
    timeZone,
  };
}

/** "19 Oct – 15 Nov 2026". */
export const daysLabel = ({ from, to }: Days, withYear = true): string => daysText(from, addDays(to, -1), withYear);

/** "4 full weeks", "this week so far". */
export function lengthLabel({ weeks, isRunning }: TimeWindow): string {
  if (isRunning) return weeks === 1 ? 'this week so far' : `${weeks} weeks, the last not over`;
  return weeks === 1 ? '1 full week' : `${weeks} full weeks`;
}

/** "the previous four weeks". */
export function previousLabel({ weeks }: Pick<TimeWindow, 'weeks'>): string {
  const words: Readonly<Record<number, string>> = { 2: 'two', 4: 'four', 8: 'eight' };
  return weeks === 1 ? 'the previous week' : `the previous ${words[weeks] ?? weeks} weeks`;
}

/** The window shifted by its own length; null: that would lie in the future altogether. */
export function shifted(window: TimeWindow, direction: -1 | 1, now: number): Pick<View, 'until'> | null {
  const to = addDays(window.days.to, direction * 7 * window.weeks);
  const thisWeek = mondayOf(civilDateAt(now, window.timeZone));
  const latest = addDays(thisWeek, 7);
  if (direction === 1 && !window.hasNext) return null;
  const until = to > latest ? latest : to;
  return { until: until === thisWeek ? null : until };
}

/** How many days of the window lie within the last `days` days. */
export function daysStillChanging(window: TimeWindow, now: number, days: number): number {
  const today = civilDateAt(now, window.timeZone);
  const begin = addDays(today, -days);
  const first = window.days.from > begin ? window.days.from : begin;
  return Math.max(0, Math.min(daysBetween(first, window.days.to), daysBetween(window.days.from, window.days.to)));
}
