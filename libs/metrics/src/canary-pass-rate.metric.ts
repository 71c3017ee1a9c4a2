import { undone } from './deployments/left-out.js';
import { orderedSteps } from './deployments/waits.js';
import { countIn, type MetricDefinition } from './metric.js';
import { ratioOf } from './ratio.js';

/** metrics-deployment.md C, M5: a canary is a step between nothing and all of the traffic. */
export const canaryPassRate: MetricDefinition<'CANARY_PASS_RATE'> = {
  id: 'CANARY_PASS_RATE',
  title: 'Canary pass rate',
  summary: 'Share of decided canaries that passed: every check passed last time, and the rollout went on.',
  unit: 'RATIO',
  better: 'HIGHER',
  source: 'https://sre.google/workbook/canarying-releases/',
  target: { is: 'AT_LEAST', value: 0.95 },
  relation: 'deployments',
  looksAhead: false,
  row: (query, bind) => {
    const at = bind.bind('Int64', query.asOf);
    return {
      canary_steps: orderedSteps(query, bind),
      is_canary: `in_window AND state.status IN ('succeeded', 'failed') AND state.verdict != 'excluded'
        AND arrayExists(s -> s.weight > 0 AND s.weight < 100, canary_steps)`,
      canary_checks: `arraySort(v -> (v.finishedAt, v.id), arrayFilter(v -> v.knownFrom <= ${at} AND ${at} < v.knownUntil
        AND v.stage = 'canary' AND v.finishedAt <= ${at} AND v.result != '', verifications))`,
      // The last result of each check at each step.
      last_checks: `arrayFilter((v, i) -> NOT arrayExists(w -> w.check = v.check AND w.step = v.step, arraySlice(canary_checks, i + 1)),
        canary_checks, arrayEnumerate(canary_checks))`,
      passed_checks: `arrayCount(v -> v.result = 'passed', last_checks)`,
      failed_checks: `arrayCount(v -> v.result = 'failed', last_checks)`,
      canary_failed: `is_canary AND (failed_checks > 0 OR arrayExists(s -> s.action = 'aborted', canary_steps))`,
      canary_passed: `is_canary AND NOT canary_failed AND passed_checks > 0 AND state.status = 'succeeded'`,
    };
  },
  aggregates: () => ({
    canaries: 'countIf(is_canary)',
    passed: 'countIf(canary_passed)',
    failed: 'countIf(canary_failed)',
    checks_passed: 'sumIf(passed_checks, is_canary)',
    checks_failed: 'sumIf(failed_checks, is_canary)',
  }),
  evidence: {
    form: 'rows',
    made: 'share',
    of: () => ({
      counted: 'canary_passed OR canary_failed',
      above: 'canary_passed',
      reasons: [...undone, ['no_canary', 'NOT is_canary'], ['undecided', 'is_canary']],
    }),
  },
  finish: (cells) => {
    const count = (name: string): number => countIn(cells, name);
    const decided = count('passed') + count('failed');
    const checks = count('checks_passed') + count('checks_failed');
    return {
      ...ratioOf(count('passed'), decided),
      details: {
        undecided: count('canaries') - decided,
        checksRate: checks === 0 ? null : count('checks_passed') / checks,
      },
    };
  },
};
