import { failedRollout, flagKind, undone } from './deployments/left-out.js';
import { disjoint, gateSpans, orderedSteps, pauseSpans, peopleGates, secondsWithin } from './deployments/waits.js';
import { type MetricDefinition, numberIn } from './metric.js';
import { quantileAggregates, quantileIntermediates, quantilesIn } from './quantiles.js';
import type { MetricQuestion } from './query.js';
import type { Parameters } from './statement.js';

/** metrics-deployment.md C, M2: also without what it waited for people. */
export const timeToDeploy: MetricDefinition<'TIME_TO_DEPLOY'> = {
  id: 'TIME_TO_DEPLOY',
  title: 'Time to deploy',
  summary: 'Time from the start of the first attempt to the finish of a deployment that succeeded; median.',
  unit: 'SECONDS',
  better: 'LOWER',
  source: 'https://dora.dev/capabilities/deployment-automation/',
  target: { is: 'BELOW', value: 600 },
  relation: 'deployments',
  looksAhead: false,
  row: rowExpressions,
  intermediate: quantileIntermediates,
  aggregates: () => ({
    ...quantileAggregates('groupArrayIf(assumeNotNull(deploy_seconds), is_run AND isNotNull(deploy_seconds))'),
    moving: 'groupArrayIf(assumeNotNull(deploy_seconds) - deploy_waited, is_run AND isNotNull(deploy_seconds))',
    moving_p50: `arrayReduce('quantileExactInclusive(0.5)', moving)`,
    moving_mean: 'arrayAvg(moving)',
    unknown: 'countIf(is_run AND isNull(deploy_seconds))',
  }),
  evidence: {
    form: 'rows',
    made: 'median',
    of: () => ({
      counted: 'is_run AND isNotNull(deploy_seconds)',
      value: 'deploy_seconds',
      opensAt: 'state.startedAt',
      closesAt: 'deploy_end',
      reasons: [
        ...undone,
        failedRollout,
        flagKind,
        ['start_unknown', 'state.startKnown = 0'],
        ['unverified', 'empty(deploy_checks)'],
        ['check_running', 'isNull(deploy_end)'],
      ],
    }),
  },
  finish: ([cells]) => {
    const { mean, ...value } = quantilesIn(cells);
    const some = (name: string): number | null => (value.n === 0 ? null : numberIn(cells, name));
    const details = { mean, p50WithoutWaits: some('moving_p50'), meanWithoutWaits: some('moving_mean') };
    return { ...value, details: { ...details, unknown: numberIn(cells, 'unknown') ?? 0 } };
  },
};

/** A start that nobody told gives no sample; neither does a check that still runs, where the option asks for checks. */
function rowExpressions(query: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', query.asOf);
  const checks = `arrayFilter(v -> v.knownFrom <= ${at} AND ${at} < v.knownUntil AND v.stage = 'post', verifications)`;
  return {
    is_run: `in_window AND state.status = 'succeeded' AND state.verdict != 'excluded' AND state.kind != 'flag'`,
    deploy_checks: checks,
    deploy_end:
      query.options.end === 'finished'
        ? 'state.finishedAt'
        : `if(empty(deploy_checks) OR arrayExists(v -> v.finishedAt IS NULL OR v.finishedAt > ${at}, deploy_checks), NULL,
            arrayMax(v -> assumeNotNull(v.finishedAt), deploy_checks))`,
    deploy_ends: 'ifNull(deploy_end, state.finishedAt)',
    deploy_seconds: `if(state.startKnown = 1 AND isNotNull(deploy_end), greatest(0, deploy_end - state.startedAt) / 1000, NULL)`,
    deploy_gates: peopleGates(query, bind),
    deploy_steps: orderedSteps(query, bind),
    deploy_waits: `arraySort(arrayConcat(${gateSpans(query, bind, 'deploy_gates', 'deploy_ends')}, ${pauseSpans('deploy_steps', 'deploy_ends')}))`,
    deploy_disjoint: disjoint('deploy_waits'),
    deploy_waited: secondsWithin('deploy_disjoint', 'state.startedAt', 'deploy_ends'),
  };
}
