import { ascending, mean, median, medianInterval95, quantileType7 } from '@leadline/statistics';
import { type MetricDefinition, noValue } from './metric.js';
import { rollbackEvidence, rollbackRow, rollbackSamples, rollbacksIn, secondsUntil } from './rollback-samples.js';

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
    const all = rollbacksIn(cells);
    const detected = all.flatMap(({ detectedAt, ...one }) => (detectedAt === null ? [] : [{ ...one, detectedAt }]));
    const seconds = ascending(detected.map((one) => secondsUntil('finishedAt', one)));
    const interval = medianInterval95(seconds);
    return {
      ...noValue,
      value: seconds.length === 0 ? null : median(seconds),
      n: seconds.length,
      p75: seconds.length === 0 ? null : quantileType7(seconds, 0.75),
      p90: seconds.length === 0 ? null : quantileType7(seconds, 0.9),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      details: { mean: seconds.length === 0 ? null : mean(seconds), withoutDetection: all.length - detected.length },
    };
  },
};
