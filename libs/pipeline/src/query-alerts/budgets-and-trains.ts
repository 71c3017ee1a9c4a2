import type { BudgetSlice, ScheduledTrain } from '@leadline/insights';
import { owningTeamsAt, Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { AlertQuestion } from './alert-question.js';

const MOST_SLICES = 100_000;
const MOST_TRAINS = 10_000;

/** What was spent of error budgets since `from`, oldest first. */
export async function budgetSlices(analytics: Analytics, { asOf, from, scope }: AlertQuestion): Promise<BudgetSlice[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const { services } = scope;
  const sql = `
SELECT state.knownFrom AS told_at, state.service AS of_service, state.slo AS slo,
  assumeNotNull(state.from) AS from_at, assumeNotNull(state.to) AS to_at,
  assumeNotNull(state.allowed) AS allowed, assumeNotNull(state.spent) AS spent, state.deployment AS named
FROM (
  SELECT entity, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state
  FROM observations FINAL
  WHERE has(states.measure, 'budget')
)
WHERE state.measure = 'budget' AND isNotNull(state.from) AND isNotNull(state.allowed) AND isNotNull(state.spent)
  AND state.to >= ${bind.bind('Int64', from)} AND state.to <= ${at}${services?.length ? ` AND of_service IN ${bind.bind('Array(String)', services)}` : ''}
ORDER BY to_at DESC, entity
LIMIT ${MOST_SLICES}`;
  const rows = await analytics.query<{
    told_at: number;
    of_service: string;
    slo: string;
    from_at: number;
    to_at: number;
    allowed: number;
    spent: number;
    named: string;
  }>({ sql, params: bind.values });
  return rows.reverse().map(({ told_at, of_service, slo, from_at, to_at, allowed, spent, named }) => ({
    // What was spent in an interval is not known before its end.
    at: Math.max(told_at, to_at),
    service: of_service,
    slo,
    from: from_at,
    to: to_at,
    allowed,
    spent,
    deployment: named,
  }));
}

/** Release trains planned since `from`; a scope that names what trains do not know leaves them out. */
export async function scheduledTrains(
  analytics: Analytics,
  { asOf, from, scope }: AlertQuestion,
): Promise<ScheduledTrain[]> {
  const { teams, services, ...other } = scope;
  if (Object.values(other).some((names) => (names ?? []).length > 0)) return [];
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const conditions = [
    `state.plannedAt >= ${bind.bind('Int64', from)}`,
    `state.plannedAt <= ${at}`,
    ...(services?.length ? [`hasAny(state.services, ${bind.bind('Array(String)', services)})`] : []),
    ...(teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', teams)})`] : []),
  ];
  const sql = `
SELECT substring(entity, position(entity, ':') + 1) AS train, state.services AS services, state.plannedAt AS planned_at,
  if(state.departedAt <= ${at}, state.departedAt, NULL) AS departed_at,
  if(state.cancelledAt <= ${at}, state.cancelledAt, NULL) AS cancelled_at
FROM (
  SELECT entity, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state,
    ${owningTeamsAt('state.plannedAt', 'arrayFilter(o -> has(state.services, o.service), owners)')} AS owning_teams
  FROM trains FINAL
  WHERE notEmpty(states)
)
WHERE ${conditions.join('\n  AND ')}
ORDER BY planned_at DESC, train
LIMIT ${MOST_TRAINS}`;
  const rows = await analytics.query<{
    train: string;
    services: readonly string[];
    planned_at: number;
    departed_at: number | null;
    cancelled_at: number | null;
  }>({ sql, params: bind.values });
  return rows.map(({ train, services: of, planned_at, departed_at, cancelled_at }) => ({
    train,
    services: of,
    plannedAt: planned_at,
    departedAt: departed_at,
    cancelledAt: cancelled_at,
  }));
}
