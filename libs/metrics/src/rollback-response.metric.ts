import type { MetricDefinition } from './metric.js';
import { rollbackDurations, rollbackEvidence, rollbackRow, rollbackSamples } from './rollback-samples.js';

/** metrics-deployment.md C, M3: unplanned rollbacks and aborted rollouts, by their finish. */
export const rollbackResponse: MetricDefinition<'ROLLBACK_RESPONSE'> = {
  id: 'ROLLBACK_RESPONSE',
  title: 'Rollback response',
  summary: 'Time from the first sign that a deployment is wrong to the start of its rollback; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://sre.google/workbook/canarying-releases/',
  target: { is: 'AT_MOST', value: 300 },
  relation: 'rollbacks',
  settlesLate: true,
  looksAhead: false,
  row: () => rollbackRow,
  aggregates: () => ({ rolled_back: rollbackSamples }),
  evidence: rollbackEvidence('startedAt'),
  finish: (cells) => {
    const { value, seconds } = rollbackDurations(cells, 'startedAt');
    const within300 = seconds.filter((each) => each <= 300).length / seconds.length;
    return { ...value, details: { within300: seconds.length === 0 ? null : within300 } };
  },
};
