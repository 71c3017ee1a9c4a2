import type { Rule } from './criterion.js';
import { everyOf, valueOver } from './general-rules.js';
import { countOf, decided, listed, listOf, met, notMet, pointOf, shareOf, unknown } from './rule-outcome.js';

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

export const ciEveryWeek = everyOf(
  'runs of continuous integration in each week',
  'no run of continuous integration was told of in the last four full weeks',
  ({ ciRuns }) => ciRuns,
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
