import { failedRollout, flagKind, undone } from './deployments/left-out.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';

/** metrics-deployment.md C, M6: deployments that nobody checked are counted apart, as are checks that still run. */
export const verificationLatency: MetricDefinition<'VERIFICATION_LATENCY'> = {
  id: 'VERIFICATION_LATENCY',
  title: 'Verification latency',
  summary: 'Time from the finish of a deployment to the end of its last check; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  target: { is: 'BELOW', value: 120 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      is_run: `in_window AND state.status = 'succeeded' AND state.verdict != 'excluded' AND state.kind != 'flag'`,
      post_checks: `arrayFilter(v -> v.knownFrom <= ${at} AND ${at} < v.knownUntil AND v.stage = 'post', verifications)`,
      is_pending: `arrayExists(v -> v.finishedAt IS NULL OR v.finishedAt > ${at}, post_checks)`,
      is_verified: 'is_run AND notEmpty(post_checks) AND NOT is_pending',
      verified_after: `greatest(0, arrayMax(v -> ifNull(v.finishedAt, 0), post_checks) - state.finishedAt) / 1000`,
    };
  },
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(verified_after, is_verified)'),
    pending: 'countIf(is_run AND is_pending)',
    unverified: 'countIf(is_run AND empty(post_checks))',
  }),
  evidence: {
    form: 'rows',
    made: 'median',
    of: () => ({
      counted: 'is_verified',
      value: 'verified_after',
      opensAt: 'state.finishedAt',
      closesAt: 'arrayMax(v -> ifNull(v.finishedAt, 0), post_checks)',
      reasons: [
        ...undone,
        failedRollout,
        flagKind,
        ['unverified', 'empty(post_checks)'],
        ['check_running', 'is_pending'],
      ],
    }),
  },
  finish: ([cells]) => {
    const { mean, ...value } = quantilesIn(cells);
    const counted = (name: string): number => numberIn(cells, name) ?? 0;
    return { ...value, details: { mean, pending: counted('pending'), unverified: counted('unverified') } };
  },
};
