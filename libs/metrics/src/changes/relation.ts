import { ownedConditions, ownedDimensions, ownedScopes, ownedSpanGroup } from '../owned-rows.js';
import { lastInstant, ownersOfSpans } from '../owners-of-spans.js';
import type { Relation } from '../relation.js';
import { namedRows } from '../rows.js';
import { landedChanges } from './landed-sql.js';

/** One row for each change that had landed and each of its services, unless it was in production before the window. */
export const changes: Relation = {
  dimensions: [...ownedDimensions, 'REPOSITORY'],
  scopes: [...ownedScopes, 'repositories'],
  judgedAs: 'service',
  named: (query, bind) => ({
    instant: 'toInt64(0)',
    in_window: 'false',
    ...ownersOfSpans(query, bind),
  }),
  group: (by, bind) => (by.dimension === 'REPOSITORY' ? 'repository' : ownedSpanGroup(by, bind)),
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
