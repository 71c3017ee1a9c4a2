import { civilDateAt, startOfDay } from './civil-time.js';

const MINUTE_MS = 60_000;

/** "2026-11-20T02:41" of an instant in a zone, as a field for date and time takes it. */
export function localText(instant: number, timeZone: string): string {
  const date = civilDateAt(instant, timeZone);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${date}T${clock.format(instant)}`;
}

/** The instant of such a text, in epoch milliseconds; of an hour that the clock has twice, the first. Null: there is none. */
export function instantAt(text: string, timeZone: string): number | null {
  const [, date, hours, minutes] = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})/.exec(text) ?? [];
  if (date === undefined || Number.isNaN(Date.parse(`${date}T00:00Z`))) return null;
  const near = startOfDay(date, timeZone) + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
  // Where the clock was changed that day, the count from midnight is off by as much.
  const found = [0, -60, 60, -30, 30].find(
    (shift) => localText(near + shift * MINUTE_MS, timeZone) === text.slice(0, 16),
  );
  return near + (found ?? 0) * MINUTE_MS;
}
