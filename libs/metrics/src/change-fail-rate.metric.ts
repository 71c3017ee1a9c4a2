import { failuresOf, uncountedKinds, unexposed } from './deployments/left-out.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics.md 3.3: counted deployments that failed. */
export const changeFailRate: MetricDefinition<'CHANGE_FAIL_RATE'> = {
  id: 'CHANGE_FAIL_RATE',
  title: 'Change fail rate',
  summary: 'Share of counted production deployments that needed immediate intervention.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/guides/dora-metrics/',
  relation: 'deployments',
  settlesLate: true,
  looksAhead: false,
  row: ({ options }) => ({
    in_fail_rate: `in_window AND is_counted${options.excludeFixOnly ? ` AND state.kind != 'hotfix'` : ''}`,
  }),
  aggregates: () => ({
    total: 'countIf(in_fail_rate)',
    failed: 'countIf(in_fail_rate AND is_failed)',
    inferred_only: 'countIf(in_fail_rate AND is_failed_by_inference_alone)',
  }),
  explained: () => ({ unknown_exposure: 'countIf(in_window AND is_of_unknown_exposure)' }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: ({ options }) => ({
      counted: 'in_fail_rate',
      above: 'is_failed',
      reasons: [
        ...(options.excludeFixOnly ? [['fix_only', 'is_asked AND in_window AND is_counted'] as const] : []),
        ...unexposed,
        ...uncountedKinds,
      ],
      notes: [['marked_ok', `state.verdict = 'ok' AND (failed_in_rollout OR notEmpty(speaking_reasons))`]],
      failures: failuresOf,
    }),
  },
  finish: (cells) =>
    ratioOf(countIn(cells, 'failed'), countIn(cells, 'total'), {
      inferred: countIn(cells, 'inferred_only'),
      details: { unknownExposure: countIn(cells, 'unknown_exposure') },
    }),
};
