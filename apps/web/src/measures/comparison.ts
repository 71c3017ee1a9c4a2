import { NBSP, percent, short, signed } from '../format/number.js';
import type { Measure } from './measure.js';

/** A value with its 95 % interval, as the API gives it. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly status: 'OK' | 'PROVISIONAL' | 'INSUFFICIENT' | 'NO_DATA';
  readonly n: number;
}

export type Comparison =
  | { readonly verdict: 'better' | 'worse' | 'usual'; readonly text: string; readonly word: string }
  /** One of the two periods has nothing, or too little to be compared. */
  | { readonly verdict: 'none'; readonly reason: string };

/** What a ratio and a duration need to be compared, as the API counts it. */
const NEEDED: Readonly<Record<Measure['kind'], number>> = { share: 10, duration: 6, rate: 1 };

/**
 * A value against that of the period before. It is better or worse where the 95 % interval of the difference (shares) or
 * of the ratio (durations, rates) leaves out "no difference"; otherwise within usual variation. The interval of the
 * difference is made from those of both values: Zou and Donner, "Construction of confidence limits about effect
 * measures", Statistics in Medicine 27 (2008).
 */
export function compare(measure: Measure, now: Estimate, before: Estimate | undefined): Comparison {
  if (now.value === null || now.status === 'NO_DATA') return { verdict: 'none', reason: 'nothing to compare' };
  if (now.status === 'INSUFFICIENT')
    return { verdict: 'none', reason: `too few to compare (needs${NBSP}${NEEDED[measure.kind]})` };
  if (before === undefined || before.value === null || before.status === 'NO_DATA')
    return { verdict: 'none', reason: 'no data in the period before' };
  if (before.status === 'INSUFFICIENT')
    return { verdict: 'none', reason: `too few before (n${NBSP}=${NBSP}${before.n})` };
  const text = differenceText(measure.kind, now.value, before.value);
  const direction = certainDirection(measure.kind, now, before);
  if (direction === 0) return { verdict: 'usual', text, word: 'usual variation' };
  const verdict = direction > 0 === (measure.betterIs === 'higher') ? 'better' : 'worse';
  return { verdict, text, word: measure.words[verdict] };
}

/** "−27 %" of durations and rates, "+1.3 points" of shares. */
function differenceText(kind: Measure['kind'], now: number, before: number): string {
  if (kind === 'share') return signed(now - before, `${percent(now - before)}${NBSP}points`);
  if (before === 0) return now === 0 ? `±0${NBSP}%` : 'from none';
  const ratio = now / before - 1;
  if (ratio >= 3) return `${short(now / before)}${NBSP}times`;
  return signed(ratio, `${Math.round(Math.abs(ratio) * 100)}${NBSP}%`);
}

/** 1: certainly more, −1: certainly less, 0: the interval of the difference contains none. */
function certainDirection(kind: Measure['kind'], now: Estimate, before: Estimate): -1 | 0 | 1 {
  const scale =
    kind === 'share' ? (value: number) => value : (value: number) => Math.log(Math.max(value, Number.MIN_VALUE));
  const [a, b] = [onScale(now, scale), onScale(before, scale)];
  if (a === null || b === null) return 0;
  const difference = a.value - b.value;
  const low = difference - Math.hypot(a.value - a.low, b.high - b.value);
  const high = difference + Math.hypot(a.high - a.value, b.value - b.low);
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}

function onScale({ value, low, high }: Estimate, scale: (value: number) => number) {
  if (value === null || low === null || high === null) return null;
  return { value: scale(value), low: scale(low), high: scale(high) };
}
