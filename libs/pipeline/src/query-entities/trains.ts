import { owningTeamsAt, Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';

/** A release train as it was known at an instant. Instants in epoch milliseconds. */
export interface TrainSummary {
  /** Its id, as its source gave it. */
  readonly id: string;
  readonly services: readonly string[];
  /** Owners of its services when it was planned. */
  readonly teams: readonly string[];
  readonly plannedAt: number;
  /** What had landed by then is booked; null: by the plan itself. */
  readonly cutoffAt: number | null;
  readonly departedAt: number | null;
  readonly cancelledAt: number | null;
  /** Its manifest; empty: there is none. */
  readonly manifest: readonly string[];
  /** Attempts that it left with, as their sources gave their ids. */
  readonly deployments: readonly string[];
}

export interface TrainFilter {
  readonly trains?: readonly string[];
  readonly services?: readonly string[];
  /** Paths of teams; one includes those below it. */
  readonly teams?: readonly string[];
  /** Planned at or after. */
  readonly from?: number;
  /** Planned before. */
  readonly to?: number;
}

interface TrainRow {
  readonly id: string;
  readonly services: readonly string[];
  readonly owning_teams: readonly string[];
  readonly planned_at: number;
  readonly cutoff_at: number | null;
  readonly departed_at: number | null;
  readonly cancelled_at: number | null;
  readonly manifest: readonly string[];
  readonly deployments: readonly string[];
}

/** Release trains, latest plan first. One statement. */
export async function listTrains(
  analytics: Analytics,
  { where, asOf, limit }: { readonly where: TrainFilter; readonly asOf: number; readonly limit: number },
): Promise<TrainSummary[]> {
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const conditions = [
    'isNotNull(state.plannedAt)',
    ...(where.trains?.length ? [`id IN ${bind.bind('Array(String)', where.trains)}`] : []),
    ...(where.services?.length ? [`hasAny(state.services, ${bind.bind('Array(String)', where.services)})`] : []),
    ...(where.teams?.length ? [`hasAny(owning_teams, ${bind.bind('Array(String)', where.teams)})`] : []),
    ...(where.from === undefined ? [] : [`state.plannedAt >= ${bind.bind('Int64', where.from)}`]),
    ...(where.to === undefined ? [] : [`state.plannedAt < ${bind.bind('Int64', where.to)}`]),
  ];
  const sql = `
SELECT substring(entity, position(entity, ':') + 1) AS id, state.services AS services, owning_teams,
  state.plannedAt AS planned_at, state.cutoffAt AS cutoff_at,
  if(state.departedAt <= ${at}, state.departedAt, NULL) AS departed_at,
  if(state.cancelledAt <= ${at}, state.cancelledAt, NULL) AS cancelled_at,
  state.changes AS manifest, state.deployments AS deployments
FROM (
  SELECT entity, arrayFirst(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states) AS state,
    ${owningTeamsAt('state.plannedAt', 'arrayFilter(o -> has(state.services, o.service), owners)')} AS owning_teams
  FROM trains FINAL
  WHERE arrayExists(s -> s.knownFrom <= ${at} AND ${at} < s.knownUntil, states)
)
WHERE ${conditions.join('\n  AND ')}
ORDER BY planned_at DESC, id
LIMIT ${bind.bind('Int64', limit)}`;
  const rows = await analytics.query<TrainRow>({ sql, params: bind.values });
  return rows.map(
    ({ owning_teams, planned_at, cutoff_at, departed_at, cancelled_at, id, services, manifest, deployments }) => ({
      id,
      services,
      teams: [...owning_teams].sort(),
      plannedAt: planned_at,
      cutoffAt: cutoff_at,
      departedAt: departed_at,
      cancelledAt: cancelled_at,
      manifest,
      deployments: departed_at === null ? [] : deployments,
    }),
  );
}
