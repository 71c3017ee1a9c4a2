import type { Catalogue } from '@leadline/events';
import { type Scorecard, scorecardOf } from '@leadline/insights';
import type { Analytics } from '@leadline/ports';
import type { MetricRow, Provenance } from '../metric-rows/metric-rows.js';
import { failureRules } from './failure-rules.js';
import { answersOf } from './scorecard-answers.js';
import { declaredServices, placeFacts } from './scorecard-places.js';
import { scorecardPoints } from './scorecard-points.js';
import { fullWeeks, type ScorecardQuestion } from './scorecard-question.js';
import { commitFacts, deploymentFacts, recordFacts, scoredDeployments } from './scorecard-records.js';

export interface QueriedScorecard {
  readonly scorecard: Scorecard;
  /** The last four full weeks: what most criteria are judged by. */
  readonly weeks: readonly { readonly from: number; readonly to: number }[];
  /** Numbers that criteria rest on, by the ids that their evidence names. */
  readonly rows: ReadonlyMap<string, MetricRow>;
}

/** Gathers the facts of a scope, some twenty statements however many criteria there are, and judges them. */
export async function queryScorecard(
  analytics: Analytics,
  catalogue: Catalogue,
  question: ScorecardQuestion,
  provenance: Provenance,
): Promise<QueriedScorecard> {
  const { scope, asOf, mails, options } = question;
  const weeks = fullWeeks(question);
  const deployed = await scoredDeployments(analytics, question, weeks);
  const [points, records, commits, places, answers] = await Promise.all([
    scorecardPoints({ analytics, catalogue, question, provenance }, weeks),
    recordFacts(analytics, question, weeks),
    commitFacts(analytics, question, weeks),
    placeFacts(analytics, catalogue, question, deployed),
    answersOf(analytics, scope, asOf),
  ]);
  const { rows, ...measured } = points;
  const facts = {
    scope,
    asOf,
    ...measured,
    ...deploymentFacts(deployed),
    ...records,
    commits,
    ...places,
    services: declaredServices(catalogue, question, deployed),
    mails,
    failureRules: failureRules(options),
  };
  return { scorecard: scorecardOf(facts, answers), weeks: measured.weeks, rows };
}
