import { createCalendar, type WorkCalendar } from '../calendar.js';
import { DAY, HOUR, MINUTE, WEEK } from '../time.js';
import type { Trouble } from './failures.js';
import type { World } from './world.js';

/** A Friday on which many services took the same bad upgrade. */
export interface BadFriday {
  /** "yyyy-mm-dd", in Berlin. */
  readonly date: string;
  /** 13:30 in Berlin: morning in New York. */
  readonly mergesFrom: number;
}

/**
 * The Friday about three weeks before the end on which both offices work, so that the weekly mail still tells of it; in
 * a shorter story, one in its middle.
 * null: the story is too short to have one.
 */
export function badFridayOf(until: number, weeks: number): BadFriday | null {
  const weeksAgo = weeks >= 8 ? 3 : Math.floor(weeks / 2);
  if (weeksAgo < 1) return null;
  const [from, to] = [until - (weeks + 1) * WEEK, until];
  const newYork = fridaysOf(createCalendar('America/New_York', from, to));
  const berlin = createCalendar('Europe/Berlin', from, to);
  const both = [...fridaysOf(berlin)].filter(
    ([date, opensAt]) => newYork.has(date) && opensAt <= until - weeksAgo * WEEK + 3 * DAY,
  );
  const [date, opensAt] = both.at(-1) ?? [];
  return date === undefined || opensAt === undefined ? null : { date, mergesFrom: opensAt + 4.5 * HOUR };
}

function fridaysOf({ days }: WorkCalendar): Map<string, number> {
  return new Map(days.filter(({ weekday }) => weekday === 5).map(({ date, opensAt }) => [date, opensAt]));
}

/** Noticed soon, understood late: what the upgrade broke was first looked for elsewhere. */
export function upgradeTrouble({ chance }: World): Trouble {
  return {
    remedy: 'rollback',
    severity: chance.happens(0.4) ? 'sev1' : 'sev2',
    noticedAfter: chance.between(9, 34) * MINUTE,
    decidedAfter: chance.between(2.5, 6) * HOUR,
    brokenRollbacks: chance.happens(0.35) ? 1 : 0,
  };
}
