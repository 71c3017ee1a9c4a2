import { flagKind, unexposed } from './deployments/left-out.js';
import { peopleGates } from './deployments/waits.js';
import { countIn, type MetricDefinition, noValue, numberIn } from './metric.js';

/** metrics-deployment.md C: a gate asked twice is one; where neither trigger nor gate was told, nothing is known. */
export const gatesPerDeployment: MetricDefinition<'GATES_PER_DEPLOYMENT'> = {
  id: 'GATES_PER_DEPLOYMENT',
  title: 'Gates per deployment',
  summary: 'Distinct approvals by people per deployment; mean.',
  unit: 'COUNT',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/streamlining-change-approval/',
  target: { is: 'AT_MOST', value: 0 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      is_done: `in_window AND is_member AND state.verdict != 'excluded' AND state.kind != 'flag'`,
      gates_of_people: peopleGates(query, bind),
      gate_count: 'length(arrayDistinct(arrayMap(g -> g.gate, gates_of_people)))',
      tells_gates: `state.trigger != '' OR arrayExists(g -> g.knownFrom <= ${at} AND ${at} < g.knownUntil, approvals)`,
    };
  },
  aggregates: () => ({
    total: 'sumIf(gate_count, is_done AND tells_gates)',
    known: 'countIf(is_done AND tells_gates)',
    most: 'maxIf(gate_count, is_done AND tells_gates)',
    unknown: 'countIf(is_done AND NOT tells_gates)',
  }),
  evidence: {
    form: 'rows',
    made: 'mean',
    of: () => ({
      counted: 'is_done AND tells_gates',
      value: 'gate_count',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT tells_gates']],
    }),
  },
  finish: (cells) => {
    const [total, n] = [countIn(cells, 'total'), countIn(cells, 'known')];
    return {
      ...noValue,
      value: n === 0 ? null : total / n,
      n,
      numerator: total,
      denominator: n,
      details: { max: n === 0 ? null : numberIn(cells[0], 'most'), unknown: countIn(cells, 'unknown') },
    };
  },
};
