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
  relation: 'attempts',
  looksAhead: false,
  row: () => ({ is_attempt: `in_window AND state.verdict != 'excluded' AND state.kind != 'flag'` }),
  aggregates: () => ({ total: 'countIf(is_attempt)', succeeded: 'countIf(is_attempt AND attempt.2)' }),
  finish: (cells) => ratioOf(countIn(cells, 'succeeded'), countIn(cells, 'total')),
};
