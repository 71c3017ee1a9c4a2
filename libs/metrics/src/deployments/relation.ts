import { dimensions, type GroupBy, type MetricQuestion } from '../query.js';
import { type Relation, type ShownRows, withinWindow } from '../relation.js';
import type { Parameters } from '../statement.js';
import { carriedBySample } from './carried-flags.js';
import { knownRows } from './known-rows.js';
import { latestBit, latestNames } from './latest.js';
import {
  deploymentConditions,
  deploymentNames,
  environmentCondition,
  groupExpression,
  groupsExpression,
  historyConditions,
  IS_PRODUCTION,
  owningTeamsAt,
  type PlacesOf,
  possiblePlaces,
  windowConditions,
} from './row-sql.js';
import { haveStates, stateNames, STATES } from './states.js';

/** A row of `deployments` as evidence shows it: what began or ended in the window is what one would look for there. */
export const shownDeployments: ShownRows = {
  thing: 'deployment',
  named: (query, bind) => ({
    instant_shown: 'if(instant = 0, state.startedAt, instant)',
    // Also of what has no instant yet: its owners are those of the instant shown.
    owning_teams: owningTeamsAt('instant_shown'),
    is_asked: (query.scope.environments ?? []).length > 0 ? 'true' : IS_PRODUCTION,
    is_near: `state.id != '' AND (in_window OR ${withinWindow('state.startedAt', query, bind)} OR ${withinWindow('state.finishedAt', query, bind)})`,
  }),
  columns: {
    key: `concat(service, '\n', environment, '\n', deployment, '\n', toString(occurrence))`,
    id: 'state.id',
    service: 'service',
    environment: 'environment',
    deployment: 'deployment',
    occurrence: 'occurrence',
    status: 'state.status',
    kind: 'state.kind',
    sha: 'state.sha',
    version: 'state.version',
    url: 'state.url',
  },
};

const inStates: PlacesOf = { table: STATES, isProduction: latestBit('is_in_production'), owners: 'ever_owned_by' };

/** One row for each deployment, with everything it carried and everything that speaks of it. */
export const deployments: Relation = {
  dimensions,
  scopes: ['teams', 'services', 'repositories', 'environments', 'flags', 'targets', 'tags'],
  judgedAs: 'service',
  named: deploymentNames,
  latest: latestNames,
  states: {
    named: stateNames,
    have: haveStates,
    groups: groupsExpression,
    rows: ({ query, named, usedBy, looksAhead, only, isUnbounded = looksAhead }, bind) =>
      knownRows({
        named,
        conditions: [
          ...(query.scope.environments?.length ? [] : [latestBit('is_in_production')]),
          ...historyConditions(query.scope, bind),
          ...(isUnbounded ? [] : windowConditions(query, bind)),
        ],
        keyConditions: possiblePlaces(query.scope, true, bind, inStates),
        looksAhead,
        ...(only === undefined ? {} : { only }),
        usedBy,
        areStates: true,
      }),
  },
  group: groupExpression,
  rows: ({ query, named, usedBy, looksAhead, only, isUnbounded = looksAhead, isEverywhere = false, isThere }, bind) => {
    const hasPlace = !isEverywhere || (query.scope.environments ?? []).length > 0;
    const isLatest = Object.hasOwn(named, 'is_latest') && !query.scope.environments?.length;
    const place = isLatest ? latestBit('is_in_production') : environmentCondition(query.scope, bind);
    return knownRows({
      named,
      conditions: [
        ...(hasPlace ? [place] : []),
        ...historyConditions(query.scope, bind),
        ...(isUnbounded ? [] : windowConditions(query, bind)),
      ],
      keyConditions: possiblePlaces(query.scope, hasPlace, bind),
      looksAhead,
      ...(only === undefined ? {} : { only }),
      usedBy,
      ...(isThere === undefined ? {} : { isThere }),
    });
  },
  conditions: deploymentConditions,
  shown: shownDeployments,
};

/** The same rows, where each thing a deployment carried has the groups of its own flags. */
const { states: _states, ...withoutStates } = deployments;
export const deploymentSamples: Relation = {
  ...withoutStates,
  named: (query: MetricQuestion, bind: Parameters) => ({ ...deployments.named(query, bind), ...carriedBySample }),
  group: (by: GroupBy, bind: Parameters) => (by.dimension === 'FLAG' ? 'flag_group' : groupExpression(by, bind)),
};
