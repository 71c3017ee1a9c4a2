import { asked, type Card, proposed } from '../criterion.js';
import { listOf, met } from '../rule-outcome.js';
import { downtimeLimited } from '../rules-of-notices.js';

/** Level 3, defined. */
export const level3: Card = {
  id: 'LEVEL_3',
  title: 'Level 3: defined',
  criteria: [
    proposed(
      'L3.1',
      'Metrics of frequency, restoring and change success are defined',
      'a person confirms the rules by which deployments count as failed',
      ({ failureRules }) => met(listOf('a deployment counts as failed by', failureRules)),
    ),
    proposed(
      'L3.2',
      'How downtime of deployments is measured is defined, with limits',
      'a target of downtime in the configuration',
      downtimeLimited,
    ),
    asked('L3.3', 'How a release is promoted to production is defined'),
    asked('L3.4', 'Test results are told to everyone concerned'),
  ],
};
