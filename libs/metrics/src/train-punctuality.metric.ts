import { median } from '@leadline/statistics';
import { type Cells, countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C: trains that left within the tolerance of their plan; cancelled ones did not. */
export const trainPunctuality: MetricDefinition<'TRAIN_PUNCTUALITY'> = {
  id: 'TRAIN_PUNCTUALITY',
  title: 'Train punctuality',
  summary: 'Share of release trains that left on time, of those that left, were cancelled or are late.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/capabilities/continuous-delivery/',
  target: { is: 'AT_LEAST', value: 0.95 },
  relation: 'trains',
  looksAhead: false,
  row: ({ asOf, options }, bind) => ({
    tolerance: bind.bind('Int64', Math.round(options.toleranceS * 1000)),
    is_punctual: `NOT is_cancelled AND ifNull(abs(departed_at - instant) <= tolerance, false)`,
    is_decided: `in_window AND (is_cancelled OR isNotNull(departed_at) OR ${bind.bind('Int64', asOf)} > instant + tolerance)`,
  }),
  aggregates: () => ({
    on_time: 'countIf(is_decided AND is_punctual)',
    decided: 'countIf(is_decided)',
    cancelled: 'countIf(is_decided AND is_cancelled)',
    lateness: 'groupArrayIf(assumeNotNull(departed_at) - instant, is_decided AND isNotNull(departed_at))',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'is_decided',
      above: 'is_punctual',
      opensAt: 'instant',
      closesAt: 'departed_at',
      reasons: [
        ['outside_window', 'NOT in_window'],
        ['not_due', 'NOT is_decided'],
      ],
      notes: [['cancelled', 'is_cancelled']],
    }),
  },
  finish: (cells) => {
    const seconds = cells.flatMap(latenessIn);
    return {
      ...ratioOf(countIn(cells, 'on_time'), countIn(cells, 'decided')),
      details: {
        cancelled: countIn(cells, 'cancelled'),
        latenessP50: seconds.length === 0 ? null : median(seconds),
      },
    };
  },
};

const latenessIn = (cells: Cells): number[] => (cells['lateness'] as number[]).map((late) => late / 1000);
