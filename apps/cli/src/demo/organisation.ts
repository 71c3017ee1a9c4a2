import { type Arrival, arrivalsOf, deliveryOf } from './arrival.js';
import { createCalendar, type Zone } from './calendar.js';
import { repositories } from './company/repositories.js';
import { upgradedTogether } from './company/services.js';
import { OUTLIER_TEAM } from './company/teams.js';
import type { DemoDelivery, Fact } from './delivery.js';
import { badFridayOf } from './story/bad-friday.js';
import { tellFlags } from './story/flags.js';
import { tellRepository } from './story/repository-story.js';
import { planTrains, tellTrains } from './story/trains.js';
import { DAY, SECOND, WEEK } from './time.js';

export interface OrganisationInput {
  /** Instant at which the story ends, epoch milliseconds. */
  readonly until: number;
  readonly weeks: number;
  readonly seed: number;
}

export interface Organisation {
  readonly from: number;
  readonly until: number;
  /** How many deliveries there are. */
  readonly count: number;
  readonly outlierTeam: string;
  readonly badFriday: { readonly date: string; readonly services: readonly string[] } | null;
  /** In order of arrival; each call begins anew, bodies are made one at a time. */
  readonly deliveries: () => Generator<DemoDelivery, void>;
  /**
   * The same deliveries, one repository after the other as a backfill brings them. No number depends on the order, but
   * the time does: what arrives of one service at once is related at once.
   */
  readonly byRepository: () => Generator<DemoDelivery, void>;
}

/** Before any repository: flags are told by a service of their own. */
const FLAGS = -1;
/** After all of them: a train knows what it left with. */
const TRAINS = repositories.length;

/**
 * Weeks in the life of Halden, a shop for things for the home: 8 teams, 40 services in 38 repositories, and what GitHub,
 * the pipelines, monitoring, the incident desk, the flag service and the timetable of release trains would say of them.
 * The same input gives the same bytes.
 */
export function organisation({ until, weeks, seed }: OrganisationInput): Organisation {
  const end = Math.floor(until / SECOND) * SECOND;
  const from = end - weeks * WEEK;
  const badFriday = badFridayOf(end, weeks);
  const facts: Fact[] = [];
  const origins = new Map<Fact, number>();
  const recorderOf =
    (origin: number) =>
    (fact: Fact): void => {
      facts.push(fact);
      origins.set(fact, origin);
    };
  // Plans reach beyond the end: somebody is always in the middle of something.
  const calendars = new Map<Zone, ReturnType<typeof createCalendar>>();
  const calendarOf = (zone: Zone) => {
    const calendar = calendars.get(zone) ?? createCalendar(zone, from - WEEK, end + 60 * DAY);
    calendars.set(zone, calendar);
    return calendar;
  };
  const flags = tellFlags({
    seed,
    from,
    until: end,
    record: recorderOf(FLAGS),
    calendars: ({ zone }) => calendarOf(zone),
  });
  const trains = planTrains({ seed, from, until: end, calendars: ({ zone }) => calendarOf(zone) });
  for (const [index, repository] of repositories.entries()) {
    const calendar = calendarOf(repository.team.zone);
    const record = recorderOf(index);
    tellRepository({ repository, seed, from, until: end, calendar, flags, badFriday, trains, record });
  }
  tellTrains(trains, recorderOf(TRAINS));
  const arrivals = arrivalsOf(facts, seed, end);
  return {
    from,
    until: end,
    count: arrivals.length,
    outlierTeam: OUTLIER_TEAM,
    badFriday: badFriday === null ? null : { date: badFriday.date, services: upgradedTogether },
    *deliveries() {
      for (const arrival of arrivals) yield deliveryOf(arrival);
    },
    *byRepository() {
      const originOf = ({ fact }: Arrival): number => origins.get(fact) ?? FLAGS;
      for (const arrival of arrivals.toSorted((a, b) => originOf(a) - originOf(b))) yield deliveryOf(arrival);
    },
  };
}
