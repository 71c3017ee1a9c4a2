import type { Catalogue } from '@leadline/events';
import { type Scorecard, scorecardOf } from '@leadline/insights';
import type { Analytics } from '@leadline/ports';
import type { MetricRow, Provenance } from '../metric-rows/metric-row.js';
import { failureRules } from './failure-rules.js';
import { answersOf } from './scorecard-answers.js';
import { declaredServices, placeFacts } from './scorecard-places.js';
import { scorecardPoints } from './scorecard-points.js';
import { changeFacts } from './scorecard-changes.js';
import { fullWeeks, type ScorecardQuestion } from './scorecard-question.js';
import {
  byAudience,
  deploymentFacts,
  noticesOf,
  recordFacts,
  scoredDeployments,
  soakFacts,
} from './scorecard-records.js';
import { driftRuleOf, projectFacts, targetsOf } from './scorecard-settings.js';

export interface QueriedScorecard {
  readonly scorecard: Scorecard;
  /** The last four full weeks: what most criteria are judged by. */
  readonly weeks: readonly { readonly from: number; readonly to: number }[];
  /** Numbers that criteria rest on, by the ids that their evidence names. */
  readonly rows: ReadonlyMap<string, MetricRow>;
}

/** Gathers the facts of a scope, some two dozen statements however many criteria there are, and judges them. */
export async function queryScorecard(
  analytics: Analytics,
  catalogue: Catalogue,
  question: ScorecardQuestion,
  provenance: Provenance,
): Promise<QueriedScorecard> {
  const { scope, asOf, mails, options } = question;
  const weeks = fullWeeks(question);
  const deployed = await scoredDeployments(analytics, question, weeks);
  const services = declaredServices(catalogue, question, deployed);
  const names = services.map(({ name }) => name);
  const soakMinutes = catalogue.rules.soakMinutes ?? null;
  const [points, records, { noticed, ...changes }, { pairs, ...places }, notices, soaks, projects, answers] =
    await Promise.all([
      scorecardPoints({ analytics, catalogue, question, provenance }, weeks),
      recordFacts(analytics, question, weeks),
      changeFacts(analytics, question, weeks),
      placeFacts(analytics, catalogue, question, deployed),
      noticesOf(analytics, question, weeks, names),
      soakFacts(analytics, question, weeks, soakMinutes),
      projectFacts(analytics, catalogue, question),
      answersOf(analytics, scope, asOf),
    ]);
  const { rows, ...measured } = points;
  const facts = {
    scope,
    asOf,
    ...measured,
    ...deploymentFacts(deployed),
    ...records,
    ...changes,
    ...places,
    notices: { ...noticed, byAudience: byAudience(notices) },
    soaks,
    driftRule: driftRuleOf(catalogue, pairs, notices, asOf),
    targets: targetsOf(catalogue, question),
    projects,
    services,
    mails,
    failureRules: failureRules(options),
  };
  return { scorecard: scorecardOf(facts, answers), weeks: measured.weeks, rows };
}
