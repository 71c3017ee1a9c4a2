import { asked, type Card, measured, type MeasuredCriterion } from '../criterion.js';
import { valueOver } from '../general-rules.js';
import { downtimeSeen } from './maturity.js';
import { listOf, met, notMet, shareOf, unknown } from '../rule-outcome.js';

/** Measured where something measures it; else people are asked. */
const symptom = (...said: Parameters<typeof measured>): MeasuredCriterion => ({
  ...measured(...said),
  elsePeople: true,
});

/** Level 1, initial: symptoms, nothing to meet. */
export const level1: Card = {
  id: 'LEVEL_1',
  title: 'Level 1: initial (symptoms)',
  isOfSymptoms: true,
  criteria: [
    symptom(
      'L1.1',
      'Deployments need steps by hand',
      'a step by hand in a deployment of the last four full weeks',
      valueOver(
        'AUTOMATION_COVERAGE',
        { missing: 'no deployment tells which of its steps run by themselves' },
        ({ value }) => value < 1,
      ),
    ),
    asked('L1.2', 'Staging and production are deployed to in different ways'),
    asked('L1.3', 'Different people deploy differently'),
    symptom(
      'L1.4',
      'Deployments take the service down',
      'downtime of a deployment in the last four full weeks',
      downtimeSeen,
    ),
    asked('L1.5', 'How a release gets to production is ad hoc or ill-defined'),
    symptom(
      'L1.6',
      'Tests are by hand, ill-defined or not done',
      'a gate of people that is named after tests in the last four full weeks',
      ({ deployments: { testGates, procedureTold, done } }) => {
        if (testGates.length > 0) return met(listOf('gates of people that are named after tests', testGates));
        if (procedureTold === 0) return unknown('nothing tells of gates, triggers or steps of deployments');
        return notMet(
          shareOf('deployments that tell of their procedure, none with a test by hand', procedureTold, done),
        );
      },
    ),
  ],
};
