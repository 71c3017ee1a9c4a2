import { flagKind, unexposed } from './deployments/left-out.js';
import { peopleGates } from './deployments/waits.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C: of the deployments that tell how they were started. */
export const automaticShare: MetricDefinition<'AUTOMATIC_SHARE'> = {
  id: 'AUTOMATIC_SHARE',
  title: 'Automatic share',
  summary: 'Share of deployments started by a machine, with no approval by people and no manual step.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/capabilities/deployment-automation/',
  target: { is: 'AT_LEAST', value: 1 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      is_done: `in_window AND is_member AND state.verdict != 'excluded' AND state.kind != 'flag'`,
      tells_start: `state.trigger != '' OR arrayExists(g -> g.knownFrom <= ${at} AND ${at} < g.knownUntil, approvals)`,
      is_automatic: `state.trigger = 'auto' AND empty(${peopleGates(query, bind)}) AND ifNull(state.manualSteps, 0) = 0`,
    };
  },
  aggregates: () => ({
    automatic: 'countIf(is_done AND tells_start AND is_automatic)',
    total: 'countIf(is_done AND tells_start)',
    unknown: 'countIf(is_done AND NOT tells_start)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'is_done AND tells_start',
      above: 'is_automatic',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT tells_start']],
    }),
  },
  finish: (cells) => ({
    ...ratioOf(countIn(cells, 'automatic'), countIn(cells, 'total')),
    details: { unknown: countIn(cells, 'unknown') },
  }),
};
