import { flagKind } from './deployments/left-out.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C, M1: by the attempt's finish. */
export const deploymentSuccessRate: MetricDefinition<'DEPLOYMENT_SUCCESS_RATE'> = {
  id: 'DEPLOYMENT_SUCCESS_RATE',
  title: 'Deployment success rate',
  summary: 'Share of attempts to deploy that succeeded, retries and all kinds included.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/capabilities/deployment-automation/',
  target: { is: 'AT_LEAST', value: 0.99 },
  relation: 'attempts',
  looksAhead: false,
  row: () => ({ is_attempt: `in_window AND attempt.3 AND state.verdict != 'excluded' AND state.kind != 'flag'` }),
  aggregates: () => ({ total: 'countIf(is_attempt)', succeeded: 'countIf(is_attempt AND attempt.2)' }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'is_attempt',
      above: 'attempt.2',
      reasons: [
        ['not_production', 'NOT is_asked'],
        ['cancelled', 'attempt.4 = 0'],
        ['in_progress', 'NOT attempt.3'],
        ['excluded_by_person', `state.verdict = 'excluded'`],
        ['outside_window', 'NOT in_window'],
        flagKind,
      ],
    }),
  },
  finish: (cells) => ratioOf(countIn(cells, 'succeeded'), countIn(cells, 'total')),
};
