import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C, M9: attempts of deployment pipelines, by their finish. */
export const pipelineFailureRate: MetricDefinition<'PIPELINE_FAILURE_RATE'> = {
  id: 'PIPELINE_FAILURE_RATE',
  title: 'Pipeline failure rate',
  summary: 'Share of the attempts of deployment pipelines that failed.',
  unit: 'RATIO',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  target: { is: 'BELOW', value: 0.01 },
  relation: 'runs',
  looksAhead: false,
  row: () => ({}),
  aggregates: () => ({
    failed: 'countIf(in_window AND attempt.2)',
    decided: 'countIf(in_window)',
    runs: 'countIf(in_window AND attempt.3)',
    failed_runs: 'countIf(in_window AND attempt.3 AND attempt.2)',
    flaky: 'countIf(in_window AND attempt.3 AND NOT attempt.2 AND attempt.4)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'in_window',
      above: 'attempt.2',
      reasons: [
        ['not_of_deployment', `told_attempt.role != 'deployment'`],
        ['cancelled', `told_attempt.status = 'cancelled'`],
        ['in_progress', 'instant = 0'],
        ['outside_window', 'NOT in_window'],
      ],
    }),
  },
  finish: (cells) => {
    const count = (name: string): number => countIn(cells, name);
    return {
      ...ratioOf(count('failed'), count('decided')),
      details: {
        runRate: count('runs') === 0 ? null : count('failed_runs') / count('runs'),
        flaky: count('flaky'),
      },
    };
  },
};
