import { owningTeamsAt } from '../deployments/row-sql.js';
import { ownedConditions, ownedDimensions, ownedGroup, ownedScopes } from '../owned-rows.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/**
 * One row for each decided attempt of a deployment pipeline's run, by its finish; cancelled ones and those of continuous
 * integration are none.
 */
export const runs: Relation = {
  dimensions: ownedDimensions,
  scopes: ownedScopes,
  named: runRow,
  group: ownedGroup,
  rows: ({ named, usedBy }) =>
    `(${rowsOf({ table: 'pipeline_runs', shown: ['run', 'service', 'tags'], named, conditions: ['notEmpty(attempts.knownFrom)'], usedBy })})`,
  conditions: ownedConditions,
};

function runRow({ asOf, window }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  return {
    decided: `arraySort(a -> a.attempt, arrayFilter(a -> a.knownFrom <= ${at} AND ${at} < a.knownUntil AND a.role = 'deployment'
        AND a.status IN ('succeeded', 'failed') AND a.finishedAt <= ${at}, attempts))`,
    is_red: `arrayMap(a -> a.status = 'failed', decided)`,
    // Members: finish, whether it failed, whether it is the run's last, whether one before it failed.
    attempt: `arrayJoin(arrayMap((a, red, i) -> (assumeNotNull(a.finishedAt), red, i = length(decided), arrayExists(r -> r, arraySlice(is_red, 1, i - 1))),
        decided, is_red, arrayEnumerate(decided)))`,
    instant: 'attempt.1',
    in_window: `instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
    owning_teams: owningTeamsAt('instant', 'arrayFilter(o -> o.service = service, owners)'),
  };
}
