import { fewestSamples } from '@leadline/metrics';
import {
  benjaminiHochberg,
  criticalZ,
  fisherExact,
  logSeconds,
  stabilisedCount,
  twoSidedNormalP,
  welch,
} from '@leadline/statistics';
import type { DoraMetricId, Figures } from './figures.js';

/** Share of false discoveries among what a mail calls a change (metrics.md 7.2). */
const FALSE_DISCOVERIES = 0.05;
/** Least change worth telling, whatever its certainty (metrics.md 7.2). */
const LEAST_RATIO = 0.2;
const LEAST_DIFFERENCE: Readonly<Record<DoraMetricId, number>> = {
  DEPLOYMENT_FREQUENCY: 0,
  CHANGE_LEAD_TIME: 3_600,
  CHANGE_FAIL_RATE: 0.05,
  FAILED_DEPLOYMENT_RECOVERY_TIME: 900,
  DEPLOYMENT_REWORK_RATE: 0.05,
};
const FEWEST_WEEKS = 2;

/** The five metrics of a window and of the time before it. */
export interface ComparedFigures {
  readonly metrics: readonly MetricPair[];
  /** Lead time with one sample for each deployment: commits of one deployment are not independent. */
  readonly leadTimeByDeployment: { readonly now: Figures; readonly before: Figures };
  /** Deployments in each full week of both. */
  readonly weeklyDeployments: { readonly now: readonly number[]; readonly before: readonly number[] };
}

export interface MetricPair {
  readonly metric: DoraMetricId;
  readonly now: Figures;
  readonly before: Figures;
}

/** What can be said of a metric against the time before. */
export type Comparison =
  | { readonly kind: 'no_value' }
  /** Nothing before to compare with. */
  | { readonly kind: 'no_history' }
  | { readonly kind: 'too_few'; readonly needed: number }
  | { readonly kind: 'usual'; readonly now: number; readonly before: number }
  | { readonly kind: 'changed'; readonly now: number; readonly before: number; readonly p: number };

/**
 * Judges the five metrics together: those that change beyond chance (one family, false discoveries held at 5 %) and by
 * enough to matter. Tests: rates Fisher, frequency Welch on the square roots of weekly counts, durations by the distance
 * of the medians' logarithms in units of their intervals, one sample for each deployment (metrics.md 7.1 b).
 */
export function comparisons(input: ComparedFigures): ReadonlyMap<DoraMetricId, Comparison> {
  const judged = input.metrics.map((figures) => ({ metric: figures.metric, ...judge(figures, input) }));
  const tested = judged.filter(({ p }) => p !== null);
  const decisions = benjaminiHochberg(
    tested.map(({ p }) => p ?? 1),
    FALSE_DISCOVERIES,
  );
  const rejected = new Set(tested.filter((_, index) => decisions[index]?.rejected).map(({ metric }) => metric));
  return new Map(
    judged.map(({ metric, comparison, p }): [DoraMetricId, Comparison] => {
      if (comparison.kind !== 'usual' || p === null) return [metric, comparison];
      const isChange = rejected.has(metric) && isLarge(metric, comparison);
      return [metric, isChange ? { ...comparison, kind: 'changed', p } : comparison];
    }),
  );
}

function judge(figures: MetricPair, input: ComparedFigures): { comparison: Comparison; p: number | null } {
  const { metric, now, before } = figures;
  if (now.value === null) return { comparison: { kind: 'no_value' }, p: null };
  if (before.value === null) return { comparison: { kind: 'no_history' }, p: null };
  const needed = fewestSamples(metric);
  const samples = metric === 'CHANGE_LEAD_TIME' ? input.leadTimeByDeployment : { now, before };
  if (samples.now.n < needed || samples.before.n < needed) return { comparison: { kind: 'too_few', needed }, p: null };
  return { comparison: { kind: 'usual', now: now.value, before: before.value }, p: chanceOf(figures, input) };
}

/** p of "nothing changed"; null: it cannot be tested. */
function chanceOf({ metric, now, before }: MetricPair, input: ComparedFigures): number | null {
  switch (metric) {
    case 'DEPLOYMENT_FREQUENCY': {
      const { now: late, before: early } = input.weeklyDeployments;
      if (Math.min(late.length, early.length) < FEWEST_WEEKS) return null;
      return welch(early.map(stabilisedCount), late.map(stabilisedCount))?.p ?? null;
    }
    case 'CHANGE_LEAD_TIME':
      return chanceOfMedians(input.leadTimeByDeployment);
    case 'FAILED_DEPLOYMENT_RECOVERY_TIME':
      return chanceOfMedians({ now, before });
    case 'CHANGE_FAIL_RATE':
    case 'DEPLOYMENT_REWORK_RATE':
      return fisherExact(
        { k: before.numerator ?? 0, n: before.denominator ?? 0 },
        { k: now.numerator ?? 0, n: now.denominator ?? 0 },
      );
  }
}

/** Two medians by their 95 % intervals on the scale of logarithms; null where an interval is open. */
function chanceOfMedians({ now, before }: { now: Figures; before: Figures }): number | null {
  const [a, b] = [logMedian(before), logMedian(now)];
  if (a === null || b === null) return null;
  const error = Math.hypot(a.error, b.error);
  // So many equal values on both sides that their intervals have no width.
  if (error === 0) return a.centre === b.centre ? 1 : 0;
  return twoSidedNormalP((b.centre - a.centre) / error);
}

function logMedian({ value, low, high }: Figures): { centre: number; error: number } | null {
  if (value === null || low === null || high === null) return null;
  return { centre: logSeconds(value), error: (logSeconds(high) - logSeconds(low)) / (2 * criticalZ(0.95)) };
}

function isLarge(metric: DoraMetricId, { now, before }: { now: number; before: number }): boolean {
  const difference = Math.abs(now - before);
  return difference >= LEAST_DIFFERENCE[metric] && (before === 0 || difference / before >= LEAST_RATIO);
}
