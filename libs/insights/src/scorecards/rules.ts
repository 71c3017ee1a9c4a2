import type { MetricId } from '@leadline/metrics';
import type { Rule } from './criterion.js';
import type { MeasuredPoint, ScorecardFacts } from './facts.js';
import { countOf, decided, listed, listOf, met, notMet, pointOf, shareOf, unknown } from './rule-outcome.js';

const DAY_S = 86_400;
const HOUR_S = 3_600;
const DAY_MS = DAY_S * 1_000;
export const seconds = { day: DAY_S, hour: HOUR_S } as const;

/** The value of a metric over the four weeks, from so many samples on. */
export function valueOver(
  metric: MetricId,
  { least = 1, missing }: { readonly least?: number; readonly missing: string },
  judge: (point: MeasuredPoint & { readonly value: number }) => boolean,
): Rule {
  return ({ fourWeeks }) => {
    const point = fourWeeks.get(metric);
    if (point === undefined || point.value === null) return unknown(missing);
    if (point.n < least) return unknown(`${missing}: n = ${point.n}, at least ${least} are needed`, pointOf(point));
    return decided(judge({ ...point, value: point.value }), pointOf(point));
  };
}

const deploymentsOver = ({ fourWeeks }: ScorecardFacts): number =>
  fourWeeks.get('DEPLOYMENT_FREQUENCY')?.numerator ?? 0;
const NO_DEPLOYMENTS = 'no deployment to production was told of in the last four full weeks';

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

export const byPullRequest =
  (least: number): Rule =>
  ({ deployments: { changes, byPullRequest: requests, pushedDirectly } }) => {
    if (changes === 0) return unknown('no change with known commits was deployed');
    const direct = pushedDirectly.length === 0 ? [] : [listOf('pushed directly', pushedDirectly)];
    return decided(requests / changes >= least, shareOf('changes by pull request', requests, changes), ...direct);
  };

export const testsCovered =
  (isEnough: (share: number) => boolean): Rule =>
  ({ tests }) => {
    if (tests === null || tests.coverable === 0) return unknown('no observation of tests tells what they cover');
    return decided(
      isEnough(tests.covered / tests.coverable),
      shareOf('covered, by the latest observation of each service', tests.covered, tests.coverable),
    );
  };

export const testsFlaky =
  (isFew: (share: number) => boolean): Rule =>
  ({ tests }) => {
    if (tests === null || tests.tests === 0) return unknown('no observation of tests tells how many are flaky');
    return decided(
      isFew(tests.flaky / tests.tests),
      shareOf('flaky, by the latest observation of each service', tests.flaky, tests.tests),
    );
  };

export const automationAtLeast = (least: number): Rule =>
  valueOver(
    'AUTOMATION_COVERAGE',
    { missing: 'no deployment tells which of its steps run by themselves' },
    ({ value }) => value >= least,
  );

export const liveVersionsKnown: Rule = ({ places }) => {
  if (places.length === 0) return unknown('nothing is known to be live in production');
  const unknownPlaces = places.filter(({ isKnown }) => !isKnown);
  const names = unknownPlaces.map(({ service, environment, target }) =>
    [service, environment, target].filter((part) => part !== null).join(' '),
  );
  return decided(
    unknownPlaces.length === 0,
    shareOf('places in production whose live version is known', places.length - names.length, places.length),
    ...(names.length === 0 ? [] : [listOf('not known', names.slice(0, 10))]),
  );
};

const everyOf =
  (what: string, missing: string, read: (facts: ScorecardFacts) => readonly number[]): Rule =>
  (facts) => {
    const weeks = read(facts);
    if (weeks.every((count) => count === 0)) return unknown(missing);
    return decided(weeks.length === 4 && weeks.every((count) => count > 0), listOf(what, weeks.map(String)));
  };

export const ciEveryWeek = everyOf(
  'runs of continuous integration in each week',
  'no run of continuous integration was told of in the last four full weeks',
  ({ ciRuns }) => ciRuns,
);

export const trainEveryWeek = everyOf(
  'release trains that departed in each week',
  'no release train was told of in the last four full weeks',
  ({ trainsDeparted }) => trainsDeparted,
);

/** At least one of something that only its own source tells of: none is not known to be none. */
export const atLeastOne =
  (what: string, missing: string, read: (facts: ScorecardFacts) => number): Rule =>
  (facts) => {
    const count = read(facts);
    return count > 0 ? met(countOf(what, count)) : unknown(missing);
  };

/** Mails of each week, by when they were sent. */
const mailsIn = ({ mails, weeks }: ScorecardFacts, isWanted: (list: string) => boolean): number[] =>
  weeks.map(({ from, to }) => mails.filter(({ list, at }) => at >= from && at < to && isWanted(list)).length);

