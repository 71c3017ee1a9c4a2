import { owningTeamsAt } from '../deployments/row-sql.js';
import type { GroupBy, MetricQuestion, Scope } from '../query.js';
import { type Relation, withinWindow } from '../relation.js';
import { rowsOf } from '../rows.js';
import type { Parameters } from '../statement.js';

/** One row for each incident, whatever caused it; it stands where its impact began, else where it was detected. */
export const incidents: Relation = {
  dimensions: ['TEAM', 'SERVICE', 'TAG'],
  scopes: ['teams', 'services', 'tags'],
  judgedAs: 'state.service',
  named,
  group,
  rows: ({ named: names, usedBy }) =>
    `(${rowsOf({ table: 'incidents', shown: ['id', 'tags'], named: names, conditions: ['notEmpty(states)'], usedBy })})`,
  conditions,
  shown: {
    thing: 'incident',
    named: (query, bind) => ({
      instant_shown: 'coalesce(opens_at, resolved_at, toInt64(0))',
      shown_title: 'title',
      shown_url: 'url',
      is_near: ['in_window', ...['detected_at', 'resolved_at'].map((at) => withinWindow(at, query, bind))].join(' OR '),
    }),
    columns: { key: 'id', id: 'id', service: 'state.service', title: 'shown_title', url: 'shown_url' },
  },
};

function named({ asOf, window, options }: MetricQuestion, bind: Parameters): Record<string, string> {
  const at = bind.bind('Int64', asOf);
  const happened = (instant: string): string => `if(${instant} <= ${at}, ${instant}, NULL)`;
  const floor = options.minSeverity === null ? null : Number(options.minSeverity.slice(3));
  const counts = [
    'state.valid = 1',
    ...(options.includeInternal ? [] : ['state.userFacing = 1']),
    ...(floor === null ? [] : [`(state.severity = 0 OR state.severity <= ${bind.bind('Int64', floor)})`]),
  ];
  return {
    state: `arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)`,
    impact_at: happened('state.startedAt'),
    detected_at: happened('state.detectedAt'),
    acknowledged_at: happened('state.acknowledgedAt'),
    resolved_at: happened('state.resolvedAt'),
    opens_at: 'coalesce(impact_at, detected_at)',
    instant: 'ifNull(opens_at, 0)',
    in_window: `isNotNull(opens_at) AND instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
    is_valid: counts.join(' AND '),
    owning_teams: owningTeamsAt('instant', 'arrayFilter(o -> o.service = state.service, owners)'),
  };
}

function group({ dimension, tagKey }: GroupBy, bind: Parameters): string {
  switch (dimension) {
    case 'SERVICE':
      return 'state.service';
    case 'TEAM':
      return `arrayJoin(if(empty(owning_teams), [''], owning_teams))`;
    case 'TAG':
      return `tags[${bind.bind('String', tagKey ?? '')}]`;
    default:
      throw new Error(`Incidents have no ${dimension}`);
  }
}

function conditions({ teams, services, tags }: Scope, bind: Parameters): string[] {
  const tagged = (tags ?? []).map((tag) => {
    const colon = tag.indexOf(':');
    return `tags[${bind.bind('String', tag.slice(0, colon))}] = ${bind.bind('String', tag.slice(colon + 1))}`;
  });
  return [
    `state.service != ''`,
    ...(teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', teams)})`] : []),
    ...(services?.length ? [`state.service IN ${bind.bind('Array(String)', services)}`] : []),
    ...(tagged.length > 0 ? [`(${tagged.join(' OR ')})`] : []),
  ];
}
