import { type Card, measured, proposed } from '../criterion.js';
import { measuredFor } from '../general-rules.js';
import { collected, testsWithoutGates } from './maturity.js';

const asks = '1.M1, 2.M4 and a change success rate over four full weeks';

/** Level 4, managed. */
export const level4: Card = {
  id: 'LEVEL_4',
  title: 'Level 4: managed',
  criteria: [
    measured('L4.1', 'Metrics of frequency, restoring and change success are collected by themselves', asks, collected),
    measured('L4.2', 'The metrics are on a dashboard', asks, collected),
    measured(
      'L4.3',
      'Downtime of deployments is measured',
      'measured for 90 % of the deployments of four full weeks',
      measuredFor('DEPLOYMENT_DOWNTIME', 0.9),
    ),
    measured(
      'L4.4',
      'Reduced capacity during deployments is measured',
      'measured for 90 % of the deployments of four full weeks',
      measuredFor('REDUCED_CAPACITY', 0.9),
    ),
    proposed('L4.5', 'Tests are fully automatic', 'no gate of people that is named after tests', testsWithoutGates),
  ],
};