const isOfEverybody = (list: string): boolean => list === '';
const covers =
  ({ scope }: ScorecardFacts) =>
  (list: string): boolean =>
    isOfEverybody(list) || (scope.kind === 'team' && (list === scope.name || scope.name.startsWith(`${list}/`)));

/** A weekly mail was sent in each of the four weeks. */
export const mailedEveryWeek =
  (to: 'everybody' | 'scope'): Rule =>
  (facts) => {
    const weeks = mailsIn(facts, to === 'everybody' ? isOfEverybody : covers(facts));
    if (weeks.every((count) => count === 0)) return unknown('no weekly mail went out in the last four full weeks');
    return decided(
      weeks.length === 4 && weeks.every((count) => count > 0),
      listOf('weekly mails sent in each week', weeks.map(String)),
    );
  };

export const taggedServices =
  (least: number): Rule =>
  ({ services }) =>
    services.length === 0
      ? unknown('leadline.yaml names no service of this scope')
      : decided(
          services.filter(({ tags }) => Object.keys(tags).length > 0).length / services.length >= least,
          shareOf(
            'services with tags',
            services.filter(({ tags }) => Object.keys(tags).length > 0).length,
            services.length,
          ),
          listOf('tags', [...new Set(services.flatMap(({ tags }) => Object.keys(tags)))].sort()),
        );

/** A share of the deployments of the four weeks; known only where anything of the kind is told at all. */
export const shareOfDeployments =
  (
    what: string,
    least: number,
    missing: string,
    read: (deployments: ScorecardFacts['deployments']) => { readonly numerator: number; readonly told: number },
  ): Rule =>
  ({ deployments }) => {
    const { numerator, told } = read(deployments);
    if (deployments.done === 0) return unknown(NO_DEPLOYMENTS);
    return told === 0
      ? unknown(missing)
      : decided(numerator / deployments.done >= least, shareOf(what, numerator, deployments.done));
  };

/** What was measured of nearly all deployments of the four weeks. */
export const measuredFor =
  (metric: MetricId, least: number): Rule =>
  ({ fourWeeks }) => {
    const point = fourWeeks.get(metric);
    const unmeasured = point?.details['unmeasured'] ?? 0;
    if (point === undefined || point.n + unmeasured === 0) return unknown(NO_DEPLOYMENTS);
    return decided(
      point.n / (point.n + unmeasured) >= least,
      shareOf('deployments of which it is measured', point.n, point.n + unmeasured),
    );
  };

export const noDowntime: Rule = ({ fourWeeks }) => {
  const point = fourWeeks.get('DEPLOYMENT_DOWNTIME');
  if (point === undefined || point.n === 0) return unknown('nothing measures how long deployments take services down');
  const { n } = point;
  const total = point.details['total'] ?? 0;
  if (total > 0) return notMet(pointOf(point));
  const all = n + (point.details['unmeasured'] ?? 0);
  const share = shareOf('deployments of which it is measured', n, all);
  return n / all >= 0.9
    ? met(pointOf(point), share)
    : unknown('it is measured of too few deployments', pointOf(point), share);
};

export const downtimePlanned: Rule = (facts) => {
  const { observations, seconds: total, plannedSeconds } = facts.downtime;
  if (observations === 0) {
    const none = noDowntime(facts);
    return none.outcome === 'met' ? none : unknown('no observation of downtime was told in the last four full weeks');
  }
  if (total === 0) return met(countOf('seconds of downtime', 0));
  return decided(
    plannedSeconds / total >= 0.8,
    shareOf('seconds of downtime that were planned', plannedSeconds, total),
  );
};

export const trainPublished: Rule = ({ furthestTrain, asOf }) =>
  furthestTrain === null
    ? unknown('no release train is planned')
    : decided(
        furthestTrain >= asOf + 7 * DAY_MS,
        listOf('the furthest train is planned for', [new Date(furthestTrain).toISOString()]),
      );

const NO_COMMITS_OF_RUNS = 'no run of continuous integration tells which commit it tested';

/** A run of continuous integration for nearly every change that landed or was deployed. */
export const testedChanges =
  (least: number): Rule =>
  ({ commits: { runs, landed, tested, untested } }) => {
    if (landed === 0) return unknown('no change with known commits landed or was deployed');
    if (runs === 0) return unknown(NO_COMMITS_OF_RUNS);
    return decided(
      tested / landed >= least,
      shareOf('changes with a run', tested, landed),
      ...listed('without', untested),
    );
  };

/** Nothing was deployed whose commit had no run that succeeded. */
export const deployedGreen: Rule = ({ commits: { runs, deployments, green, withoutGreen } }) => {
  if (deployments === 0) return unknown('no deployment names its commit');
  if (runs === 0) return unknown(NO_COMMITS_OF_RUNS);
  const without = withoutGreen.length === 0 ? [] : [listOf('without', withoutGreen)];
  return decided(
    green === deployments,
    shareOf('deployments of a commit with a green run', green, deployments),
    ...without,
  );
};
