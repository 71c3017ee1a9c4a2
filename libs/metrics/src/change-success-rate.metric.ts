import { failuresOf, uncountedKinds, unexposed } from './deployments/left-out.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C: outcomes, where DEPLOYMENT_SUCCESS_RATE counts attempts. */
export const changeSuccessRate: MetricDefinition<'CHANGE_SUCCESS_RATE'> = {
  id: 'CHANGE_SUCCESS_RATE',
  title: 'Change success rate',
  summary:
    'Share of counted production deployments that needed no immediate intervention: one minus the change fail rate.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/guides/dora-metrics/',
  target: { is: 'AT_LEAST', value: 0.98 },
  relation: 'deployments',
  settlesLate: true,
  looksAhead: false,
  row: () => ({}),
  aggregates: () => ({
    total: 'countIf(in_window AND is_counted)',
    failed: 'countIf(in_window AND is_counted AND is_failed)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'in_window AND is_counted',
      above: 'NOT is_failed',
      reasons: [...unexposed, ...uncountedKinds],
      failures: failuresOf,
    }),
  },
  finish: (cells) => ratioOf(countIn(cells, 'total') - countIn(cells, 'failed'), countIn(cells, 'total')),
};
