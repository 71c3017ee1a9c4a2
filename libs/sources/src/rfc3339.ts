let latestText = '1970-01-01T00:00:00Z';
let latestAt = 0;

/**
 * Epoch milliseconds of an RFC 3339 instant with an offset, or null where the text is none or names a date that does
 * not exist. Fractions beyond milliseconds are cut off. A body's instant is asked for several times in a row: whether it
 * is one, whether it can be meant, and for the revision of what it is about.
 */
export function epochMsOf(text: string): number | null {
  if (text === latestText) return latestAt;
  const at = read(text);
  if (at !== null) {
    latestText = text;
    latestAt = at;
  }
  return at;
}

/** A push has one per commit, and this costs a fifth of a regular expression and `Date.parse`. */
function read(text: string): number | null {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const separated = text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':';
  if (!separated || Number.isNaN(year + hour) || !(minute <= 59) || hour > 23 || !isDay(year, month, day)) return null;
  let at = 16;
  let seconds = 0;
  let milliseconds = 0;
  if (text[at] === ':') {
    seconds = twoDigits(text, at + 1);
    if (!(seconds <= 59)) return null;
    at += 3;
    if (text[at] === '.') {
      const end = endOfDigits(text, at + 1);
      if (end === at + 1 || end > at + 10) return null;
      for (let place = 1; place <= 3; place++) {
        milliseconds = milliseconds * 10 + (at + place < end ? text.charCodeAt(at + place) - ZERO : 0);
      }
      at = end;
    }
  }
  const offset = offsetMinutes(text, at);
  if (offset === null) return null;
  // Date.UTC takes years below 100 for the twentieth century; the calendar repeats every 400 years.
  return Date.UTC(year + 400, month - 1, day, hour, minute - offset, seconds, milliseconds) - MS_OF_400_YEARS;
}

const MS_OF_DAY = 24 * 60 * 60 * 1000;
let latestDay = Number.NaN;
let latestDate = '';

/**
 * The instant in UTC, as `toISOString` writes it for a quarter of the time: what one sender tells is mostly of one day.
 *
 * @param at whole epoch milliseconds, since 1970
 */
export function rfc3339Of(at: number): string {
  const day = Math.floor(at / MS_OF_DAY);
  if (day !== latestDay) {
    latestDate = new Date(at).toISOString().slice(0, 11);
    latestDay = day;
  }
  const ms = at - day * MS_OF_DAY;
  const clock = `${digits(Math.floor(ms / 3_600_000))}:${digits(Math.floor(ms / 60_000) % 60)}`;
  const thousandths = ms % 1000;
  latestText = `${latestDate}${clock}:${digits(Math.floor(ms / 1000) % 60)}.${Math.floor(thousandths / 100)}${digits(thousandths % 100)}Z`;
  latestAt = at;
  return latestText;
}

/** An RFC 3339 instant in UTC. */
export function inUtc(text: string): string {
  const at = epochMsOf(text);
  return at === null ? text : rfc3339Of(at);
}

const TWO_DIGITS = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));
const digits = (number: number): string => TWO_DIGITS[number] ?? '';

const MS_OF_400_YEARS = 146_097 * 24 * 60 * 60 * 1000;

/** Minutes east of Greenwich of the offset that ends the text. */
function offsetMinutes(text: string, at: number): number | null {
  if (text[at] === 'Z') return text.length === at + 1 ? 0 : null;
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : 0;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  const complete = sign !== 0 && text[at + 3] === ':' && text.length === at + 6;
  return complete && hours <= 23 && minutes <= 59 ? sign * (hours * 60 + minutes) : null;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day >= 1 && day <= (DAYS[month - 1] ?? 0) + leap;
}

const ZERO = 0x30;
const isDigit = (code: number): boolean => code >= ZERO && code <= 0x39;

/** The number that two digits write from `at` on; NaN: one is none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at);
  const ones = text.charCodeAt(at + 1);
  return isDigit(tens) && isDigit(ones) ? (tens - ZERO) * 10 + ones - ZERO : Number.NaN;
}

function endOfDigits(text: string, at: number): number {
  let end = at;
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
}
