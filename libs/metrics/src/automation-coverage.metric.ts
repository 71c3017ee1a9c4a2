import { flagKind, unexposed } from './deployments/left-out.js';
import { countIn, type MetricDefinition, noValue } from './metric.js';

/** metrics-deployment.md C: pooled over all steps; approvals are no steps. */
export const automationCoverage: MetricDefinition<'AUTOMATION_COVERAGE'> = {
  id: 'AUTOMATION_COVERAGE',
  title: 'Automation coverage',
  summary: 'Share of the steps of deployments that run by themselves, as reported.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://dora.dev/capabilities/deployment-automation/',
  target: { is: 'AT_LEAST', value: 0.95 },
  relation: 'deployments',
  looksAhead: false,
  row: () => ({
    is_done: `in_window AND is_member AND state.verdict != 'excluded' AND state.kind != 'flag'`,
    tells_steps: 'isNotNull(state.automatedSteps) AND isNotNull(state.manualSteps)',
  }),
  aggregates: () => ({
    automated: 'sumIf(ifNull(state.automatedSteps, 0), is_done AND tells_steps)',
    manual: 'sumIf(ifNull(state.manualSteps, 0), is_done AND tells_steps)',
    reported: 'countIf(is_done AND tells_steps)',
    unreported: 'countIf(is_done AND NOT tells_steps)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'is_done AND tells_steps',
      above: 'state.automatedSteps > 0',
      numerator: 'state.automatedSteps',
      denominator: 'state.automatedSteps + state.manualSteps',
      reasons: [...unexposed, flagKind, ['not_reported', 'NOT tells_steps']],
    }),
  },
  finish: (cells) => {
    const [automated, manual] = [countIn(cells, 'automated'), countIn(cells, 'manual')];
    const total = automated + manual;
    // Steps of one deployment are not independent: a share of them has no interval.
    return {
      ...noValue,
      value: total === 0 ? null : automated / total,
      n: countIn(cells, 'reported'),
      numerator: automated,
      denominator: total,
      details: { unreported: countIn(cells, 'unreported') },
    };
  },
};
