import { FEWEST_DEPLOYMENTS, logSeconds, medianInterval95, medianOfSorted, welch } from '@leadline/statistics';
import type { ComparedDurations } from './compared-durations.js';
import type { GroupHistory } from './groups.js';
import { type Judgement, judgementOf, suspectGroup, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Span } from './outlier.js';

/**
 * Durations of the period against those of the weeks before: Welch's test of the logarithms of one for each deployment or
 * recovery, six on either side (metrics.md 7.1 b). Means and medians must have moved the same way.
 */
export function durationAgainstHistory(
  { measure, againstHistory: rule, within }: ComparedDurations,
  groups: readonly GroupHistory[],
  { period, baseline, isProvisional }: { period: Span; baseline: Span; isProvisional: boolean },
): Judgement {
  const looked = groups.map((group): NotJudgedReason | Test => {
    const { name } = group;
    const [before, after] = [within(group, baseline), within(group, period)];
    if (typeof after === 'string') return after;
    if (typeof before === 'string') return before;
    if (after.length < FEWEST_DEPLOYMENTS) return 'too_few';
    if (before.length < FEWEST_DEPLOYMENTS) return 'too_few_before';
    const test = welch(before.map(logSeconds), after.map(logSeconds));
    const [center, value] = [medianOfSorted(before), medianOfSorted(after)];
    if (test === null || center === null || value === null) return 'no_variation';
    const { p, t } = test;
    const isOneWay = Math.sign(t) === Math.sign(value - center);
    if (!isOneWay || !isMaterial(measure, center, value)) return { p, suspect: null };
    return {
      p,
      suspect: suspectGroup({
        rule,
        measure,
        group: name,
        value,
        n: after.length,
        span: period,
        against: {
          of: 'history',
          members: 1,
          n: before.length,
          center,
          usual: medianInterval95(before),
          span: baseline,
        },
        direction: t > 0 ? 'worse' : 'better',
        isProvisional,
      }),
    };
  });
  return judgementOf(rule, measure, looked);
}
