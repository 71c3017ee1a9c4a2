/** A day of the civil calendar, "2026-11-16". */
export type CivilDate = string;

const DAY_MS = 86_400_000;

/** Whether the text is a day that exists: "2026-02-30" is none. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days from one to the other; negative when `to` is earlier. */
export const daysBetween = (from: CivilDate, to: CivilDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);

/** The Monday of its week. */
export function mondayOf(date: CivilDate): CivilDate {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(date, -weekday);
}

/** ISO 8601 number of the week a Monday begins. */
export function weekNumber(monday: CivilDate): number {
  const thursday = addDays(monday, 3);
  return Math.floor(daysBetween(`${thursday.slice(0, 4)}-01-01`, thursday) / 7) + 1;
}

/** The day it is in a zone at an instant, in epoch milliseconds. */
export function civilDateAt(instant: number, timeZone: string): CivilDate {
  const { year, month, day } = civilFields(instant, timeZone);
  return `${year}-${month}-${day}`;
}

/** Where a civil day begins in a zone, in epoch milliseconds; where clocks skip midnight, the first instant after it. */
export function startOfDay(date: CivilDate, timeZone: string): number {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  // Two steps: the offset at the first guess may be that of the other side of a change of clocks.
  const first = wanted - offsetAt(wanted, timeZone);
  return wanted - offsetAt(first, timeZone);
}

function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = civilFields(instant, timeZone);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}

type CivilFields = Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string>;
const formats = new Map<string, Intl.DateTimeFormat>();

function civilFields(instant: number, timeZone: string): CivilFields {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  if (known === undefined) formats.set(timeZone, format);
  const fields: CivilFields = { year: '', month: '', day: '', hour: '', minute: '', second: '' };
  for (const { type, value } of format.formatToParts(instant))
    if (type in fields) fields[type as keyof CivilFields] = value;
  return { ...fields, year: fields.year.padStart(4, '0') };
}

/** Whether the browser knows a time zone of this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
