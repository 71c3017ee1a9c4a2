import { owningTeamsAt } from '../deployments/row-sql.js';
import { ownedConditions, ownedDimensions, ownedGroup, ownedScopes } from '../owned-rows.js';
import type { MetricQuestion } from '../query.js';
import { type Relation, withinWindow } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** An incident's service is that of the state in which it was known. */
const SERVICE = 'state.service';

/** One row for each incident, whatever caused it; it stands where its impact began, else where it was detected. */
export const incidents: Relation = {
  dimensions: ownedDimensions,
  scopes: ownedScopes,
  judgedAs: SERVICE,
  named,
  group: (by, bind) => ownedGroup(by, bind, SERVICE),
  rows: ({ named: names, usedBy }) =>
    `(${rowsOf({ table: 'incidents', shown: ['id', 'tags'], named: names, conditions: ['notEmpty(states)'], usedBy })})`,
  conditions: (scope, bind) => ownedConditions(scope, bind, SERVICE),
  shown: {
    thing: 'incident',
    named: (query, bind) => ({
      instant_shown: 'coalesce(opens_at, resolved_at, toInt64(0))',
      shown_title: 'title',
      shown_url: 'url',
      is_near: ['in_window', ...['detected_at', 'resolved_at'].map((at) => withinWindow(at, query, bind))].join(' OR '),
    }),
    columns: { key: 'id', id: 'id', service: SERVICE, title: 'shown_title', url: 'shown_url' },
  },
};

function named({ asOf, window, options }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  const happened = (instant: string): string => `if(${instant} <= ${at}, ${instant}, NULL)`;
  const floor = options.minSeverity === null ? null : Number(options.minSeverity.slice(3));
  const counts = [
    'state.valid = 1 AND NOT is_outside',
    ...(options.includeInternal ? [] : ['state.userFacing = 1']),
    ...(floor === null ? [] : [`(state.severity = 0 OR state.severity <= ${bind.bind('Int64', floor)})`]),
  ];
  return {
    state: `arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`,
    impact_at: happened('state.startedAt'),
    detected_at: happened('state.detectedAt'),
    acknowledged_at: happened('state.acknowledgedAt'),
    resolved_at: happened('state.resolvedAt'),
    is_outside: `arrayExists(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, elsewhere)`,
    opens_at: 'coalesce(impact_at, detected_at)',
    instant: 'ifNull(opens_at, 0)',
    in_window: `isNotNull(opens_at) AND instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
    is_valid: counts.join(' AND '),
    owning_teams: owningTeamsAt('instant', 'arrayFilter(o -> o.service = state.service, owners)'),
  };
}
