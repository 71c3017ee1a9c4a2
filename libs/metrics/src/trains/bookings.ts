import { landedChanges } from '../changes/landed-sql.js';
import { historyConditions, owningTeamsAt } from '../deployments/row-sql.js';
import type { MetricQuestion } from '../query.js';
import type { Relation } from '../relation.js';
import { namedRows } from '../rows.js';
import type { Parameters } from '../statement.js';
import { trains } from './relation.js';

/** How long before the plan of a train something may have been shipped and still be found on its manifest. */
const LOOK_BACK = 30 * 86_400_000;

/**
 * One row for each release train and each of its services, by its plan, with what had landed in all its services
 * (`landings`: service, change, commit, landed, first in production) and the finishes of the deployments that it left
 * with and that succeeded (`arrivals`: service, finish).
 */
export const bookings: Relation = {
  dimensions: trains.dimensions,
  scopes: trains.scopes,
  judgedAs: 'service',
  named: ({ asOf, window }, bind) => {
    const at = bind.bind('Int64', asOf);
    return {
      in_window: `instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)}`,
      departed_at: `if(departedAt <= ${at}, departedAt, NULL)`,
      is_cancelled: `ifNull(cancelledAt <= ${at}, false)`,
      owning_teams: owningTeamsAt('instant', 'arrayFilter(o -> o.service = service, owners)'),
    };
  },
  group: ({ dimension }) => {
    switch (dimension) {
      case 'SERVICE':
        return 'service';
      case 'TEAM':
        return `arrayJoin(if(empty(owning_teams), [''], owning_teams))`;
      default:
        throw new Error(`Bookings have no ${dimension}`);
    }
  },
  rows: ({ query, named, usedBy }, bind) =>
    `(${namedRows({ from: bookedTrains(query, bind), columns, shown: columns, named, conditions: [], usedBy })})`,
  conditions: ({ teams, services }, bind) => [
    ...(teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', teams)})`] : []),
    ...(services?.length ? [`service IN ${bind.bind('Array(String)', services)}`] : []),
  ],
  shown: {
    thing: 'train',
    named: () => ({ instant_shown: 'instant', is_near: 'in_window' }),
    columns: {
      key: `concat(entity, '\\n', service)`,
      id: `substring(entity, position(entity, ':') + 1)`,
      service: 'service',
    },
  },
};

const told = ['services', 'cutoffAt', 'cancelledAt', 'departedAt', 'changes', 'deployments'];
const columns = ['entity', 'service', 'owners', 'instant', ...told, 'landings', 'arrivals'];

function bookedTrains(query: MetricQuestion, bind: Parameters): string {
  // What is asked for narrows which bookings count; a manifest may name what another service of the train shipped.
  // What became of a train is told after its plan: the end of the window is no end of that.
  const { bucket: _, ...unbroken } = query;
  const whole: MetricQuestion = { ...unbroken, scope: {}, window: { ...query.window, to: query.asOf + 1 } };
  const since = query.window.from - LOOK_BACK;
  const isLate = (instant: string): string => `${instant} >= planned_at - ${LOOK_BACK}`;
  const planned = plannedTrains(query, bind);
  return `(
    SELECT ${columns.map((column) => (column === 'service' ? 'arrayJoin(services) AS service' : column)).join(', ')}
    FROM ${planned} AS planned
    LEFT JOIN (
      SELECT entity AS train, groupArray((service, change, sha, landed_at, shipped_at)) AS landings
      FROM (SELECT entity, changes, instant AS planned_at, ifNull(cutoffAt, instant) AS closes_at, arrayJoin(services) AS service
        FROM ${planned}) AS booking
      INNER JOIN ${landedChanges({ query: whole, notShippedBefore: since }, bind)} AS landed ON landed.service = booking.service
      WHERE (notEmpty(changes) OR landed_at <= closes_at) AND (isNull(shipped_at) OR ${isLate('shipped_at')})
      GROUP BY train
    ) AS landing ON landing.train = planned.entity
    LEFT JOIN (
      SELECT entity AS train, groupArray((arrived.service, finished_at)) AS arrivals
      FROM (SELECT entity, services, instant AS planned_at, arrayJoin(deployments) AS deployment FROM ${planned}) AS departure
      INNER JOIN ${succeededAttempts(whole, since, bind)} AS arrived ON arrived.attempt = departure.deployment
      WHERE has(services, arrived.service) AND ${isLate('finished_at')}
      GROUP BY train
    ) AS arrival ON arrival.train = planned.entity
  )`;
}

/** Trains planned in the window, as they were known. */
function plannedTrains({ asOf, window }: MetricQuestion, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  return `(
      SELECT entity, owners, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state,
        state.plannedAt AS instant, ${told.map((member) => `state.${member} AS ${member}`).join(', ')}
      FROM trains FINAL
      WHERE notEmpty(services) AND instant >= ${bind.bind('Int64', window.from)} AND instant < ${bind.bind('Int64', window.to)})`;
}

/** Attempts of production deployments that succeeded. */
function succeededAttempts({ asOf, scope }: MetricQuestion, since: number, bind: Parameters): string {
  const at = bind.bind('Int64', asOf);
  const conditions = [
    `tier = 'production'`,
    'notEmpty(base.knownFrom)',
    `last_instant >= ${bind.bind('Int64', since)}`,
    ...historyConditions(scope, bind),
  ];
  return `(
        SELECT service, arrayFirstIndex((f, u) -> f <= ${at} AND ${at} < u, base.knownFrom, base.knownUntil) AS base_held,
          base.finishedAt[base_held] AS finished_at, arrayJoin(base.attempts[base_held]) AS attempt
        FROM deployments FINAL
        WHERE ${conditions.join(' AND ')} AND base.status[base_held] = 'succeeded' AND finished_at <= ${at})`;
}
