import type { Episode } from './kaplan-meier.js';
import { twoSidedNormalP } from './normal.js';
import { ascending } from './quantile.js';

export interface LogRankTest {
  /** Positive when fewer episodes ended after than were expected: they last longer. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * Whether two groups of episodes, some of them still open, end alike. Null where nothing ended that could tell.
 *
 * Source: Mantel, "Evaluation of Survival Data and Two New Rank Order Statistics Arising in Its Consideration", Cancer
 * Chemotherapy Reports 50 (1966), 163-170.
 */
export function logRank(before: readonly Episode[], after: readonly Episode[]): LogRankTest | null {
  const ends = [...new Set([...before, ...after].filter(({ recovered }) => recovered).map(({ seconds }) => seconds))];
  let [expectedLessObserved, variance] = [0, 0];
  for (const time of ascending(ends)) {
    const [late, early] = [riskAt(after, time), riskAt(before, time)];
    const [atRisk, ended] = [late.atRisk + early.atRisk, late.ended + early.ended];
    expectedLessObserved += (ended * late.atRisk) / atRisk - late.ended;
    if (atRisk > 1) {
      variance += (ended * (late.atRisk / atRisk) * (early.atRisk / atRisk) * (atRisk - ended)) / (atRisk - 1);
    }
  }
  if (variance === 0) return null;
  const z = expectedLessObserved / Math.sqrt(variance);
  return { z, p: twoSidedNormalP(z) };
}

const riskAt = (episodes: readonly Episode[], time: number) => ({
  atRisk: episodes.filter(({ seconds }) => seconds >= time).length,
  ended: episodes.filter(({ seconds, recovered }) => recovered && seconds === time).length,
});
