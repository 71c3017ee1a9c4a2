import { TEAM_GROUP } from './owners-of-spans.js';
import type { Dimension, GroupBy, Scope } from './query.js';
import type { Parameters } from './statement.js';
import { tagConditions } from './tag-conditions.js';

/** What rows of one service each, with its `owning_teams` and `tags`, are grouped and narrowed by. */
export const ownedDimensions: readonly Dimension[] = ['TEAM', 'SERVICE', 'TAG'];
export const ownedScopes: readonly (keyof Scope)[] = ['teams', 'services', 'tags'];

/** @param service Expression of the service that a row is of. */
export function ownedGroup({ dimension, tagKey }: GroupBy, bind: Parameters, service = 'service'): string {
  switch (dimension) {
    case 'SERVICE':
      return service;
    case 'TEAM':
      return `arrayJoin(if(empty(owning_teams), [''], owning_teams))`;
    case 'TAG':
      return `tags[${bind.bind('String', tagKey ?? '')}]`;
    default:
      throw new Error(`These rows have no ${dimension}`);
  }
}

/** The same of rows of a state, whose owners are those of the ends of spans. */
export const ownedSpanGroup = (by: GroupBy, bind: Parameters): string =>
  by.dimension === 'TEAM' ? TEAM_GROUP : ownedGroup(by, bind);

export function ownedConditions(scope: Scope, bind: Parameters, service = 'service'): string[] {
  const { teams, services } = scope;
  return [
    `${service} != ''`,
    ...(teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', teams)})`] : []),
    ...(services?.length ? [`${service} IN ${bind.bind('Array(String)', services)}`] : []),
    ...tagConditions(scope, bind),
  ];
}
