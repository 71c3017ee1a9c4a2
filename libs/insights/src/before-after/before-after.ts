import { FEWEST_DURATIONS, FEWEST_OF_A_RATE } from '@leadline/metrics';
import {
  criticalZ,
  type Episode,
  fisherExact,
  type Interval,
  kaplanMeier,
  logRank,
  logSeconds,
  mean,
  median,
  newcombe95,
  percentChange,
  type Proportion,
  stabilisedCount,
  twoSidedStudentP,
  variance,
  welch,
} from '@leadline/statistics';

/** What is compared, by its kind; the same kind before and after. */
export type Compared =
  | { readonly kind: 'rate'; readonly before: Proportion; readonly after: Proportion }
  /** Seconds, one for each deployment: its commits are not independent. */
  | { readonly kind: 'durations'; readonly before: readonly number[]; readonly after: readonly number[] }
  /** Counts of full weeks. */
  | { readonly kind: 'weekly_counts'; readonly before: readonly number[]; readonly after: readonly number[] }
  | { readonly kind: 'survival'; readonly before: readonly Episode[]; readonly after: readonly Episode[] };

/** Which way a project wanted the metric to go. */
export type Direction = 'up' | 'down';
export type Verdict = 'improved' | 'worse' | 'not_distinguishable';
/** too_few: samples on a side. chance: p above 0.05, or no test. small: less than 20 per cent. */
export type Doubt = 'too_few' | 'chance' | 'small';

/** A metric before and after a change of how one works (metrics-deployment.md D). */
export interface BeforeAfter {
  readonly verdict: Verdict;
  /** Why it cannot be distinguished; null: it can. */
  readonly doubt: Doubt | null;
  readonly nBefore: number;
  readonly nAfter: number;
  /** Rate, median seconds, or count a week; null: no value. */
  readonly before: number | null;
  readonly after: number | null;
  /** After against before: 0.2 is a fifth more; null: nothing to compare with. */
  readonly change: number | null;
  /**
   * 95 % interval: of a rate of the difference, of everything else of `change`; null: too few, or of what is still open.
   */
  readonly interval: Interval | null;
  /** Two-sided; null: it cannot be tested. */
  readonly p: number | null;
}

const MOST_P = 0.05;
const LEAST_CHANGE = 0.2;

type Measured = Omit<BeforeAfter, 'verdict' | 'doubt' | 'change'> & { readonly change: number | null };

/**
 * Judges one metric that was named beforehand. Improved or worse only with p of at most 0.05, a change of at least a
 * fifth and enough samples on both sides; else the two cannot be told apart, which does not say that they are the same.
 *
 * Rates: Newcombe's interval of the difference and Fisher's test; durations: Hodges-Lehmann and Welch on logarithms;
 * counts: t on square roots, with the dispersion of the weeks; what may still be open: medians and the log-rank test.
 */
export function beforeAfter(compared: Compared, wanted: Direction): BeforeAfter {
  const measured = measure(compared);
  const doubt = doubtOf(measured, compared.kind === 'rate' ? FEWEST_OF_A_RATE : FEWEST_DURATIONS);
  if (doubt !== null) return { ...measured, verdict: 'not_distinguishable', doubt };
  const wentUp = (measured.after ?? 0) > (measured.before ?? 0);
  return { ...measured, verdict: wentUp === (wanted === 'up') ? 'improved' : 'worse', doubt };
}

function doubtOf({ nBefore, nAfter, change, p }: Measured, fewest: number): Doubt | null {
  if (nBefore < fewest || nAfter < fewest || change === null) return 'too_few';
  if (p === null || p > MOST_P) return 'chance';
  return Math.abs(change) < LEAST_CHANGE ? 'small' : null;
}

function measure(compared: Compared): Measured {
  switch (compared.kind) {
    case 'rate':
      return ofRates(compared.before, compared.after);
    case 'durations':
      return ofDurations(compared.before, compared.after);
    case 'weekly_counts':
      return ofCounts(compared.before, compared.after);
    case 'survival':
      return ofEpisodes(compared.before, compared.after);
  }
}

