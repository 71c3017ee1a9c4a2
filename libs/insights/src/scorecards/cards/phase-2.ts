import { asked, type Card, measured, proposed } from '../criterion.js';
import { allOf, countOf, decided, listOf, met, notMet, pointOf, unknown } from '../rule-outcome.js';
import { seconds, valueOver } from '../general-rules.js';
import {
  everyWeek,
  failRateBelow15,
  frequencyTracked,
  incidentSourceLive,
  leadTimeBelow,
  leadTimeTracked,
  restoredWithin,
} from '../rules-of-numbers.js';
import { automationAtLeast, byPullRequest, deployedGreen, testsCovered, testsFlaky } from '../rules-of-quality.js';
import { mailedEveryWeek } from '../rules-of-visibility.js';
import { linkedToIssues, soakedVersions } from '../rules-of-changes.js';
import { deploymentsNoticed, supportNoticed } from '../rules-of-notices.js';

/** Milestones of phase 2: deploy once a day. */
export const phase2: Card = {
  id: 'PHASE_2',
  title: 'Phase 2: deploy once a day',
  criteria: [
    measured('2.M1', 'Track deployment frequency and change lead time', '1.M1 and 1.M2', (facts) =>
      allOf(frequencyTracked(facts), leadTimeTracked(facts)),
    ),
    proposed(
      '2.M2',
      'Define the change fail rate to your needs',
      'a person confirms the rules by which deployments count as failed',
      ({ failureRules }) => met(listOf('a deployment counts as failed by', failureRules)),
    ),
    measured(
      '2.M3',
      'Track the change fail rate by code base and by flag',
      'a change fail rate of repositories and of flags over four full weeks',
      ({ failRateGroups: { repositories, flags } }) => {
        if (repositories.length === 0) return unknown('no deployment names its repository');
        if (flags.length === 0)
          return unknown('no deployment carries a flag', listOf('repositories', repositories.slice(0, 10)));
        return met(listOf('repositories', repositories.slice(0, 10)), listOf('flags', flags.slice(0, 10)));
      },
    ),
    measured(
      '2.M4',
      'Track the time to restore',
      'a source of incidents in each of four full weeks',
      incidentSourceLive,
    ),
    measured(
      '2.M5',
      'See quickly what stands out in fail rate and time to restore',
      'the weekly search for outliers, in each of the last four full weeks',
      mailedEveryWeek('scope'),
    ),
    measured(
      '2.M6',
      'Deploy daily',
      '5 deployments on 4 civil days in each of the last four full weeks',
      everyWeek({ deployments: 5, days: 4 }),
    ),
    measured(
      '2.M7',
      'Change lead time below 2 days',
      'a median below 2 days over four full weeks, from 6 deployments on',
      leadTimeBelow(2 * seconds.day, 6),
    ),
    measured(
      '2.M8',
      'Change fail rate below 15 %',
      'below 15 % of at least ten deployments of four full weeks, else of twelve',
      failRateBelow15,
    ),
    measured(
      '2.M9',
      'Time to restore below a day',
      'a median below a day over twelve full weeks; without an incident: a live source of incidents and ten deployments',
      restoredWithin(seconds.day),
    ),
    measured(
      '2.D1',
      'Use pull requests for changes',
      '95 % of the deployed changes of four full weeks',
      byPullRequest(0.95),
    ),
    asked('2.D2', 'Have a method for code reviews, such as PRGB'),
    proposed(
      '2.D3',
      'Unit tests cover 75 %',
      'three quarters of what can be covered',
      testsCovered((share) => share >= 0.75),
    ),
    proposed(
      '2.D4',
      'Fewer than 10 % of unit tests are flaky',
      'less than a tenth of the tests',
      testsFlaky((share) => share < 0.1),
    ),
    proposed(
      '2.D5',
      'Unit tests gate deployments',
      'no deployment of four full weeks without a green run of its commit',
      deployedGreen,
    ),
    asked('2.D6', 'Have end-to-end tests of critical paths'),
    asked('2.D7', 'End-to-end tests run in an environment like production'),
    proposed(
      '2.D8',
      'Have a pre-production environment with an enforced soak time',
      '95 % of the versions of four full weeks stayed there as long as configured',
      soakedVersions(0.95),
    ),
    measured(
      '2.D9',
      'Delivery is automatic and takes less than 2 hours',
      'nine of ten deployments below 2 hours, and 90 % of their steps automatic, over four full weeks',
      (facts) =>
        allOf(
          valueOver(
            'TIME_TO_DEPLOY',
            { missing: 'no deployment tells when it was started' },
            ({ p90 }) => p90 !== null && p90 < 2 * seconds.hour,
          )(facts),
          automationAtLeast(0.9)(facts),
        ),
    ),
    asked('2.D10', 'Have advanced observability with automatic alerts'),
    asked('2.D11', 'Have an on-call roster with a clear chain of escalation'),
    asked('2.D12', 'Those who deploy can diagnose production'),
    asked('2.D13', 'Track errors'),
    measured(
      '2.D14',
      'Use feature flags',
      'a release by flag in the last four full weeks',
      ({ fourWeeks, flagChanges }) => {
        const point = fourWeeks.get('FLAG_RELEASE_FREQUENCY');
        if (flagChanges.ever === 0 || point === undefined) return unknown('no source tells of feature flags');
        return decided((point.numerator ?? 0) >= 1, pointOf(point));
      },
    ),
    asked('2.D15', 'Use configuration as code'),
    asked('2.D16', 'Developers own deployments'),
    asked('2.C1', 'Every developer can start the deployment process'),
    proposed(
      '2.C2',
      'A channel tells of running deployments',
      'notices of 95 % of the deployments of four full weeks',
      deploymentsNoticed(0.95),
    ),
    asked('2.C3', 'Everyone can see the important health metrics'),
    asked('2.C4', 'Have an automatic escalation policy'),
    asked('2.C5', 'Have a cadence of daily releases'),
    asked('2.C6', 'Share progress towards larger goals with product managers, managers and stakeholders'),
    asked('2.C7', 'Have a channel between developers and infrastructure engineers'),
    proposed('2.C8', 'Support is told of fixes that shipped', 'notices to Support in four full weeks', supportNoticed),
    measured(
      '2.C9',
      'Break work into small batches',
      'a median of at most 2 changes for each deployment over four full weeks',
      valueOver('BATCH_SIZE', { missing: 'of no deployment it is known what it brought' }, ({ value }) => value <= 2),
    ),
    measured(
      '2.C10',
      'Trace deployments to issues',
      '90 % of the deployed changes of four full weeks name an issue',
      linkedToIssues(0.9),
    ),
    asked('2.C11', 'Have a way to open rooms for incident response'),
    asked('2.C12', 'Have central documentation for common troubles'),
    asked('2.C13', 'Have defined conditions for a rollback'),
    measured(
      '2.K1',
      'Deploy every pull request by itself',
      '80 % of the deployments of four full weeks bring one change',
      ({ fourWeeks }) => {
        const point = fourWeeks.get('BATCH_SIZE');
        const single = point?.details['single'] ?? null;
        if (point === undefined || single === null) return unknown('of no deployment it is known what it brought');
        const one = countOf('of these with a single change', Math.round(single * point.n));
        return single >= 0.8 ? met(pointOf(point), one) : notMet(pointOf(point), one);
      },
    ),
    asked('2.K2', 'Developers may deploy their own changes to all environments'),
    asked('2.K3', 'Developers know their norms and have the metrics to verify deployments'),
    asked('2.K4', 'Developers know how to escalate and to roll back'),
    asked('2.K5', 'Show work to product managers and design as soon as it has shipped'),
    asked('2.K6', 'Work in cycles of six weeks'),
    proposed(
      '2.K7',
      "Managers continuously measure the team's metrics",
      'the weekly mail about the scope, in each of the last four full weeks',
      mailedEveryWeek('scope'),
    ),
    asked('2.K8', 'Managers invest in finding bottlenecks and removing them'),
    asked('2.K9', 'Launches by flag are coordinated with Marketing'),
    asked('2.K10', 'Have a steady way to bring product changes to Sales and Support'),
  ],
};
