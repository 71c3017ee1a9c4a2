import type { Rule } from '../criterion.js';
import { allOf, listOf, met, notMet, pointOf, shareOf, unknown } from '../rule-outcome.js';
import { valueOver } from '../general-rules.js';
import { frequencyTracked, incidentSourceLive } from '../rules-of-numbers.js';

/** Frequency, restoring and success, collected by themselves: what levels 4.1 and 4.2 ask for. */
export const collected: Rule = (facts) =>
  allOf(
    frequencyTracked(facts),
    incidentSourceLive(facts),
    valueOver('CHANGE_SUCCESS_RATE', { missing: 'no change success rate' }, () => true)(facts),
  );

/** No gate of people is named after tests; it takes a procedure that is told. */
export const testsWithoutGates: Rule = ({ deployments: { testGates, procedureTold, done } }) => {
  if (testGates.length > 0) return notMet(listOf('gates of people that are named after tests', testGates));
  if (procedureTold === 0) return unknown('nothing tells of gates, triggers or steps of deployments');
  return met(shareOf('deployments that tell of their procedure, none with a test by hand', procedureTold, done));
};

/** The symptom is there where the metric is above 0. */
export const downtimeSeen: Rule = ({ fourWeeks }) => {
  const point = fourWeeks.get('DEPLOYMENT_DOWNTIME');
  if (point === undefined || point.n === 0) return unknown('nothing measures how long deployments take services down');
  return (point.details['total'] ?? 0) > 0 ? met(pointOf(point)) : notMet(pointOf(point));
};
