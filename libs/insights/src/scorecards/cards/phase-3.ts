import { asked, type Card, measured, proposed, type Rule } from '../criterion.js';
import { allOf, decided, listOf, met, notMet, pointOf, shareOf, unknown } from '../rule-outcome.js';
import { seconds, shareOfDeployments } from '../general-rules.js';
import { everyWeek, failRateBelow15, leadTimeBelow, restoredWithin } from '../rules-of-numbers.js';
import { mailedEveryWeek, taggedServices, trainEveryWeek, trainPublished } from '../rules-of-visibility.js';
import { startedByAuthors, whereaboutsKnown } from '../rules-of-changes.js';
import { driftNoticed, functionsNoticed } from '../rules-of-notices.js';

const tenADay = everyWeek({ deployments: 50, days: 5 });
const leadTimeBelowADay = leadTimeBelow(seconds.day, 6);
const restoredWithinAnHour = restoredWithin(seconds.hour);

/** Milestones of phase 3: deploy a hundred times a day. */
export const phase3: Card = {
  id: 'PHASE_3',
  title: 'Phase 3: deploy one hundred times a day',
  criteria: [
    measured('3.M1', 'Track DORA metrics by team and kind', 'tags on 90 % of the services', taggedServices(0.9)),
    measured(
      '3.M2',
      'Track anomalies and trends of the organisation',
      'the weekly mail about everybody, with its search for outliers, in each of the last four full weeks',
      mailedEveryWeek('everybody'),
    ),
    measured(
      '3.M3',
      'Reach what DORA called elite',
      '3.M4 to 3.M7; numbers mapped to words of a survey, and no verdict about a team',
      (facts) => allOf(tenADay(facts), leadTimeBelowADay(facts), failRateBelow15(facts), restoredWithinAnHour(facts)),
    ),
    measured(
      '3.M4',
      'Deploy ten times a day',
      '50 deployments on 5 civil days in each of the last four full weeks',
      tenADay,
    ),
    measured(
      '3.M5',
      'Change lead time below a day',
      'a median below a day over four full weeks, from 6 deployments on',
      leadTimeBelowADay,
    ),
    measured(
      '3.M6',
      'Change fail rate below 15 %',
      'below 15 % of at least ten deployments of four full weeks, else of twelve',
      failRateBelow15,
    ),
    measured(
      '3.M7',
      'Time to restore below an hour',
      'a median below an hour over twelve full weeks; without an incident: a live source of incidents and ten deployments',
      restoredWithinAnHour,
    ),
    measured('3.D1', 'Implement release trains', 'a departure in each of the last four full weeks', trainEveryWeek),
    measured(
      '3.D2',
      'Implement canary deployments',
      'a canary step in half of the deployments of four full weeks',
      shareOfDeployments('deployments with a canary step', 0.5, 'nothing tells of steps of rollouts', (facts) => ({
        numerator: facts.withCanary,
        told: facts.withSteps,
      })),
    ),
    measured(
      '3.D3',
      'Implement pre-production environments with approvals',
      'an approval before production in the last four full weeks',
      ({ preproduction: { approvals, gates, deployments } }) => {
        if (approvals > 0) return met(shareOf('gates before production that were passed', approvals, gates));
        return gates > 0
          ? notMet(shareOf('gates before production that were passed', approvals, gates))
          : unknown(
              deployments === 0
                ? 'no deployment to an environment before production was told of'
                : 'nothing tells of approvals before production',
            );
      },
    ),
    measured(
      '3.D4',
      'Implement smoke tests',
      'a check after 90 % of the deployments of four full weeks',
      shareOfDeployments(
        'deployments with a check afterwards',
        0.9,
        'nothing tells of checks of deployments',
        (facts) => ({
          numerator: facts.withPostCheck,
          told: facts.withChecks,
        }),
      ),
    ),
    proposed(
      '3.D5',
      'Implement automatic rollbacks',
      'every rollback of twelve full weeks began within 300 s of the first sign; that no person began it is yours to confirm',
      ({ twelveWeeks }) => {
        const point = twelveWeeks.get('ROLLBACK_RESPONSE');
        if (point === undefined || point.n === 0)
          return unknown('no rollback with a known first sign in twelve full weeks');
        return decided(point.details['within300'] === 1, pointOf(point));
      },
    ),
    measured('3.D6', 'Implement drift detection', 'a known difference of every pair of environments', driftKnown()),
    measured('3.D7', 'A single pane of glass', 'a live source of deployments of every service', singlePane()),
    asked('3.D8', 'Developers have a workflow engine for deployments that integrates other systems'),
    proposed(
      '3.D9',
      'Developers own their deployments',
      '80 % of the deployments of four full weeks started by an author of the changes or by machine',
      startedByAuthors(0.8),
    ),
    asked('3.D10', 'A team of its own owns pipelines, tools and platform'),
    measured(
      '3.C1',
      'Notices of deployments by themselves, for every function and executives',
      'notices to all five audiences in four full weeks',
      functionsNoticed,
    ),
    asked('3.C2', 'How and when to deploy and roll back is automatic and explains itself'),
    measured(
      '3.C3',
      'Notices when drift is too large',
      'a channel that takes alerts of drift, for every pair',
      driftNoticed,
    ),
    measured('3.C4', 'Publish the schedule of trains', 'a train planned seven days ahead', trainPublished),
    measured(
      '3.C5',
      'A developer can be told where a change is',
      'the whereabouts of 95 % of the changes that landed or were deployed in four full weeks',
      whereaboutsKnown(0.95),
    ),
    asked('3.K1', 'Developers trust the safety net: bad changes hardly reach production, and do little there'),
    asked('3.K2', 'Developers are confident that a fix ships in no time'),
    asked('3.K3', 'Developers feel that deployments are a non-event'),
    asked('3.K4', 'Product managers and designers work in small increments too'),
    asked('3.K5', 'Managers feel that the team is above its weight'),
    asked('3.K6', 'Management looks at matters of scale rather than at the ability to ship'),
  ],
};

function driftKnown(): Rule {
  return ({ drift: { pairs, unknown: names } }) => {
    if (pairs === 0) return unknown('no service is live in two places that follow each other');
    const share = shareOf('pairs whose difference is known', pairs - names.length, pairs);
    return names.length === 0 ? met(share) : notMet(share, listOf('not known', names.slice(0, 10)));
  };
}

function singlePane(): Rule {
  return ({ services, sources }) => {
    if (services.length === 0) return unknown('leadline.yaml names no service of this scope');
    const live = new Set(sources.live);
    const seen = new Set(
      sources.services.filter((one) => one.sources.some((source) => live.has(source))).map(({ service }) => service),
    );
    const without = services.map(({ name }) => name).filter((name) => !seen.has(name));
    const share = shareOf(
      'services with a live source of deployments',
      services.length - without.length,
      services.length,
    );
    return without.length === 0 ? met(share) : notMet(share, listOf('without', without.slice(0, 10)));
  };
}
