import type { Agenda } from '../agenda.js';
import type { WorkCalendar } from '../calendar.js';
import type { Chance } from '../chance.js';
import type { Account } from '../company/people.js';
import type { Repository } from '../company/repositories.js';
import type { Recorder } from '../delivery.js';
import type { Trunk } from './trunk.js';

/** What the stories of one repository share. */
export interface World {
  readonly repository: Repository;
  readonly people: readonly Account[];
  readonly calendar: WorkCalendar;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly record: Recorder;
  readonly trunk: Trunk;
  /** Number of the next pull request or issue. */
  readonly nextNumber: () => number;
  /** An id that no other object has. */
  readonly nextId: () => number;
  /** The flag that work on a service is done behind at an instant, if there is one. */
  readonly flagOf: (service: string, at: number) => string | undefined;
}

/** Somebody of the team, but not this person. */
export function colleagueOf({ people, chance }: World, person: Account): Account {
  return chance.pick(people.filter(({ login }) => login !== person.login));
}
