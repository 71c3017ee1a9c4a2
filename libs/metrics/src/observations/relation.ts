import { owningTeamsAt } from '../deployments/row-sql.js';
import { ownedConditions, ownedDimensions, ownedGroup, ownedScopes } from '../owned-rows.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** One row for each observation of a service, as it was known: metrics of a state choose among them when they finish. */
export const observations: Relation = {
  dimensions: ownedDimensions,
  scopes: ownedScopes,
  named: observationRow,
  group: ownedGroup,
  rows: ({ named, usedBy }) =>
    `(${rowsOf({ table: 'observations', shown: ['entity', 'tags'], named, conditions: ['notEmpty(states)'], usedBy })})`,
  conditions: ownedConditions,
  shown: {
    thing: 'observation',
    named: () => ({
      instant_shown: 'coalesce(state.at, state.to, state.from, toInt64(0))',
      is_near: 'true',
    }),
    columns: { key: 'entity', id: `substring(entity, position(entity, ':') + 1)`, service: 'service' },
  },
};

/** Owners are those of the end of the window. */
export function observationRow({ asOf, window }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  const end = bind.bind('Int64', Math.min(asOf, window.to - 1));
  return {
    state: `arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`,
    service: 'state.service',
    instant: 'toInt64(0)',
    in_window: 'false',
    owning_teams: owningTeamsAt(end, 'arrayFilter(o -> o.service = service, owners)'),
  };
}
