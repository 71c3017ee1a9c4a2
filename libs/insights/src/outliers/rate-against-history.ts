import { fisherExact, SMALLEST_FLAGGED_N, wilson95 } from '@leadline/statistics';
import { type GroupHistory, within } from './groups.js';
import { type Judgement, judgementOf, suspectGroup, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Span } from './outlier.js';
import { rateOf, type RateMeasure, shareOf } from './rates.js';

interface Compared {
  readonly groups: readonly GroupHistory[];
  readonly period: Span;
  readonly baseline: Span;
  readonly isProvisional: boolean;
}

/** A share of the period against that of the weeks before, ten deployments on either side (metrics.md 7.1 b). */
export function rateAgainstHistory(measure: RateMeasure, compared: Compared): Judgement {
  const { groups, period, baseline, isProvisional } = compared;
  const looked = groups.map(({ name, deployments }): NotJudgedReason | Test => {
    const before = rateOf(within(deployments, baseline), measure);
    const after = rateOf(within(deployments, period), measure);
    if (after.n < SMALLEST_FLAGGED_N) return 'too_few';
    if (before.n < SMALLEST_FLAGGED_N) return 'too_few_before';
    const p = fisherExact(before, after);
    const [center, value] = [shareOf(before), shareOf(after)];
    if (!isMaterial(measure, center, value)) return { p, suspect: null };
    return {
      p,
      suspect: suspectGroup({
        rule: 'rate_against_history',
        measure,
        group: name,
        value,
        n: after.n,
        numerator: after.k,
        span: period,
        against: {
          of: 'history',
          members: 1,
          n: before.n,
          center,
          usual: wilson95(before.k, before.n),
          span: baseline,
        },
        direction: value > center ? 'worse' : 'better',
        isProvisional,
      }),
    };
  });
  return judgementOf('rate_against_history', measure, looked);
}
