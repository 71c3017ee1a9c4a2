import type { MetricQuestion } from '../query.js';
import type { Parameters } from '../statement.js';

/** What was observed of deployments that are done, and the run it is compared with (metrics-deployment.md C). */
export function observedRow({ asOf, options }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  return {
    is_done: `in_window AND is_member AND state.verdict != 'excluded' AND state.kind != 'flag'`,
    // Of attempts that do not tell their start the first to finish.
    run_start: 'state.startedAt',
    is_measured_service: `has(${bind.bind('Array(String)', options.measuredServices)}, service)`,
    held_observations: `arrayFilter(o -> o.knownFrom <= ${at} AND ${at} < o.knownUntil, observations)`,
  };
}

/** Intervals of observations within the run, sorted; what goes on lasts until its end. */
export const withinRun = (elements: string): string => `arraySort(arrayFilter(w -> w.1 < w.2,
      arrayMap(o -> (greatest(assumeNotNull(o.from), run_start), least(ifNull(o.to, state.finishedAt), state.finishedAt)), ${elements})))`;
