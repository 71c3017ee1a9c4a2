import { duration, durationQuantity, type Quantity } from '../format/duration.js';
import { counted, NBSP, percent, short } from '../format/number.js';
import type { ValueFragment } from '../generated/graphql.js';
import type { Measure } from './measure.js';

const DAYS_OF_WEEK = 7;
const DAYS_OF_MONTH = 365.25 / 12;

/** A value as a tile sets it; rates below one a day are given per week or month. `like`: the value it stands beside. */
export function quantity(kind: Measure['kind'], value: number, like = value): Quantity {
  switch (kind) {
    case 'duration':
      return durationQuantity(value, like);
    case 'share':
      return { value: percent(value), unit: '%' };
    case 'rate': {
      const { unit, days } = rateUnit(like);
      return { value: tenths(value * days), unit };
    }
  }
}

const tenths = (value: number): string => (value >= 100 ? short(value) : String(Number(value.toFixed(1))));

function rateUnit(perDay: number): { readonly unit: string; readonly days: number } {
  if (perDay >= 1 || perDay === 0) return { unit: 'per day', days: 1 };
  if (perDay * DAYS_OF_WEEK >= 1) return { unit: 'per week', days: DAYS_OF_WEEK };
  return { unit: 'per month', days: DAYS_OF_MONTH };
}

/** "19 h", "14.7 per day", "7.5 %"; in the unit of the value it stands beside, `like`. */
export function valueText(kind: Measure['kind'], value: number, like = value): string {
  const { value: number, unit } = quantity(kind, value, like);
  return `${number}${NBSP}${unit}`;
}

/** On an axis: "14.7", "8 %", "24 h". */
export function axisText(kind: Measure['kind'], value: number): string {
  switch (kind) {
    case 'duration':
      return duration(value);
    case 'share':
      return `${percent(value)}${NBSP}%`;
    case 'rate':
      return tenths(value);
  }
}

/** "17–21 h", "5.4–10.5 %", in the unit of the value; "35 min – 6 h" where its ends are too far apart for that. */
export function intervalText(kind: Measure['kind'], low: number, high: number, value: number): string {
  if (kind === 'rate') {
    const { unit, days } = rateUnit(value);
    return `${tenths(low * days)}–${tenths(high * days)}${days === 1 ? '' : `${NBSP}${unit}`}`;
  }
  const [from, to] = [quantity(kind, low, value), quantity(kind, high, value)];
  if (from.unit === to.unit) return `${from.value}–${to.value}${NBSP}${to.unit}`;
  return `${from.value}${NBSP}${from.unit} – ${to.value}${NBSP}${to.unit}`;
}

/** The rate whose unit a column of rates is in: per week where one of them is below one a day, so that they compare. */
export function commonRate(rates: readonly number[]): number {
  return rates.some((rate) => rate > 0 && rate < 1) ? 1 / DAYS_OF_WEEK : 1;
}

/** What the value was made from: "n = 1,204 commits", "31 of 412", "412 in 28 days". */
export function samplesText(
  { kind, samples }: Measure,
  point: Pick<ValueFragment, 'n' | 'numerator' | 'denominator'>,
): string {
  const { n, numerator, denominator } = point;
  if (kind === 'share' && numerator !== null && denominator !== null)
    return `${numerator} of ${counted(denominator, ...samples)}`;
  if (kind === 'rate' && denominator !== null) return `${counted(n, ...samples)} in ${counted(denominator, 'day')}`;
  return `n = ${counted(n, ...samples)}`;
}
