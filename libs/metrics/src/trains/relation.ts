import { owningTeamsAt } from '../deployments/row-sql.js';
import type { GroupBy, MetricQuestion, Scope } from '../query.js';
import { type Relation, withinWindow } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** One row for each release train, by its plan; it belongs to all its services. */
export const trains: Relation = {
  dimensions: ['TEAM', 'SERVICE'],
  scopes: ['teams', 'services'],
  named: trainNames,
  group,
  rows: ({ named, usedBy }) =>
    `(${rowsOf({ table: 'trains', shown: ['entity'], named, conditions: ['notEmpty(states.knownFrom)'], usedBy })})`,
  conditions,
  shown: {
    thing: 'train',
    named: (query, bind) => ({
      instant_shown: 'instant',
      is_near: `held_at > 0 AND (in_window OR ${withinWindow('departed_at', query, bind)})`,
    }),
    columns: {
      key: 'entity',
      id: `substring(entity, position(entity, ':') + 1)`,
      service: `if(length(state.services) = 1, state.services[1], '')`,
    },
  },
};

function trainNames({ asOf, window }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  return {
    held_at: `arrayFirstIndex(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`,
    state: 'states[held_at]',
    instant: 'state.plannedAt',
    in_window: `held_at > 0 AND instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
    departed_at: `if(state.departedAt <= ${at}, state.departedAt, NULL)`,
    is_cancelled: `ifNull(state.cancelledAt <= ${at}, false)`,
    owning_teams: owningTeamsAt('instant', 'arrayFilter(o -> has(state.services, o.service), owners)'),
  };
}

function group({ dimension }: GroupBy): string {
  switch (dimension) {
    case 'SERVICE':
      return 'arrayJoin(state.services)';
    case 'TEAM':
      return `arrayJoin(if(empty(owning_teams), [''], owning_teams))`;
    default:
      throw new Error(`Trains have no ${dimension}`);
  }
}

function conditions({ teams, services }: Scope, bind: Parameters): string[] {
  return [
    ...(teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', teams)})`] : []),
    ...(services?.length ? [`hasAny(state.services, ${bind.bind('Array(String)', services)})`] : []),
  ];
}
