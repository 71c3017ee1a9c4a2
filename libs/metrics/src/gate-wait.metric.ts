import { kaplanMeier } from '@leadline/statistics';
import { type MetricDefinition, noValue } from './metric.js';

/** metrics-deployment.md C: rejections are decisions too; gates that a policy decides are none of people. */
export const gateWait: MetricDefinition<'GATE_WAIT'> = {
  id: 'GATE_WAIT',
  title: 'Gate wait',
  summary:
    'Time from the request of an approval to the decision of a person; Kaplan–Meier median, what is still open included.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/streamlining-change-approval/',
  target: { is: 'BELOW', value: 3_600 },
  relation: 'gates',
  looksAhead: false,
  row: () => ({}),
  aggregates: () => ({ asked: 'groupArrayIf((asked_gate.1, asked_gate.2), in_window AND asked_gate.4)' }),
  evidence: {
    form: 'rows',
    made: 'survival',
    of: ({ asOf }, bind) => ({
      counted: 'in_window AND asked_gate.4',
      value: `greatest(0, ifNull(asked_gate.2, ${bind.bind('Int64', asOf)}) - asked_gate.1) / 1000`,
      opensAt: 'asked_gate.1',
      closesAt: 'asked_gate.2',
      reasons: [
        ['not_production', 'NOT is_asked'],
        ['outside_window', 'NOT in_window'],
        ['policy_gate', 'NOT asked_gate.4'],
      ],
    }),
  },
  finish: (cells, _, { asOf }) => {
    const samples = cells
      .flatMap((row) => row['asked'] as readonly (readonly [number, number | null])[])
      .map(([requestedAt, decidedAt]) => ({
        seconds: Math.max(0, ((decidedAt ?? asOf) - requestedAt) / 1000),
        recovered: decidedAt !== null,
      }));
    const summary = kaplanMeier(samples);
    return {
      ...noValue,
      value: summary.median,
      n: samples.length,
      open: summary.open,
      lowerBound: summary.median !== null || samples.length === 0 ? null : summary.lowerBound,
      low: summary.low,
      high: summary.high,
    };
  },
};
