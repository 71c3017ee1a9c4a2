import { asked, type Card, measured, proposed } from '../criterion.js';
import { countOf, decided, met, unknown } from '../rule-outcome.js';
import { atLeastOne, seconds } from '../general-rules.js';
import { drillDown, everyWeek, frequencyTracked, leadTimeBelow, leadTimeTracked } from '../rules-of-numbers.js';
import {
  automationAtLeast,
  byPullRequest,
  ciEveryWeek,
  testedChanges,
  testsCovered,
  testsFlaky,
} from '../rules-of-quality.js';
import { liveVersionsKnown, mailedEveryWeek } from '../rules-of-visibility.js';
import { linkedToIssues } from '../rules-of-changes.js';

/** Milestones of phase 1: deploy once a week. */
export const phase1: Card = {
  id: 'PHASE_1',
  title: 'Phase 1: deploy once a week',
  criteria: [
    measured(
      '1.M1',
      'Track deployment frequency',
      'a deployment to production in the last four full weeks',
      frequencyTracked,
    ),
    measured(
      '1.M2',
      'Track change lead time',
      'lead times in the last four full weeks, the commits of fewer than 10 % of deployments unknown',
      leadTimeTracked,
    ),
    measured(
      '1.M3',
      'Drill down on what drives change lead time',
      'the phases of lead time, or their gaps by name, where at least 80 % of deployments have known commits',
      drillDown,
    ),
    measured(
      '1.M4',
      'Deploy at least once a week',
      'a deployment in each of the last four full weeks',
      everyWeek({ deployments: 1 }),
    ),
    measured(
      '1.M5',
      'Change lead time below 5 days',
      'a median below 5 days over four full weeks, from 4 deployments on',
      leadTimeBelow(5 * seconds.day, 4),
    ),
    asked('1.D1', 'Use developer branches'),
    asked('1.D2', 'Have a release branch that can be deployed at any time'),
    asked('1.D3', 'Have a process to accept or reject changes to the release branch'),
    measured(
      '1.D4',
      'Use pull requests for new changes',
      '90 % of the deployed changes of four full weeks',
      byPullRequest(0.9),
    ),
    asked('1.D5', 'Have a process for merging new changes'),
    proposed(
      '1.D6',
      'Unit tests cover 50 %',
      'at least half of what can be covered',
      testsCovered((share) => share >= 0.5),
    ),
    proposed(
      '1.D7',
      'At most 20 % of unit tests are flaky',
      'at most a fifth of the tests',
      testsFlaky((share) => share <= 0.2),
    ),
    measured(
      '1.D8',
      'Unit tests run on every commit',
      'a run of continuous integration for 95 % of the changes that landed or were deployed in four full weeks',
      testedChanges(0.95),
    ),
    proposed(
      '1.D9',
      'A mostly automatic pipeline builds releases from the release branch',
      'half of the steps of deployments run by themselves, over four full weeks',
      automationAtLeast(0.5),
    ),
    asked('1.D10', 'Have a well-defined production environment'),
    asked('1.D11', 'Have a basic observability system'),
    asked('1.D12', 'Name who owns deployments'),
    asked('1.C1', 'Have a well-defined merge window'),
    asked('1.C2', 'Have a well-defined window for deployments to production'),
    asked('1.C3', 'Name who reviews deployments'),
    asked('1.C4', 'Announce releases to developers, managers and product managers'),
    proposed(
      '1.C5',
      'Track the work that goes into a deployment in the issue tracker',
      '80 % of the deployed changes of four full weeks name an issue',
      linkedToIssues(0.8),
    ),
    asked('1.C6', 'Have a chat for developers and those who own the deployment'),
    measured(
      '1.C7',
      'It can be known what is deployed',
      'a known live version of every service and target in production',
      liveVersionsKnown,
    ),
    asked('1.C8', 'Have documentation of the deployment process'),
    asked('1.K1', 'Agree on tasks and their size in a sprint of one or two weeks'),
    measured(
      '1.K2',
      'Continuous integration runs on the release branch, and the team sees the results',
      'runs of continuous integration on the released branch in each of the last four full weeks',
      ciEveryWeek,
    ),
    asked('1.K3', 'Name who takes interruptions'),
    asked('1.K4', 'Product managers take part in planning'),
    measured(
      '1.K5',
      'Introduce feature flags',
      'a change of a flag in production, ever',
      atLeastOne(
        'changes of flags in production',
        'no source tells of feature flags',
        ({ flagChanges }) => flagChanges.ever,
      ),
    ),
    asked('1.K6', 'Plan, review and demonstrate regularly'),
    asked('1.K7', 'Budget time to keep the builds of the release branch green'),
    proposed(
      '1.K8',
      'Give executives DORA metrics with their context',
      'the weekly mail about everybody, in each of the last four full weeks',
      mailedEveryWeek('everybody'),
    ),
    proposed(
      '1.K9',
      'Report on uptime',
      'an observation of an error budget or of downtime in the last four full weeks',
      atLeastOne(
        'observations of error budgets and downtime',
        'nothing tells of error budgets or downtime',
        ({ budgets, downtime }) => budgets + downtime.observations,
      ),
    ),
    asked('1.K10', 'Share what large pieces of functionality are shipping'),
    measured('1.T1', 'A tool tracks DORA metrics', 'deployments arrive', frequencyTracked),
    measured('1.T2', 'A tool for source control', 'the commits of deployments arrive', ({ deployments }) =>
      deployments.changes > 0
        ? met(countOf('deployed changes of which the commits are known', deployments.changes))
        : unknown('no source told of the commits that were deployed in four full weeks'),
    ),
    measured(
      '1.T3',
      'A tool for automated tests',
      'runs of continuous integration arrive',
      atLeastOne(
        'runs of continuous integration in four full weeks',
        'no source told of continuous integration in four full weeks',
        ({ ciRuns }) => ciRuns.reduce((sum, runs) => sum + runs, 0),
      ),
    ),
    measured('1.T4', 'A tool for deployment', 'deployments arrive', frequencyTracked),
    proposed(
      '1.T5',
      'A tool for observability',
      'incidents, error budgets or downtime arrive',
      ({ incidentSourceWeeks, budgets, downtime }) => {
        const weeks = incidentSourceWeeks.filter(Boolean).length;
        const observations = budgets + downtime.observations;
        if (weeks + observations === 0) return unknown('nothing tells of incidents, error budgets or downtime');
        return met(
          countOf('weeks in which a source of incidents was heard of', weeks),
          countOf('observations of error budgets and downtime', observations),
        );
      },
    ),
    asked('1.T6', 'A tool for issues'),
    asked('1.T7', 'A tool for chat'),
    measured('1.T8', 'A tool tracks deployments', 'it is known what is live in production', ({ places }) => {
      const known = places.filter(({ isKnown }) => isKnown).length;
      return places.length === 0
        ? unknown('nothing is known to be live in production')
        : decided(known > 0, countOf('places in production whose live version is known', known));
    }),
    asked('1.T9', 'A tool for knowledge'),
    measured(
      '1.T10',
      'A tool for feature flags',
      'changes of flags arrive',
      atLeastOne(
        'changes of flags in production in four full weeks',
        'no source told of a feature flag in four full weeks',
        ({ flagChanges }) => flagChanges.inFourWeeks,
      ),
    ),
  ],
};
