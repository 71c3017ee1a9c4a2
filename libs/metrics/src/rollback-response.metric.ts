import { ascending, median, medianInterval95, quantileType7 } from '@leadline/statistics';
import { type MetricDefinition, noValue } from './metric.js';
import { rollbackEvidence, rollbackRow, rollbackSamples, rollbacksIn, secondsUntil } from './rollback-samples.js';

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
    const all = rollbacksIn(cells);
    const detected = all.flatMap(({ detectedAt, ...one }) => (detectedAt === null ? [] : [{ ...one, detectedAt }]));
    const seconds = ascending(detected.map((one) => secondsUntil('startedAt', one)));
    const interval = medianInterval95(seconds);
    return {
      ...noValue,
      value: seconds.length === 0 ? null : median(seconds),
      n: seconds.length,
      p75: seconds.length === 0 ? null : quantileType7(seconds, 0.75),
      p90: seconds.length === 0 ? null : quantileType7(seconds, 0.9),
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      details: {
        within300: seconds.length === 0 ? null : seconds.filter((each) => each <= 300).length / seconds.length,
      },
    };
  },
};
