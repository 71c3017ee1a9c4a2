import { asked, type Card, proposed } from '../criterion.js';
import { downtimePlanned } from '../rules-of-quality.js';

/** Level 2, repeatable. */
export const level2: Card = {
  id: 'LEVEL_2',
  title: 'Level 2: repeatable',
  criteria: [
    asked('L2.1', 'Deployment is a documented, repeatable process'),
    proposed(
      'L2.2',
      'If deployment takes the service down, that is predictable',
      '80 % of the downtime of four full weeks was planned, or there was none',
      downtimePlanned,
    ),
    asked('L2.3', 'Test procedures are documented and repeatable'),
  ],
};
