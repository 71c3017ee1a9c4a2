import { flagKind, unexposed } from './deployments/left-out.js';
import { observedRow, withinRun } from './deployments/observed.js';
import { disjoint, secondsWithin } from './deployments/waits.js';
import { countIn, type MetricDefinition, noValue } from './metric.js';

/** metrics-deployment.md C: what names the deployment counts whole, what names none as far as it lies in the run. */
export const deploymentDowntime: MetricDefinition<'DEPLOYMENT_DOWNTIME'> = {
  id: 'DEPLOYMENT_DOWNTIME',
  title: 'Deployment downtime',
  summary: 'Time a service was down for a deployment; mean over deployments of which something is known.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://continuousdelivery.com/implementing/patterns/',
  target: { is: 'AT_MOST', value: 0 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    const ofDowntime = (names: string): string =>
      `arrayFilter(o -> o.measure = 'downtime' AND o.names = '${names}' AND isNotNull(o.from), held_observations)`;
    return {
      ...observedRow(query, bind),
      own_downtime: ofDowntime('own'),
      other_downtime: ofDowntime(''),
      downtime_spans: `arraySort(arrayConcat(
        arrayMap(o -> (assumeNotNull(o.from), least(ifNull(o.to, ${at}), ${at})), own_downtime), ${withinRun('other_downtime')}))`,
      downtime_apart: disjoint('downtime_spans'),
      downtime_seconds: secondsWithin('downtime_apart', 'toInt64(0)', at),
      tells_downtime: 'notEmpty(own_downtime) OR notEmpty(other_downtime) OR is_measured_service',
    };
  },
  aggregates: () => ({
    total: 'sumIf(downtime_seconds, is_done AND tells_downtime)',
    measured: 'countIf(is_done AND tells_downtime)',
    without: 'countIf(is_done AND tells_downtime AND downtime_seconds = 0)',
    unmeasured: 'countIf(is_done AND NOT tells_downtime)',
  }),
  evidence: {
    form: 'rows',
    made: 'mean',
    of: () => ({
      counted: 'is_done AND tells_downtime',
      value: 'downtime_seconds',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT (tells_downtime)']],
    }),
  },
  finish: (cells) => {
    const [total, n] = [countIn(cells, 'total'), countIn(cells, 'measured')];
    return {
      ...noValue,
      value: n === 0 ? null : total / n,
      n,
      numerator: total,
      denominator: n,
      details: {
        total: n === 0 ? null : total,
        zeroShare: n === 0 ? null : countIn(cells, 'without') / n,
        unmeasured: countIn(cells, 'unmeasured'),
      },
    };
  },
};
