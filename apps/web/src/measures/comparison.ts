import type { ChangeVerdict } from '../generated/graphql.js';
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

/** The same with what the API says of its change against the period before. */
export interface Judged extends Estimate {
  readonly verdict: ChangeVerdict | null;
}

export type Comparison =
  | { readonly verdict: 'better' | 'worse' | 'usual'; readonly text: string; readonly word: string }
  /** One of the two periods has nothing, or too little to be compared. */
  | { readonly verdict: 'none'; readonly reason: string };

/** What a ratio and a duration need to be compared, as the API counts it. */
const NEEDED: Readonly<Record<Measure['kind'], number>> = { share: 10, duration: 6, rate: 1 };

/**
 * A value against that of the period before. Whether it is better or worse is judged by the API, by the tests of insights and
 * weekly mails; otherwise it is within usual variation.
 */
export function compare(measure: Measure, now: Judged, before: Estimate | undefined): Comparison {
  const reason = reasonNot(measure, now, before);
  if (reason !== null) return { verdict: 'none', reason };
  const text = differenceText(measure.kind, now.value ?? 0, before?.value ?? 0);
  switch (now.verdict) {
    case 'BETTER':
      return { verdict: 'better', text, word: measure.words.better };
    case 'WORSE':
      return { verdict: 'worse', text, word: measure.words.worse };
    case 'TOO_FEW':
      // Commits of one deployment are one sample.
      return { verdict: 'none', reason: 'too few deployments to compare' };
    case 'USUAL':
    case 'NO_HISTORY':
    case 'NO_VALUE':
    case null:
      return { verdict: 'usual', text, word: 'usual variation' };
  }
}

/** Why a value cannot be compared with another; null: it can. */
function reasonNot(measure: Measure, now: Estimate, before: Estimate | undefined): string | null {
  if (now.value === null || now.status === 'NO_DATA') return 'nothing to compare';
  if (now.status === 'INSUFFICIENT') return `too few to compare (needs${NBSP}${NEEDED[measure.kind]})`;
  if (before === undefined || before.value === null || before.status === 'NO_DATA')
    return 'no data in the period before';
  if (before.status === 'INSUFFICIENT') return `too few before (n${NBSP}=${NBSP}${before.n})`;
  return null;
}

/** How far a place is from another; null: one of them has too little. */
export function distance(
  measure: Measure,
  one: Estimate,
  other: Estimate,
): { readonly isSure: boolean; readonly text: string } | null {
  if (reasonNot(measure, one, other) !== null) return null;
  const text = differenceText(measure.kind, one.value ?? 0, other.value ?? 0);
  return { isSure: isApart(measure.kind, one, other), text };
}

/** "−27 %" of durations and rates, "+1.3 points" of shares. */
function differenceText(kind: Measure['kind'], now: number, before: number): string {
  if (kind === 'share') return signed(now - before, `${percent(now - before)}${NBSP}points`);
  if (before === 0) return now === 0 ? `±0${NBSP}%` : 'from none';
  const ratio = now / before - 1;
  if (ratio >= 3) return `${short(now / before)}${NBSP}times`;
  return signed(ratio, `${Math.round(Math.abs(ratio) * 100)}${NBSP}%`);
}

/**
 * Whether the 95 % interval of the difference (shares) or of the ratio (durations, rates) leaves out "no difference". It is
 * made from the intervals of both values: Zou and Donner, "Construction of confidence limits about effect measures",
 * Statistics in Medicine 27 (2008).
 */
function isApart(kind: Measure['kind'], one: Estimate, other: Estimate): boolean {
  const scale =
    kind === 'share' ? (value: number) => value : (value: number) => Math.log(Math.max(value, Number.MIN_VALUE));
  const [a, b] = [onScale(one, scale), onScale(other, scale)];
  if (a === null || b === null) return false;
  const difference = a.value - b.value;
  const low = difference - Math.hypot(a.value - a.low, b.high - b.value);
  const high = difference + Math.hypot(a.high - a.value, b.value - b.low);
  return low > 0 || high < 0;
}

function onScale({ value, low, high }: Estimate, scale: (value: number) => number) {
  if (value === null || low === null || high === null) return null;
  return { value: scale(value), low: scale(low), high: scale(high) };
}
