import { frequencyChange, FREQUENCY_HISTORY_WEEKS, mean } from '@leadline/statistics';
import { type GroupHistory, within } from './groups.js';
import { type Judgement, judgementOf, suspectGroup, type Test } from './judgement.js';
import { isMaterial } from './material.js';
import type { NotJudgedReason, Span } from './outlier.js';

const DAYS_OF_A_WEEK = 7;

/**
 * Deployments of the newest full week of the period against the twelve full weeks before it, at least eight (metrics.md
 * 7.1 b). Weeks before a group's first deployment are no history: nothing could be deployed yet.
 *
 * @param weeks full weeks up to the end of the period, ascending.
 */
export function frequencyAgainstHistory(
  groups: readonly GroupHistory[],
  period: Span,
  weeks: readonly Span[],
): Judgement {
  const newest = weeks.at(-1);
  const isInside = newest !== undefined && newest.from >= period.from && newest.to <= period.to;
  const looked = groups.map(({ name, deployments }): NotJudgedReason | Test => {
    if (!isInside) return 'too_few';
    const countIn = (week: Span): number => within(deployments, week).filter(({ isCounted }) => isCounted).length;
    const first = deployments.find(({ isCounted }) => isCounted)?.at ?? Infinity;
    const history = weeks.slice(-1 - FREQUENCY_HISTORY_WEEKS.recommended, -1).filter(({ from }) => from > first);
    const counts = history.map(countIn);
    const count = countIn(newest);
    const test = frequencyChange(counts, count);
    const usual = mean(counts);
    if (test === null || usual === null) return 'too_few_before';
    const [center, value] = [usual / DAYS_OF_A_WEEK, count / DAYS_OF_A_WEEK];
    if (!isMaterial('frequency', center, value)) return { p: test.p, suspect: null };
    return {
      p: test.p,
      suspect: suspectGroup({
        rule: 'frequency_against_history',
        measure: 'frequency',
        group: name,
        value,
        n: count,
        span: newest,
        against: {
          of: 'history',
          members: history.length,
          n: counts.reduce((sum, one) => sum + one, 0),
          center,
          usual: { low: Math.min(...counts) / DAYS_OF_A_WEEK, high: Math.max(...counts) / DAYS_OF_A_WEEK },
          span: { from: history[0]?.from ?? newest.from, to: newest.from },
        },
        direction: value < center ? 'worse' : 'better',
        isProvisional: false,
      }),
    };
  });
  return judgementOf('frequency_against_history', 'frequency', looked);
}
