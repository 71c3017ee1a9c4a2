import type { WorkCalendar, Workday } from '../calendar.js';
import { chanceOf } from '../chance.js';
import { services } from '../company/services.js';
import { type Team, teams } from '../company/teams.js';
import type { Recorder } from '../delivery.js';
import { DAY, HOUR, MINUTE } from '../time.js';
import { exact, revisionAt, said } from './events.js';
import type { Release } from './production-line.js';

/** A departure of a team's services together, and what it left with so far. Instants in epoch milliseconds. */
export interface ReleaseTrain {
  readonly id: string;
  readonly team: Team;
  /** "yyyy-mm-dd" in the team's zone. */
  readonly date: string;
  readonly publishedAt: number;
  /** What landed later takes the next train. */
  readonly closesAt: number;
  readonly plannedAt: number;
  /** Its first release begins then, or soon after. */
  readonly leavesAt: number;
  readonly isCancelled: boolean;
  /** Services that nobody signed off in time: their changes take the next train. */
  readonly staysBehind: ReadonlySet<string>;
  /** Those that ran, whatever their outcome. */
  readonly releases: Release[];
}

export interface Timetable {
  readonly seed: number;
  readonly from: number;
  readonly until: number;
  readonly calendars: (team: Team) => WorkCalendar;
}

/** Plans are published so long ahead. */
const AHEAD = 14 * DAY;
const BOOKING_CLOSES_BEFORE = HOUR;

/** Every train that is known of before the end, those that leave after it included. */
export function planTrains({ seed, from, until, calendars }: Timetable): ReleaseTrain[] {
  return teams.flatMap((team) => {
    const { trains: name, cadence } = team;
    if (name === undefined || cadence.kind === 'continuous') return [];
    const days = calendars(team).days.filter(({ weekday }) => cadence.weekdays.includes(weekday));
    return days
      .map((day) => ({ day, plannedAt: day.opensAt + (cadence.hour - 9) * HOUR }))
      .filter(({ plannedAt }) => plannedAt >= from && plannedAt - AHEAD <= until)
      .map(({ day, plannedAt }) => {
        const { date } = day;
        const train = fateOf(seed, name, { team, date, plannedAt });
        return { ...train, publishedAt: Math.max(from, train.publishedAt), team, date, releases: [] };
      });
  });
}

/** Most leave on time; some wait for somebody, a few do not leave at all. */
function fateOf(
  seed: number,
  name: string,
  { team, date, plannedAt }: Pick<ReleaseTrain, 'team' | 'date' | 'plannedAt'>,
): Omit<ReleaseTrain, 'team' | 'date' | 'releases'> {
  const id = `${name}-${date}`;
  const chance = chanceOf(seed, 'trains', id);
  const own = services.filter((service) => service.team === team.path);
  // A train that leaves once a week waits for everybody.
  const isFrequent = team.cadence.kind === 'scheduled' && team.cadence.weekdays.length > 1;
  const delay = chance.happens(0.1) ? chance.between(25, 110) * MINUTE : 0;
  return {
    id,
    publishedAt: plannedAt - AHEAD + chance.between(0, 30) * MINUTE,
    closesAt: plannedAt - BOOKING_CLOSES_BEFORE,
    plannedAt,
    leavesAt: plannedAt + delay,
    isCancelled: chance.happens(0.04),
    staysBehind: new Set(own.filter(() => isFrequent && chance.happens(0.08)).map((service) => service.name)),
  };
}

/** The train that a team's services leave with on a day, if they do. */
export const trainOn = (trains: readonly ReleaseTrain[], team: Team, { date }: Workday): ReleaseTrain | undefined =>
  trains.find((train) => train.team === team && train.date === date);

/** What the timetable says of each train: the plan, and that it left, with what, or was cancelled. */
export function tellTrains(trains: readonly ReleaseTrain[], record: Recorder): void {
  for (const train of trains) {
    tellPlan(train, record);
    const first = train.releases.toSorted((a, b) => a.startedAt - b.startedAt)[0];
    if (first !== undefined) tellDeparture(train, first.startedAt, record);
  }
}

function tellPlan(train: ReleaseTrain, record: Recorder): void {
  const { id, team, publishedAt, closesAt, plannedAt } = train;
  const plan = {
    id,
    services: services.filter((service) => service.team === team.path).map(({ name }) => name),
    plannedAt: exact(plannedAt),
    cutoffAt: exact(closesAt),
  };
  const published = { by: 'trains', at: publishedAt, what: `${id}/published` } as const;
  record(said('train_scheduled', published, { ...plan, revision: revisionAt(publishedAt) }));
  const cancelledAt = cancellationOf(train);
  if (cancelledAt === null) return;
  const cancelled = { ...plan, cancelledAt: exact(cancelledAt), revision: revisionAt(cancelledAt) };
  record(said('train_scheduled', { by: 'trains', at: cancelledAt, what: `${id}/cancelled` }, cancelled));
}

/** Called off before it was to leave, or when nothing had to go after all. */
function cancellationOf({ plannedAt, leavesAt, isCancelled, releases }: ReleaseTrain): number | null {
  if (isCancelled) return plannedAt - 40 * MINUTE;
  return releases.length === 0 ? leavesAt + 2 * HOUR : null;
}

/** Told when it begins to roll out, and again when each of its releases is over. */
function tellDeparture({ id, releases }: ReleaseTrain, departedAt: number, record: Recorder): void {
  const told = (at: number, deployments: readonly string[]): void => {
    const left = {
      id: `${id}/departure`,
      train: id,
      departedAt: exact(departedAt),
      deployments: [...deployments],
      revision: revisionAt(at),
    };
    record(said('train_departed', { by: 'trains', at, what: `${id}/departure/${deployments.length}` }, left));
  };
  told(departedAt, []);
  const aboard: string[] = [];
  for (const { deployments, finishedAt } of releases.toSorted((a, b) => a.finishedAt - b.finishedAt)) {
    aboard.push(...deployments);
    told(finishedAt, aboard);
  }
}
