import { FEWEST_DEPLOYMENTS, logSeconds, medianInterval95, medianOfSorted, welch } from '@leadline/statistics';
import { type GroupHistory, leadTimesIn, within } from './groups.js';
import { type Judgement, judgementOf, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import { measures, type NotJudgedReason, type Span } from './outlier.js';

/**
 * Lead time of the period against that of the weeks before: Welch's test of the logarithms of one median per deployment,
 * six deployments on either side (metrics.md 7.1 b). Means and medians must have moved the same way.
 */
export function leadTimeAgainstHistory(groups: readonly GroupHistory[], period: Span, baseline: Span): Judgement {
  const { metric } = measures.lead_time;
  const looked = groups.map(({ name, deployments }): NotJudgedReason | Test => {
    const before = leadTimesIn(within(deployments, baseline));
    const after = leadTimesIn(within(deployments, period));
    if (after.length < FEWEST_DEPLOYMENTS) return 'too_few';
    if (before.length < FEWEST_DEPLOYMENTS) return 'too_few_before';
    const test = welch(before.map(logSeconds), after.map(logSeconds));
    const [center, value] = [medianOfSorted(before), medianOfSorted(after)];
    if (test === null || center === null || value === null) return 'no_variation';
    const { p, t } = test;
    const isOneWay = Math.sign(t) === Math.sign(value - center);
    if (!isOneWay || !isMaterial('lead_time', center, value)) return { p, suspect: null };
    const usual = medianInterval95(before);
    return {
      p,
      suspect: {
        rule: 'lead_time_against_history',
        measure: 'lead_time',
        subject: { kind: 'group', group: name },
        value,
        n: after.length,
        numerator: null,
        comparedWith: {
          of: 'history',
          members: 1,
          n: before.length,
          center,
          low: usual?.low ?? null,
          high: usual?.high ?? null,
          evidence: { metric, ...baseline, group: name },
        },
        direction: t > 0 ? 'worse' : 'better',
        since: period.from,
        evidence: { metric, ...period, group: name },
        isProvisional: false,
      },
    };
  });
  return judgementOf('lead_time_against_history', 'lead_time', looked);
}