function ofRates(before: Proportion, after: Proportion): Measured {
  const [first, second] = [before, after].map(({ k, n }) => (n === 0 ? null : k / n));
  return {
    ...valuesOf(first ?? null, second ?? null),
    nBefore: before.n,
    nAfter: after.n,
    interval: newcombe95(before, after),
    p: fisherExact(before, after),
  };
}

function ofDurations(before: readonly number[], after: readonly number[]): Measured {
  const logs = [before.map(logSeconds), after.map(logSeconds)] as const;
  const shift = percentChange(
    before.map((seconds) => Math.max(1, seconds)),
    after.map((seconds) => Math.max(1, seconds)),
  );
  const values = valuesOf(middleOf(before), middleOf(after));
  const interval = shift?.interval ?? null;
  return {
    ...values,
    // Of all pairs, which is surer than of two medians.
    change: shift === null ? null : shift.shift / 100,
    nBefore: before.length,
    nAfter: after.length,
    interval: interval && { low: interval.low / 100, high: interval.high / 100 },
    p: welch(...logs)?.p ?? null,
  };
}

/** Stabilised, counts have a standard deviation of 1/2 by chance alone; bursts widen it. */
function ofCounts(before: readonly number[], after: readonly number[]): Measured {
  const [first, second] = [mean(before), mean(after)];
  const [nBefore, nAfter] = [totalOf(before), totalOf(after)];
  const values = { ...valuesOf(first, second), nBefore, nAfter };
  const degreesOfFreedom = before.length + after.length - 2;
  if (degreesOfFreedom < 1 || nBefore + nAfter === 0) return { ...values, interval: null, p: null };
  const deviations = [before, after].map((weeks) => (variance(weeks) ?? 0) * Math.max(0, weeks.length - 1));
  const spread = totalOf(deviations) / degreesOfFreedom;
  const dispersion = Math.max(1, spread / ((nBefore + nAfter) / (before.length + after.length)));
  const roots = [before, after].map((weeks) => mean(weeks.map(stabilisedCount)) ?? 0);
  const error = Math.sqrt(dispersion * (1 / before.length + 1 / after.length));
  const t = (2 * ((roots[1] ?? 0) - (roots[0] ?? 0))) / error;
  return { ...values, interval: ratioInterval(values, dispersion), p: twoSidedStudentP(t, degreesOfFreedom) };
}

/** Of the ratio of two counts, on logarithms. */
function ratioInterval(
  { before, after, nBefore, nAfter }: Pick<Measured, 'before' | 'after' | 'nBefore' | 'nAfter'>,
  dispersion: number,
): Interval | null {
  if (before === null || after === null || nBefore === 0 || nAfter === 0) return null;
  const [ratio, error] = [Math.log(after / before), Math.sqrt(dispersion * (1 / nBefore + 1 / nAfter))];
  return { low: Math.expm1(ratio - criticalZ(0.95) * error), high: Math.expm1(ratio + criticalZ(0.95) * error) };
}

function ofEpisodes(before: readonly Episode[], after: readonly Episode[]): Measured {
  return {
    ...valuesOf(kaplanMeier(before).median, kaplanMeier(after).median),
    nBefore: before.length,
    nAfter: after.length,
    interval: null,
    p: logRank(before, after)?.p ?? null,
  };
}

/** From nothing to something is a change beyond any share. */
function valuesOf(before: number | null, after: number | null): Pick<Measured, 'before' | 'after' | 'change'> {
  if (before === null || after === null) return { before, after, change: null };
  if (before === 0) return { before, after, change: after === 0 ? 0 : Infinity };
  return { before, after, change: after / before - 1 };
}

const middleOf = (values: readonly number[]): number | null => (values.length === 0 ? null : median(values));
const totalOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
