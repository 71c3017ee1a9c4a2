import {
  betaBinomialMidP,
  type BetaPrior,
  funnel,
  type Proportion,
  SMALLEST_FLAGGED_N,
  williams,
} from '@leadline/statistics';
import { inOrder, within } from './groups.js';
import { type Judgement, judgementOf, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import { measures, type NotJudgedReason, type Span } from './outlier.js';
import { pooled, rateOf, shareOf } from './rates.js';
import type { ScannedDeployment } from './scan-input.js';

/** Days with enough deployments that are needed before one of them can be called unusual: our decision. */
const FEWEST_DAYS = 20;
/** Days that differ no more than chance makes them: the beta-binomial is a binomial. */
const PRECISION_OF_CHANCE = 1e6;
/** Days on which all fails or nothing: any rate is as likely as another. */
const LEAST_PRECISION = 2;

interface Day extends Proportion {
  readonly span: Span;
}

/**
 * Days of the period on which everything together failed more often than on the other days, as those differ: the tail of a
 * beta-binomial with the mean and the spread of all days but this one, so that no bad day hides itself. It only looks for
 * more failures: p is one-sided.
 *
 * @param days full days up to the end of the period, ascending.
 */
export function unusualDay(
  everything: readonly ScannedDeployment[],
  { period, days, settledUntil }: { period: Span; days: readonly Span[]; settledUntil: number },
): Judgement {
  const measure = 'fail_rate';
  const { metric } = measures[measure];
  const deployments = inOrder(everything);
  const units = days
    .map((span): Day => ({ span, ...rateOf(within(deployments, span), measure) }))
    .filter(({ n }) => n > 0);
  const first = units[0]?.span.from ?? period.from;
  const hasHistory = units.filter(({ n }) => n >= SMALLEST_FLAGGED_N).length >= FEWEST_DAYS;
  const inside = units.filter(({ span }) => span.from >= period.from && span.to <= period.to);
  const limits = funnel(units);
  const limitOf = new Map(units.map((unit, index) => [unit, limits?.units[index]?.limit998]));
  const looked = inside.map((unit): NotJudgedReason | Test => {
    const { span, k, n } = unit;
    if (n < SMALLEST_FLAGGED_N) return 'too_few';
    if (!hasHistory) return 'too_few_before';
    const others = units.filter((other) => other !== unit);
    const usual = pooled(others);
    const p = betaBinomialMidP(k, n, spreadOf(others));
    const [center, value] = [shareOf(usual), k / n];
    if (value < center || !isMaterial(measure, center, value)) return { p, suspect: null };
    return {
      p,
      suspect: {
        rule: 'unusual_day',
        measure,
        subject: { kind: 'everything' },
        value,
        n,
        numerator: k,
        comparedWith: {
          of: 'other_days',
          members: others.length,
          n: usual.n,
          center,
          low: limitOf.get(unit)?.low ?? null,
          high: limitOf.get(unit)?.high ?? null,
          evidence: { metric, from: first, to: period.to, group: null },
        },
        direction: 'worse',
        since: span.from,
        evidence: { metric, ...span, group: null },
        isProvisional: span.to > settledUntil,
      },
    };
  });
  return judgementOf('unusual_day', measure, looked);
}

/** Mean and spread of days; half a failure is added, for where there was none at all. */
function spreadOf(days: readonly Proportion[]): BetaPrior {
  const { k, n } = pooled(days);
  const precision = williams(days)?.precision ?? PRECISION_OF_CHANCE;
  return { mean: (k + 0.5) / (n + 1), precision: Math.max(LEAST_PRECISION, precision) };
}
