import { NBSP } from './number.js';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A value and its unit, apart, so that a tile can set them in two sizes. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** Seconds in two significant digits: "48 min", "3.1 h", "19 h", "6 d". Hours up to 48. */
export function durationQuantity(seconds: number): Quantity {
  if (seconds < MINUTE) return { value: String(Math.round(seconds)), unit: 's' };
  if (seconds < HOUR - MINUTE / 2) return { value: String(Math.round(seconds / MINUTE)), unit: 'min' };
  if (seconds < 48 * HOUR) return { value: twoDigits(seconds / HOUR), unit: 'h' };
  return { value: twoDigits(seconds / DAY), unit: 'd' };
}

const twoDigits = (value: number): string =>
  value < 9.95 ? String(Number(value.toFixed(1))) : String(Math.round(value));

/** The same as one text. */
export function duration(seconds: number): string {
  const { value, unit } = durationQuantity(seconds);
  return `${value}${NBSP}${unit}`;
}

/** Two neighbouring units, nothing rounded away but what is below them: "2 h 05 min", "54 h 36 min", "3 d 4 h". */
export function exactDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return `${whole}${NBSP}s`;
  if (whole < HOUR) return `${Math.round(whole / MINUTE)}${NBSP}min`;
  if (whole < 100 * HOUR) return pair(whole, HOUR, 'h', MINUTE, 'min');
  return pair(whole, DAY, 'd', HOUR, 'h');
}

function pair(seconds: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const inSmall = Math.round(seconds / small);
  const perLarge = large / small;
  const [wholes, rest] = [Math.floor(inSmall / perLarge), inSmall % perLarge];
  const first = `${wholes}${NBSP}${largeUnit}`;
  if (rest === 0) return first;
  return `${first} ${smallUnit === 'min' ? String(rest).padStart(2, '0') : rest}${NBSP}${smallUnit}`;
}
