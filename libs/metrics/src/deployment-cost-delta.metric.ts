import { flagKind, unexposed } from './deployments/left-out.js';
import { observedRow } from './deployments/observed.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';

/** metrics-deployment.md C, M8. Several observations of a deployment are parts of what it costs, each by the day. */
export const deploymentCostDelta: MetricDefinition<'DEPLOYMENT_COST_DELTA'> = {
  id: 'DEPLOYMENT_COST_DELTA',
  title: 'Deployment cost delta',
  summary: 'By how much a day costs more after a deployment than before, as a share; median.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://www.finops.org/framework/capabilities/',
  target: { is: 'AT_MOST', value: 0.05 },
  relation: 'deployments',
  settlesLate: true,
  looksAhead: false,
  row: (query, bind) => ({
    ...observedRow(query, bind),
    cost_reports: `arrayFilter(o -> o.measure = 'cost' AND o.names = 'own' AND ifNull(o.beforeTime, 0) > 0 AND ifNull(o.afterTime, 0) > 0
        AND isNotNull(o.before) AND isNotNull(o.after), held_observations)`,
    cost_currencies: `arrayDistinct(arrayMap(o -> o.currency, cost_reports))`,
    cost_before: `arraySum(o -> assumeNotNull(o.before) * 24 / assumeNotNull(o.beforeTime), cost_reports)`,
    cost_after: `arraySum(o -> assumeNotNull(o.after) * 24 / assumeNotNull(o.afterTime), cost_reports)`,
    // Amounts in several currencies cannot be added up.
    tells_cost: `length(cost_currencies) = 1 AND cost_before > 0`,
  }),
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(cost_after / cost_before - 1, is_done AND tells_cost)'),
    per_day: 'sumIf(cost_after - cost_before, is_done AND tells_cost)',
    currencies: 'groupUniqArrayIf(cost_currencies[1], is_done AND tells_cost)',
    unobserved: 'countIf(is_done AND empty(cost_reports))',
  }),
  evidence: {
    form: 'rows',
    made: 'median',
    of: () => ({
      counted: 'is_done AND tells_cost',
      value: 'cost_after / cost_before - 1',
      reasons: [
        ...unexposed,
        flagKind,
        ['several_currencies', 'length(cost_currencies) > 1'],
        ['not_reported', 'NOT tells_cost'],
      ],
    }),
  },
  finish: ([cells]) => {
    const { mean, ...value } = quantilesIn(cells);
    const [currency, ...others] = (cells?.['currencies'] ?? []) as string[];
    const isOne = currency !== undefined && others.length === 0;
    return {
      ...value,
      currency: isOne ? currency : null,
      details: {
        mean,
        sumPerDay: isOne ? numberIn(cells, 'per_day') : null,
        unobserved: numberIn(cells, 'unobserved') ?? 0,
      },
    };
  },
};
