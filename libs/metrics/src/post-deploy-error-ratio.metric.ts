import { flagKind, unexposed } from './deployments/left-out.js';
import { observedRow } from './deployments/observed.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';

/** metrics-deployment.md C, M4: per request where all halves tell requests, else per minute. */
export const postDeployErrorRatio: MetricDefinition<'POST_DEPLOY_ERROR_RATIO'> = {
  id: 'POST_DEPLOY_ERROR_RATIO',
  title: 'Post-deploy error ratio',
  summary: 'How many times as many errors a service has after a deployment as before; median.',
  unit: 'FACTOR',
  better: 'LOWER',
  source: 'https://sre.google/workbook/canarying-releases/',
  target: { is: 'AT_MOST', value: 2 },
  relation: 'deployments',
  settlesLate: true,
  looksAhead: false,
  row: (query, bind) => ({
    ...observedRow(query, bind),
    error_reports: `arrayFilter(o -> o.measure = 'errors' AND o.names = 'own' AND isNotNull(o.before) AND isNotNull(o.after), held_observations)`,
    tells_requests: `arrayAll(o -> ifNull(o.beforeRequests, 0) > 0 AND ifNull(o.afterRequests, 0) > 0, error_reports)`,
    errors_before: `arraySum(o -> ifNull(o.before, 0), error_reports)`,
    errors_after: `arraySum(o -> ifNull(o.after, 0), error_reports)`,
    counted_before: `arraySum(o -> ifNull(if(tells_requests, o.beforeRequests, o.beforeTime), 0), error_reports)`,
    counted_after: `arraySum(o -> ifNull(if(tells_requests, o.afterRequests, o.afterTime), 0), error_reports)`,
    // Without an error before, any number after would be infinitely many times as many.
    errors_added: `if(errors_before = 0, 0.5, 0)`,
    error_ratio: `((errors_after + errors_added) / counted_after) / ((errors_before + errors_added) / counted_before)`,
    tells_errors: `notEmpty(error_reports) AND counted_before > 0 AND counted_after > 0`,
  }),
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(error_ratio, is_done AND tells_errors)'),
    over_twice: 'countIf(is_done AND tells_errors AND error_ratio > 2)',
    unobserved: 'countIf(is_done AND NOT tells_errors)',
  }),
  evidence: {
    form: 'rows',
    made: 'median',
    of: () => ({
      counted: 'is_done AND tells_errors',
      value: 'error_ratio',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT tells_errors']],
    }),
  },
  finish: ([cells]) => {
    const { mean, ...value } = quantilesIn(cells);
    const overTwice = value.n === 0 ? null : (numberIn(cells, 'over_twice') ?? 0) / value.n;
    return { ...value, details: { mean, overTwice, unobserved: numberIn(cells, 'unobserved') ?? 0 } };
  },
};
