import { flagKind, unexposed } from './deployments/left-out.js';
import { observedRow, withinRun } from './deployments/observed.js';
import { disjoint, secondsWithin } from './deployments/waits.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';

/** metrics-deployment.md C: union of downtime, degradation and incidents of the service, cut to the run. */
export const customerImpactTime: MetricDefinition<'CUSTOMER_IMPACT_TIME'> = {
  id: 'CUSTOMER_IMPACT_TIME',
  title: 'Customer impact time',
  summary:
    'Time in which users were disturbed while a deployment ran; mean over deployments of which something is known.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/monitoring-and-observability/',
  target: { is: 'AT_MOST', value: 0 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    const { excludeNonUserFacing, minSeverity } = query.options;
    const counts = [
      `d.knownFrom <= ${at} AND ${at} < d.knownUntil`,
      ...(excludeNonUserFacing ? ['d.userFacing = 1'] : []),
      ...(minSeverity === null
        ? []
        : [`(d.severity = 0 OR d.severity <= ${bind.bind('Int64', Number(minSeverity.slice(3)))})`]),
    ].join(' AND ');
    return {
      ...observedRow(query, bind),
      held_disturbances: `arrayFilter(d -> ${counts}, disturbances)`,
      impact_reports: `arrayFilter(o -> o.measure IN ('downtime', 'degradation') AND isNotNull(o.from), held_observations)`,
      impact_spans: `arraySort(arrayConcat(${withinRun('impact_reports')}, ${withinRun('held_disturbances')}))`,
      impact_apart: disjoint('impact_spans'),
      impact_seconds: secondsWithin('impact_apart', 'run_start', 'state.finishedAt'),
      tells_impact: 'notEmpty(impact_reports) OR notEmpty(held_disturbances) OR is_measured_service',
    };
  },
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(impact_seconds, is_done AND tells_impact)'),
    unmeasured: 'countIf(is_done AND NOT tells_impact)',
  }),
  evidence: {
    form: 'rows',
    made: 'mean',
    of: () => ({
      counted: 'is_done AND tells_impact',
      value: 'impact_seconds',
      incidents: 'arrayMap(d -> d.incident, held_disturbances)',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT (tells_impact)']],
    }),
  },
  finish: ([cells]) => {
    const { mean, value: p50, ...rest } = quantilesIn(cells);
    // The interval is that of the median.
    return {
      ...rest,
      value: mean,
      low: null,
      high: null,
      details: { p50, unmeasured: numberIn(cells, 'unmeasured') ?? 0 },
    };
  },
};
