import type { Rule } from './criterion.js';
import type { ScorecardFacts } from './facts.js';
import { countOf, decided, listed, listOf, met, notMet, shareOf, unknown } from './rule-outcome.js';

const NO_NOTICES = 'no notice was told of in the last four full weeks: observations of the measure "notice"';

/** Audiences that are told of deployments by themselves (metrics-deployment.md E, notices). */
const functions = ['developers', 'support', 'product', 'sales', 'executives'] as const;

const sentTo = ({ notices }: ScorecardFacts, audience: string): number =>
  notices.byAudience.find((one) => one.audience === audience)?.notices ?? 0;

/** A notice was sent of nearly every deployment. */
export const deploymentsNoticed =
  (least: number): Rule =>
  ({ notices: { byAudience, deployments, noticed, unnoticed } }) => {
    if (deployments === 0) return unknown('no deployment to production was told of in the last four full weeks');
    if (byAudience.length === 0 && noticed === 0) return unknown(NO_NOTICES);
    return decided(
      noticed / deployments >= least,
      shareOf('deployments that a notice was sent of', noticed, deployments),
      ...listed('without', unnoticed),
    );
  };

export const supportNoticed: Rule = (facts) => {
  const notices = sentTo(facts, 'support');
  if (notices > 0) return met(countOf('notices to Support', notices));
  return unknown('no notice to Support was told of in the last four full weeks');
};

/** Everybody's weekly mail serves executives as a notice does. */
export const functionsNoticed: Rule = (facts) => {
  const [from, to] = [facts.weeks[0]?.from ?? facts.asOf, facts.weeks.at(-1)?.to ?? facts.asOf];
  const mails = facts.mails.filter(({ list, at }) => list === '' && at >= from && at < to).length;
  const served = functions.map((audience) => ({
    audience,
    notices: sentTo(facts, audience) + (audience === 'executives' ? mails : 0),
  }));
  const missing = served.filter(({ notices }) => notices === 0).map(({ audience }) => audience);
  const evidence = listOf(
    'notices by audience, the weekly mail to everybody included',
    served.map(({ audience, notices }) => `${audience} ${notices}`),
  );
  if (missing.length === functions.length) return unknown(NO_NOTICES);
  return missing.length === 0 ? met(evidence) : notMet(evidence, listOf('not served', missing));
};

/** Somebody is told of too large a drift of every pair of places. */
export const driftNoticed: Rule = ({ drift: { pairs }, driftRule: { channels, uncovered } }) => {
  if (pairs === 0) return unknown('no service is live in two places that follow each other');
  if (channels.length === 0)
    return unknown('leadline.yaml has no channel for alerts of drift, and no other tool told of one');
  return decided(
    uncovered.length === 0,
    shareOf('pairs whose drift somebody is told of', pairs - uncovered.length, pairs),
    listOf('channels', channels),
    ...listed('without', uncovered.slice(0, 10)),
  );
};

/** The configuration limits how long deployments may take services down. */
export const downtimeLimited: Rule = ({ targets }) => {
  const limits = targets.filter(({ metric }) => metric === 'DEPLOYMENT_DOWNTIME' || metric === 'CUSTOMER_IMPACT_TIME');
  if (limits.length === 0)
    return unknown(
      'leadline.yaml has no target of downtime: thresholds of DEPLOYMENT_DOWNTIME or CUSTOMER_IMPACT_TIME',
    );
  return met(
    listOf(
      'targets',
      limits.map(
        ({ metric, above, below }) => `${metric} ${above === null ? `at least ${below}` : `at most ${above}`} s`,
      ),
    ),
  );
};
