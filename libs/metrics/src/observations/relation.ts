import { ownedConditions, ownedDimensions, ownedScopes, ownedSpanGroup } from '../owned-rows.js';
import { ownersOfSpans } from '../owners-of-spans.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** One row for each observation of a service, as it was known: metrics of a state choose among them when they finish. */
export const observations: Relation = {
  dimensions: ownedDimensions,
  scopes: ownedScopes,
  named: (query, bind) => ({ ...observationRow(query, bind), ...ownersOfSpans(query, bind, ownersOfService) }),
  group: ownedSpanGroup,
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

/** Owners of its service, of those of all that it ever named. */
export const ownersOfService = 'arrayFilter(o -> o.service = service, owners)';

export function observationRow({ asOf }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  return {
    state: `arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`,
    service: 'state.service',
    instant: 'toInt64(0)',
    in_window: 'false',
  };
}
