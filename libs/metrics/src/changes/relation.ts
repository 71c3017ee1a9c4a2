import { civilBuckets } from '../civil-time.js';
import { owningTeamsAt } from '../deployments/row-sql.js';
import { ownedConditions, ownedDimensions, ownedGroup, ownedScopes } from '../owned-rows.js';
import type { Named } from '../layers.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { namedRows } from '../rows.js';
import type { Parameters } from '../statement.js';
import { landedChanges, lastInstant } from './landed-sql.js';

/** One row for each change that had landed and each of its services, unless it was in production before the window. */
export const changes: Relation = {
  dimensions: [...ownedDimensions, 'REPOSITORY'],
  scopes: [...ownedScopes, 'repositories'],
  judgedAs: 'service',
  named: (query, bind) => ({
    instant: 'toInt64(0)',
    in_window: 'false',
    ...ownersIn(query, bind),
  }),
  group: (by, bind) => {
    switch (by.dimension) {
      case 'REPOSITORY':
        return 'repository';
      case 'TEAM':
        return 'team_group';
      default:
        return ownedGroup(by, bind);
    }
  },
  rows: ({ query, named, usedBy, isEverywhere }, bind) => {
    // Of a state at one instant what had been shipped by then is not told; buckets have an instant each.
    const isOneInstant = query.bucket === undefined && isEverywhere !== true;
    const notShippedBefore = isOneInstant ? lastInstant(query) + 1 : query.window.from;
    const from = landedChanges({ query, notShippedBefore }, bind);
    return `(${namedRows({ from, columns, shown: columns, named, conditions: [], usedBy })})`;
  },
  conditions: (scope, bind) => [
    ...ownedConditions(scope, bind),
    ...(scope.repositories?.length ? [`repository IN ${bind.bind('Array(String)', scope.repositories)}`] : []),
  ],
  shown: {
    thing: 'change',
    named: () => ({ instant_shown: 'landed_at', is_near: 'true' }),
    columns: {
      key: `concat(service, '\\n', repository, '\\n', change)`,
      id: 'change',
      service: 'service',
      sha: 'sha',
    },
  },
};

const columns = ['service', 'owners', 'tags', 'repository', 'change', 'sha', 'landed_at', 'shipped_at'];

/** Whether it matters who owned a service at the end of each bucket. */
export const asksOwnersOfBuckets = ({ bucket, by, scope }: MetricQuestion): boolean =>
  bucket !== undefined && (by.some(({ dimension }) => dimension === 'TEAM') || (scope.teams ?? []).length > 0);

/**
 * Owners at the end of the question. Of buckets those at the end of any, and `owned_at`: the ends at which the team of the
 * group, or one of those asked for, was among them.
 */
function ownersIn(query: MetricQuestion, bind: Parameters): Named {
  const isGrouped = query.by.some(({ dimension }) => dimension === 'TEAM');
  const orNone = (teams: string): string => `if(empty(${teams}), [''], ${teams})`;
  const grouped: Named = isGrouped ? { team_group: `arrayJoin(${orNone('owning_teams')})` } : {};
  if (!asksOwnersOfBuckets(query)) {
    return { owning_teams: owningTeamsAt(bind.bind('Int64', lastInstant(query))), ...grouped };
  }
  const { window, bucket = 'DAY', asOf, options, scope } = query;
  const instants = civilBuckets(window, bucket, asOf, options.weekStart).map(({ end }) =>
    lastInstant({ asOf, window: { ...window, to: Math.min(end, window.to) } }),
  );
  const ends = bind.bind('Array(Int64)', instants);
  const isOwned = [
    ...(isGrouped ? [`has(${orNone('teams')}, team_group)`] : []),
    ...(scope.teams?.length ? [`hasAny(teams, ${bind.bind('Array(String)', scope.teams)})`] : []),
  ].join(' AND ');
  return {
    teams_at: `arrayMap(at -> ${owningTeamsAt('at')}, ${ends})`,
    // Who owned it at no time is one group more where that was so at some end.
    owning_teams: `arrayDistinct(arrayFlatten(arrayMap(teams -> ${orNone('teams')}, teams_at)))`,
    ...grouped,
    owned_at: `arrayFilter((at, teams) -> ${isOwned}, ${ends}, teams_at)`,
  };
}
