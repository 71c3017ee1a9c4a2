import { mean } from '@leadline/statistics';
import type { MetricDefinition } from './metric.js';
import { rollbackDurations, rollbackEvidence, rollbackRow, rollbackSamples } from './rollback-samples.js';

/** metrics-deployment.md C, M3: unplanned rollbacks and aborted rollouts, by their finish. */
export const rollbackTime: MetricDefinition<'ROLLBACK_TIME'> = {
  id: 'ROLLBACK_TIME',
  title: 'Rollback time',
  summary: 'Time from the first sign that a deployment is wrong until it is rolled back; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://sre.google/workbook/canarying-releases/',
  target: { is: 'BELOW', value: 300 },
  relation: 'rollbacks',
  settlesLate: true,
  looksAhead: false,
  row: () => rollbackRow,
  aggregates: () => ({ rolled_back: rollbackSamples }),
  evidence: rollbackEvidence('finishedAt'),
  finish: (cells) => {
    const { value, seconds, withoutDetection } = rollbackDurations(cells, 'finishedAt');
    return { ...value, details: { mean: seconds.length === 0 ? null : mean(seconds), withoutDetection } };
  },
};
