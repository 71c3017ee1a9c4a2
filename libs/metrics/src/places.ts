import type { Relation } from './relation.js';

/** How far one place (a target of an environment of a service) is behind another, as numbers are made of it. */
export interface ComparedPlace {
  /** null: not known, or one of the two was never deployed to. */
  readonly changesBehind: number | null;
  readonly changesAhead: number | null;
  readonly secondsBehind: number | null;
  readonly configDiffers: boolean | null;
}

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
