import { asked, type Card, measured } from '../criterion.js';
import { valueOver } from '../general-rules.js';
import { automationAtLeast, noDowntime } from '../rules-of-quality.js';
import { projectCompared } from '../rules-of-changes.js';

/** Level 5, optimizing. */
export const level5: Card = {
  id: 'LEVEL_5',
  title: 'Level 5: optimizing',
  criteria: [
    { ...asked('L5.1', 'Metrics are used to choose what to optimize'), needsLink: true },
    measured(
      'L5.2',
      'Optimizations are measured before and after',
      'a comparison of before and after a project whose metric was named before it began',
      projectCompared,
    ),
    measured(
      'L5.3',
      'Deployment is fully automatic',
      'every step automatic over four full weeks',
      automationAtLeast(1),
    ),
    measured(
      'L5.4',
      'Promotion is automatic, with few exceptions',
      '95 % of the deployments of four full weeks without a person',
      valueOver('AUTOMATIC_SHARE', { missing: 'no deployment tells how it was started' }, ({ value }) => value >= 0.95),
    ),
    measured(
      'L5.5',
      'Deployments take nothing down',
      'no downtime of deployments in four full weeks, measured for 90 % of them',
      noDowntime,
    ),
  ],
};
