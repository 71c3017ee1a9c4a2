/** A space that lines are not broken at: between a number and its unit. */
export const NBSP = '\u00a0';

const MINUS = '−';
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** 1204 → "1,204". */
export const count = (value: number): string => whole.format(value);

/** `count(1, 'change')` → "1 change"; the plural is the singular with an s unless given. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)}${NBSP}${value === 1 ? one : many}`;

/** A share of 1 as per cent with its sign left out: 0.0752 → "7.5", 0.37 → "37". */
export function percent(share: number): string {
  const value = Math.abs(share * 100);
  const digits = value < 9.95 && !Number.isInteger(Number(value.toFixed(2))) ? 1 : 0;
  return value.toFixed(digits);
}

/** With the sign that a difference needs: −27, +1.3. */
export const signed = (value: number, text: string): string => `${value < 0 ? MINUS : '+'}${text}`;

/** At most two significant digits up to 100, whole numbers above: 14.68 → "14.7" is left to rates; 0.8123 → "0.81". */
export function short(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 10) return whole.format(Math.round(value));
  return String(Number(value.toPrecision(2)));
}
