import type { Relation } from './relation.js';

/**
 * Places (targets of environments of services), each compared with another in the graph of commits. What is live where
 * is found when it is asked, and so are the commits between two versions: there is no statement for it.
 */
export const places: Relation = {
  dimensions: ['TEAM', 'SERVICE', 'REPOSITORY', 'ENVIRONMENT', 'TARGET', 'TAG'],
  scopes: ['teams', 'services', 'repositories', 'environments', 'targets', 'tags'],
  named: noStatement,
  group: noStatement,
  rows: noStatement,
  conditions: noStatement,
};

function noStatement(): never {
  throw new Error('Places are compared, and not selected by a statement');
}
