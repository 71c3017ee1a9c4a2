import { addDays, type CivilDate, startOfDay } from '../../address/civil-time.js';
import type { ScorecardThenQuery } from '../../generated/graphql.js';

/** How a scorecard stood when a month ended. */
export interface Then {
  /** "31 Oct". */
  readonly label: string;
  readonly phase: number;
  readonly level: number;
  readonly cards: ScorecardThenQuery['scorecard']['cards'];
}

/** The last months that were over on a day: the first day after each, the latest last. */
export function monthEnds(today: CivilDate, months: number): readonly CivilDate[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return Array.from({ length: months }, (_, index) => {
    const first = new Date(Date.UTC(year, month - 1 - (months - 1 - index), 1));
    return first.toISOString().slice(0, 10);
  });
}

/** What a scorecard is asked with to know how it stood when a day began. */
export function askedAt(day: CivilDate, timeZone: string) {
  const at = new Date(startOfDay(day, timeZone)).toISOString();
  const from = new Date(startOfDay(addDays(day, -28), timeZone)).toISOString();
  return { window: { from, to: at, timeZone }, asOf: at };
}
