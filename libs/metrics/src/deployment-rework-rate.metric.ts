import { uncountedKinds, unexposed } from './deployments/left-out.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics.md 3.5: deployments that nobody planned but an incident asked for. */
export const deploymentReworkRate: MetricDefinition<'DEPLOYMENT_REWORK_RATE'> = {
  id: 'DEPLOYMENT_REWORK_RATE',
  title: 'Deployment rework rate',
  summary: 'Share of production deployments that were unplanned repairs.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'deployments',
  settlesLate: true,
  looksAhead: false,
  row: ({ options }) => {
    const rollbacks = options.reworkIncludesRollbacks
      ? '(is_counted OR is_rollback)'
      : `(is_counted AND state.kind != 'rollback')`;
    return { in_rework: `in_window AND ${rollbacks}` };
  },
  aggregates: () => ({
    total: 'countIf(in_rework)',
    rework: 'countIf(in_rework AND is_unplanned_repair)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'in_rework',
      above: 'is_unplanned_repair',
      reasons: [...unexposed, ...uncountedKinds],
      notes: [['planned', 'state.remedial = 1 AND state.planned = 1']],
    }),
  },
  finish: (cells) => ratioOf(countIn(cells, 'rework'), countIn(cells, 'total')),
};
