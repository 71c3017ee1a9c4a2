import { owningTeamsAt } from '../deployments/row-sql.js';
import { ownedConditions, ownedDimensions, ownedGroup, ownedScopes } from '../owned-rows.js';
import type { MetricQuestion } from '../query.js';
import { type Relation, withinWindow } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** A run's service is that which it was known to be of. */
const SERVICE = 'known_service';

/**
 * One row for each attempt of a pipeline's run, by its finish. Decided are those of deployment pipelines that succeeded
 * or failed; the others have no instant.
 */
export const runs: Relation = {
  dimensions: ownedDimensions,
  scopes: ownedScopes,
  named: runRow,
  group: (by, bind) => ownedGroup(by, bind, SERVICE),
  rows: ({ named, usedBy }) =>
    `(${rowsOf({ table: 'pipeline_runs', shown: ['run', 'tags'], named, conditions: ['notEmpty(attempts.knownFrom)'], usedBy })})`,
  conditions: (scope, bind) => ownedConditions(scope, bind, SERVICE),
  shown: {
    thing: 'run',
    named: (query, bind) => ({
      instant_shown: 'shown_at',
      shown_at: 'ifNull(told_attempt.finishedAt, ifNull(told_attempt.startedAt, toInt64(0)))',
      told_attempt: 'held_attempts[attempt.5]',
      shown_pipeline: 'pipeline',
      is_near: `${withinWindow('shown_at', query, bind)} OR ${withinWindow('told_attempt.startedAt', query, bind)}`,
    }),
    columns: {
      key: `concat(run, '\n', toString(told_attempt.attempt))`,
      id: 'run',
      service: SERVICE,
      title: `concat(shown_pipeline, ' attempt ', toString(told_attempt.attempt))`,
      status: 'told_attempt.status',
    },
  },
};

function runRow({ asOf, window }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  return {
    held_attempts: `arraySort(a -> a.attempt, arrayFilter(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil, attempts))`,
    service_at: `arrayFirstIndex((f, u) -> f <= ${at} AND ${at} < u, service_before.knownFrom, service_before.knownUntil)`,
    [SERVICE]: 'if(service_at = 0, service, service_before.service[service_at])',
    decided: `arrayFilter(a -> a.role = 'deployment' AND a.status IN ('succeeded', 'failed') AND a.finishedAt <= ${at}, held_attempts)`,
    decided_turns: `arrayMap(a -> a.attempt, decided)`,
    is_red: `arrayMap(a -> a.status = 'failed', decided)`,
    // Members: finish (0: not decided), whether it failed, whether it is the run's last, whether one before it failed,
    // place among all attempts.
    attempt: `arrayJoin(arrayMap((a, place) -> (
        if(has(decided_turns, a.attempt), assumeNotNull(a.finishedAt), toInt64(0)), a.status = 'failed', indexOf(decided_turns, a.attempt) = length(decided),
        arrayExists(r -> r, arraySlice(is_red, 1, toInt64(indexOf(decided_turns, a.attempt)) - 1)), place), held_attempts, arrayEnumerate(held_attempts)))`,
    instant: 'attempt.1',
    in_window: `instant > 0 AND instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
    owning_teams: owningTeamsAt('instant', `arrayFilter(o -> o.service = ${SERVICE}, owners)`),
  };
}
