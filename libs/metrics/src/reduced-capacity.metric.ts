import { flagKind, unexposed } from './deployments/left-out.js';
import { observedRow } from './deployments/observed.js';
import { countIn, type MetricDefinition, noValue, numberIn } from './metric.js';

/** metrics-deployment.md C: outage-equivalent seconds, by the lowest report at each moment of the run. */
export const reducedCapacity: MetricDefinition<'REDUCED_CAPACITY'> = {
  id: 'REDUCED_CAPACITY',
  title: 'Reduced capacity',
  summary:
    'Capacity missing while a deployment ran, as seconds of a full outage; mean over deployments of which something is known.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://continuousdelivery.com/implementing/patterns/',
  target: { is: 'AT_MOST', value: 0 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => ({
    ...observedRow(query, bind),
    capacity_reports: `arrayFilter(o -> o.measure = 'capacity' AND isNotNull(o.from) AND isNotNull(o.available), held_observations)`,
    capacity_spans: `arrayFilter(w -> w.1 < w.2, arrayMap(o -> (
        greatest(assumeNotNull(o.from), run_start), least(ifNull(o.to, state.finishedAt), state.finishedAt),
        greatest(0., least(1., assumeNotNull(o.available)))), capacity_reports))`,
    capacity_edges: `arraySort(arrayDistinct(arrayConcat(arrayMap(w -> w.1, capacity_spans), arrayMap(w -> w.2, capacity_spans))))`,
    // Between two edges nothing changes.
    available_from: `arrayMap(e -> arrayMin(arrayPushFront(arrayMap(w -> w.3, arrayFilter(w -> w.1 <= e AND e < w.2, capacity_spans)), 1.)), capacity_edges)`,
    missing_seconds: `arraySum((missing, lasts) -> missing * lasts / 1000,
        arrayMap(a -> 1 - a, available_from), arrayResize(arrayPopFront(arrayDifference(capacity_edges)), length(capacity_edges), 0))`,
    lowest_available: `arrayMin(arrayPushFront(available_from, 1.))`,
    tells_capacity: 'notEmpty(capacity_reports) OR is_measured_service',
  }),
  aggregates: () => ({
    missing: 'sumIf(missing_seconds, is_done AND tells_capacity)',
    measured: 'countIf(is_done AND tells_capacity)',
    lowest: 'minIf(lowest_available, is_done AND tells_capacity)',
    unmeasured: 'countIf(is_done AND NOT tells_capacity)',
  }),
  evidence: {
    form: 'rows',
    made: 'mean',
    of: () => ({
      counted: 'is_done AND tells_capacity',
      value: 'missing_seconds',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT (tells_capacity)']],
    }),
  },
  finish: (cells) => {
    const [missing, n] = [countIn(cells, 'missing'), countIn(cells, 'measured')];
    return {
      ...noValue,
      value: n === 0 ? null : missing / n,
      n,
      numerator: missing,
      denominator: n,
      details: {
        lowest: n === 0 ? null : numberIn(cells[0], 'lowest'),
        unmeasured: countIn(cells, 'unmeasured'),
      },
    };
  },
};
