import type { Unit } from '@leadline/metrics';

/** Between a number and its unit: a line never breaks there. */
const NBSP = '\u00A0';
const MINUS = '\u2212';
const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** "1,204". */
export const grouped = (count: number): string => count.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** "n = 38": never broken. */
export const sampleSize = (count: number): string => `n${NBSP}=${NBSP}${grouped(count)}`;

/** "1 change", "1,204 changes". */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${grouped(count)}${NBSP}${count === 1 ? singular : plural}`;

/** At most two significant digits: "0.43", "3.1", "31", "310". */
export function twoDigits(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(2));
  return rounded.toLocaleString('en-US', { maximumSignificantDigits: 2 });
}

interface Scale {
  readonly unit: string;
  readonly per: number;
}

/** In what a value is best said; the ends of its interval are said in the same. */
function scaleOf(value: number, unit: Unit): Scale {
  switch (unit) {
    case 'RATIO':
      return { unit: '%', per: 0.01 };
    case 'SECONDS':
      if (value < 1.5 * MINUTE) return { unit: 's', per: 1 };
      if (value < 1.5 * HOUR) return { unit: 'min', per: MINUTE };
      return value < 2 * DAY ? { unit: 'h', per: HOUR } : { unit: 'd', per: DAY };
    case 'PER_DAY':
      if (value >= 0.95 || value === 0) return { unit: 'a day', per: 1 };
      return value >= 1 / 7 ? { unit: 'a week', per: 1 / 7 } : { unit: 'in 30 days', per: 1 / 30 };
    case 'COUNT':
    case 'FACTOR':
      return { unit: '', per: 1 };
  }
}

/** "19 h", "7.5 %", "15 a day". */
export function valueText(value: number, unit: Unit): string {
  const scale = scaleOf(value, unit);
  return withUnit(twoDigits(value / scale.per), scale);
}

/** "17–21 h": in the unit of the value between. */
export function intervalText(value: number, { low, high }: { low: number; high: number }, unit: Unit): string {
  const scale = scaleOf(value, unit);
  return withUnit(`${twoDigits(low / scale.per)}–${twoDigits(high / scale.per)}`, scale);
}

const withUnit = (text: string, { unit }: Scale): string => (unit === '' ? text : `${text}${NBSP}${unit}`);

/** "+27 %", "−27 %": of a ratio of two values. */
export function percentText(ratio: number): string {
  const percent = Number((Math.abs(ratio - 1) * 100).toPrecision(2));
  return `${signOf(ratio - 1, percent)}${twoDigits(percent)}${NBSP}%`;
}

/** "+1.7 points", of a difference of two rates. */
export function pointsText(difference: number): string {
  const points = Number((Math.abs(difference) * 100).toPrecision(2));
  return `${signOf(difference, points)}${twoDigits(points)}${NBSP}${points === 1 ? 'point' : 'points'}`;
}

function signOf(difference: number, shown: number): string {
  if (shown === 0) return '±';
  return difference < 0 ? MINUS : '+';
}

const BLOCKS = '▁▂▃▄▅▆▇█';

/** One column for each value, from zero to the greatest; a dot where there is none. */
export function sparkline(values: readonly (number | null)[]): string {
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  return values.map((value) => (value === null ? '·' : columnOf(most === 0 ? 0 : value / most))).join('');
}

function columnOf(share: number): string {
  const height = Math.min(BLOCKS.length - 1, Math.max(0, Math.ceil(share * BLOCKS.length) - 1));
  return BLOCKS[height] ?? '·';
}

/** "Sunday 15 November 2026" in the zone. */
export function longDate(instant: number, timeZone: string): string {
  const parts = partsOf(instant, timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return `${parts('weekday')} ${parts('day')} ${parts('month')} ${parts('year')}`;
}

/** "Tue 10 Nov 14:05" in the zone. */
export function shortTime(instant: number, timeZone: string): string {
  const parts = partsOf(instant, timeZone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return `${parts('weekday')} ${parts('day')} ${parts('month')} ${parts('hour')}:${parts('minute')}`.replaceAll(
    ' ',
    NBSP,
  );
}

function partsOf(instant: number, timeZone: string, options: Intl.DateTimeFormatOptions): (type: string) => string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).formatToParts(instant);
  return (type) => parts.find((part) => part.type === type)?.value ?? '';
}

/** "3 d", "5 h": how long something has lasted. */
export function lastedText(milliseconds: number): string {
  return valueText(Math.max(0, milliseconds) / 1000, 'SECONDS');
}
