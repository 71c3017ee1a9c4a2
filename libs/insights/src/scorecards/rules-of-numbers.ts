import type { Rule } from './criterion.js';
import { NO_DEPLOYMENTS, deploymentsOver } from './general-rules.js';
import { countOf, decided, listOf, met, notMet, pointOf, shareOf, unknown } from './rule-outcome.js';

export const frequencyTracked: Rule = ({ fourWeeks }) => {
  const point = fourWeeks.get('DEPLOYMENT_FREQUENCY');
  return point === undefined || point.numerator === null || point.numerator === 0
    ? unknown(NO_DEPLOYMENTS)
    : met(pointOf(point));
};

/** Lead times exist, and of nearly all that was brought the commits are known. */
export const leadTimeTracked: Rule = ({ fourWeeks, deployments }) => {
  const point = fourWeeks.get('CHANGE_LEAD_TIME');
  if (deployments.carriers === 0) return unknown(NO_DEPLOYMENTS);
  const { carriers, carriersKnown } = deployments;
  const share = shareOf('deployments whose commits are all known', carriersKnown, carriers);
  if (point === undefined || point.n === 0) return unknown('no commit that was deployed has a known time', share);
  return decided((carriers - carriersKnown) / carriers < 0.1, pointOf(point), share);
};

export const drillDown: Rule = ({ phases, deployments: { carriers, carriersKnown } }) => {
  if (phases.changes === 0 || carriers === 0) return unknown('no change with a known lead time was deployed');
  return decided(
    carriersKnown / carriers >= 0.8,
    countOf('changes with their lead time in phases', phases.changes),
    countOf('of these with a gap that is named', phases.withGaps),
    shareOf('deployments whose commits are all known', carriersKnown, carriers),
  );
};

/** In each of the four weeks at least so many deployments, on so many days. */
export function everyWeek(least: { readonly deployments: number; readonly days?: number }): Rule {
  return (facts) => {
    if (facts.weeks.length < 4) return unknown('fewer than four full weeks are over');
    if (deploymentsOver(facts) === 0) return unknown(NO_DEPLOYMENTS);
    const isMet = facts.weeks.every(
      ({ deployments, activeDays }) => deployments >= least.deployments && activeDays >= (least.days ?? 0),
    );
    const told = facts.weeks.map(({ deployments, activeDays }) => `${deployments} on ${activeDays} days`);
    const point = facts.fourWeeks.get('DEPLOYMENT_FREQUENCY');
    return decided(isMet, ...(point === undefined ? [] : [pointOf(point)]), listOf('deployments of each week', told));
  };
}

/** Median lead time below so many seconds, from so many deployments on. */
export function leadTimeBelow(limit: number, leastDeployments: number): Rule {
  return (facts) => {
    const point = facts.fourWeeks.get('CHANGE_LEAD_TIME');
    if (point === undefined || point.value === null) return unknown('no commit that was deployed has a known time');
    const deployments = deploymentsOver(facts);
    if (deployments < leastDeployments)
      return unknown(`${deployments} deployments; at least ${leastDeployments} are needed`, pointOf(point));
    return decided(point.value < limit, pointOf(point));
  };
}

/** Change fail rate, from ten deployments on: over four weeks, else over twelve. */
export const failRateBelow15: Rule = ({ fourWeeks, twelveWeeks }) => {
  const points = [fourWeeks.get('CHANGE_FAIL_RATE'), twelveWeeks.get('CHANGE_FAIL_RATE')];
  const point = points.find((one) => one !== undefined && one.value !== null && one.n >= 10);
  if (point === undefined || point.value === null)
    return unknown(
      'fewer than ten deployments, in twelve weeks too',
      ...points.flatMap((one) => (one ? [pointOf(one)] : [])),
    );
  return decided(point.value < 0.15, pointOf(point));
};

export const incidentSourceLive: Rule = ({ incidentSourceWeeks }) => {
  const live = incidentSourceWeeks.filter(Boolean).length;
  if (incidentSourceWeeks.length === 4 && live === 4)
    return met(countOf('weeks in which a source of incidents was heard of', live));
  return unknown(
    live === 0
      ? 'no source of incidents was heard of in the last four full weeks'
      : `a source of incidents was heard of in ${live} of the last four full weeks`,
  );
};

/** Median time to restore over twelve weeks; without an incident it takes a live source and ten deployments. */
export function restoredWithin(limit: number): Rule {
  return (facts) => {
    const point = facts.twelveWeeks.get('TIME_TO_RESTORE');
    if (point !== undefined && point.n > 0) {
      if (point.value !== null) return decided(point.value < limit, pointOf(point));
      // Half of them are not over: the median is at least what is known of them.
      if (point.lowerBound !== null && point.lowerBound >= limit) return notMet(pointOf(point));
      return unknown('too many incidents are not over to know the median', pointOf(point));
    }
    const live = incidentSourceLive(facts);
    const deployments = facts.twelveWeeks.get('DEPLOYMENT_FREQUENCY')?.numerator ?? 0;
    if (live.outcome !== 'met') return unknown('there is no incident, and no source that would tell of one');
    if (deployments < 10) return unknown(`there is no incident, and with ${deployments} deployments there need not be`);
    return met(countOf('incidents in twelve weeks', 0), countOf('deployments in twelve weeks', deployments));
  };
}
