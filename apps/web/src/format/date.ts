import { type CivilDate, civilDateAt } from '../address/civil-time.js';
import { NBSP } from './number.js';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** "19 Oct". */
export function dayText(date: CivilDate): string {
  return `${Number(date.slice(8))}${NBSP}${months[Number(date.slice(5, 7)) - 1] ?? ''}`;
}

/** Both days included: "19 Oct – 15 Nov 2026", "9–15 Nov 2026". */
export function daysText(first: CivilDate, last: CivilDate, withYear = true): string {
  const year = withYear ? `${NBSP}${last.slice(0, 4)}` : '';
  if (first === last) return `${dayText(first)}${year}`;
  const otherYear = first.slice(0, 4) === last.slice(0, 4) ? '' : `${NBSP}${first.slice(0, 4)}`;
  if (first.slice(0, 7) === last.slice(0, 7)) return `${Number(first.slice(8))}–${dayText(last)}${year}`;
  return `${dayText(first)}${otherYear} – ${dayText(last)}${year}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** "14:10" in a zone. */
export function clockText(instant: string | number, timeZone: string): string {
  const known = clocks.get(timeZone);
  const format =
    known ?? new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (known === undefined) clocks.set(timeZone, format);
  return format.format(epoch(instant));
}

/** "Fri 20 Nov 18:22"; with its year where that is not the year of `now`. */
export function momentText(instant: string | number, timeZone: string, now: number): string {
  const date = civilDateAt(epoch(instant), timeZone);
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  const year = date.slice(0, 4) === civilDateAt(now, timeZone).slice(0, 4) ? '' : `${NBSP}${date.slice(0, 4)}`;
  return `${weekday} ${dayText(date)}${year} ${clockText(instant, timeZone)}`;
}

const epoch = (instant: string | number): number => (typeof instant === 'number' ? instant : Date.parse(instant));
