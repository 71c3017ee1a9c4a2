import type { AlertedDeployment } from '@leadline/insights';
import { Parameters } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import type { AlertQuestion } from './alert-question.js';

/** Successful deployments of each place, by {@link placeOf}, in the order of their finishes. */
export type Successes = ReadonlyMap<string, readonly { readonly startedAt: number; readonly finishedAt: number }[]>;

interface SuccessRow {
  readonly service: string;
  readonly environment: string;
  readonly place_target: string;
  readonly starts: readonly number[];
  readonly finishes: readonly number[];
}

const placeOf = (service: string, environment: string, target: string): string =>
  JSON.stringify([service, environment, target]);

/** What took whose place: every success of these services since `from`. */
export async function successesOf(
  analytics: Analytics,
  services: readonly string[],
  { asOf, from }: AlertQuestion,
): Promise<Successes> {
  if (services.length === 0) return new Map();
  const bind = new Parameters();
  const at = bind.bind('Int64', asOf);
  const sql = `
SELECT service, environment, place_target, groupArray(started_at) AS starts, groupArray(finished_at) AS finishes
FROM (
  SELECT service, environment, arrayJoin(if(empty(state.targets), [''], state.targets)) AS place_target,
    state.startedAt AS started_at, state.finishedAt AS finished_at
  FROM (
    SELECT service, environment, arrayFirst(b -> b.knownFrom <= ${at} AND ${at} < b.knownUntil, base) AS state
    FROM deployments FINAL
    WHERE notEmpty(base) AND service IN ${bind.bind('Array(String)', services)}
      AND last_instant >= ${bind.bind('Int64', from)}
  )
  WHERE state.status = 'succeeded' AND state.kind != 'flag' AND state.finishedAt <= ${at}
  ORDER BY finished_at
)
GROUP BY service, environment, place_target
ORDER BY service, environment, place_target
LIMIT 100000`;
  const rows = await analytics.query<SuccessRow>({ sql, params: bind.values });
  return new Map(
    rows.map(({ service, environment, place_target, starts, finishes }) => [
      placeOf(service, environment, place_target),
      finishes
        .map((finishedAt, index) => ({ startedAt: starts[index] ?? finishedAt, finishedAt }))
        .sort((a, b) => a.finishedAt - b.finishedAt),
    ]),
  );
}

type Placed = Pick<AlertedDeployment, 'service' | 'environment' | 'startedAt' | 'finishedAt'> & {
  readonly targets: readonly string[];
};

/** When another success took the place of a deployment in all of its targets; null: it did not. */
export function replacedIn(
  successes: Successes,
  { service, environment, targets, startedAt, finishedAt }: Placed,
): number | null {
  const replaced = (targets.length === 0 ? [''] : targets).map((target) =>
    successes
      .get(placeOf(service, environment, target))
      // While it runs, only what began after it is another version than the one it is to replace.
      ?.find((success) =>
        finishedAt === null ? success.startedAt > (startedAt ?? 0) : success.finishedAt > finishedAt,
      ),
  );
  const instants = replaced.map((success) => success?.finishedAt ?? Infinity);
  const last = Math.max(...instants);
  return last === Infinity ? null : last;
}
