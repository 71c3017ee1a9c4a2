import { NBSP } from './number.js';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/** A value and its unit, apart, so that a tile can set them in two sizes. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

interface DurationUnit {
  readonly unit: string;
  readonly seconds: number;
}

function unitOf(seconds: number): DurationUnit {
  if (seconds < MINUTE) return { unit: 's', seconds: 1 };
  if (seconds < HOUR - MINUTE / 2) return { unit: 'min', seconds: MINUTE };
  return seconds < 48 * HOUR ? { unit: 'h', seconds: HOUR } : { unit: 'd', seconds: DAY };
}

/**
 * Seconds in two significant digits: "48 min", "3.1 h", "19 h", "6 d". Hours up to 48. Beside another duration, `like`, in
 * its unit where that takes two digits: beside 47 h it is 65 h, not 2.7 d.
 */
export function durationQuantity(seconds: number, like = seconds): Quantity {
  const wanted = unitOf(like);
  const inWanted = seconds / wanted.seconds;
  const { unit, seconds: size } = inWanted >= 1 && inWanted < 99.5 ? wanted : unitOf(seconds);
  const amount = seconds / size;
  return { value: unit === 's' || unit === 'min' ? String(Math.round(amount)) : twoDigits(amount), unit };
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
