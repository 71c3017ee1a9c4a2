import { fisherExact, SMALLEST_FLAGGED_N, wilson95 } from '@leadline/statistics';
import { type GroupHistory, within } from './groups.js';
import { type Judgement, judgementOf, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import { measures, type NotJudgedReason, type Span } from './outlier.js';
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
  const { metric } = measures[measure];
  const looked = groups.map(({ name, deployments }): NotJudgedReason | Test => {
    const before = rateOf(within(deployments, baseline), measure);
    const after = rateOf(within(deployments, period), measure);
    if (after.n < SMALLEST_FLAGGED_N) return 'too_few';
    if (before.n < SMALLEST_FLAGGED_N) return 'too_few_before';
    const p = fisherExact(before, after);
    const [center, value] = [shareOf(before), shareOf(after)];
    if (!isMaterial(measure, center, value)) return { p, suspect: null };
    const usual = wilson95(before.k, before.n);
    return {
      p,
      suspect: {
        rule: 'rate_against_history',
        measure,
        subject: { kind: 'group', group: name },
        value,
        n: after.n,
        numerator: after.k,
        comparedWith: {
          of: 'history',
          members: 1,
          n: before.n,
          center,
          low: usual?.low ?? null,
          high: usual?.high ?? null,
          evidence: { metric, ...baseline, group: name },
        },
        direction: value > center ? 'worse' : 'better',
        since: period.from,
        evidence: { metric, ...period, group: name },
        isProvisional,
      },
    };
  });
  return judgementOf('rate_against_history', measure, looked);
}
