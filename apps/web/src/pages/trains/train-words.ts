import { exactDuration } from '../../format/duration.js';
import type { TrainFactsFragment } from '../../generated/graphql.js';

type Times = Pick<TrainFactsFragment, 'plannedAt' | 'departedAt' | 'cancelledAt'>;

/** How a release train left: the default tolerance of its punctuality. */
const TOLERANCE_MS = 15 * 60_000;

export interface Departure {
  readonly state: 'punctual' | 'late' | 'early' | 'cancelled' | 'waiting' | 'overdue';
  readonly text: string;
}

/** What became of a train at an instant (epoch milliseconds). */
export function departureOf({ plannedAt, departedAt, cancelledAt }: Times, now: number): Departure {
  const planned = Date.parse(plannedAt);
  if (cancelledAt !== null) return { state: 'cancelled', text: 'cancelled' };
  if (departedAt === null) {
    const late = now - planned;
    if (late <= TOLERANCE_MS) return { state: 'waiting', text: late < 0 ? 'has yet to leave' : 'due to leave' };
    return { state: 'overdue', text: `has not left, ${exactDuration(late / 1000)} after its plan` };
  }
  const lateness = Date.parse(departedAt) - planned;
  if (Math.abs(lateness) <= TOLERANCE_MS) return { state: 'punctual', text: 'left on time' };
  const amount = exactDuration(Math.abs(lateness) / 1000);
  return lateness > 0
    ? { state: 'late', text: `left ${amount} late` }
    : { state: 'early', text: `left ${amount} early` };
}

/** Teams without those above them: "eng" says nothing beside "eng/data". */
export const ownersOf = (teams: readonly string[]): readonly string[] =>
  teams.filter((team) => !teams.some((other) => other.startsWith(`${team}/`)));
