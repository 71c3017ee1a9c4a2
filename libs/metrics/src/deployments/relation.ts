import { dimensions, type GroupBy, type MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import type { Parameters } from '../statement.js';
import { carriedBySample } from './carried-flags.js';
import { knownRows } from './known-rows.js';
import {
  deploymentConditions,
  environmentCondition,
  groupExpression,
  historyConditions,
  keyConditions,
  owningTeamsAt,
  rowExpressions,
  windowConditions,
} from './row-sql.js';

/** One row for each deployment, with everything it carried and everything that speaks of it. */
export const deployments: Relation = {
  dimensions,
  scopes: ['teams', 'services', 'repositories', 'environments', 'flags', 'targets', 'tags'],
  named: (query, bind) => ({ ...rowExpressions(query, bind), owning_teams: owningTeamsAt('instant') }),
  group: groupExpression,
  rows: ({ query, named, usedBy, looksAhead, isUnbounded = looksAhead }, bind) =>
    knownRows({
      named,
      conditions: [
        environmentCondition(query.scope, bind),
        ...historyConditions(query.scope, bind),
        ...(isUnbounded ? [] : windowConditions(query, bind)),
      ],
      keyConditions: keyConditions(query.scope, bind),
      looksAhead,
      usedBy,
    }),
  conditions: deploymentConditions,
};

/** The same rows, where each thing a deployment carried has the groups of its own flags. */
export const deploymentSamples: Relation = {
  ...deployments,
  named: (query: MetricQuestion, bind: Parameters) => ({ ...deployments.named(query, bind), ...carriedBySample }),
  group: (by: GroupBy, bind: Parameters) => (by.dimension === 'FLAG' ? 'flag_group' : groupExpression(by, bind)),
};
