import type { BodyReading, Place } from '../body-reading.js';
import { isAutomaton, personNamed } from '../automaton.js';
import { keyOn, type Repository } from '../repository.js';

export const SOURCE = 'gitea';

/** A repository of Gitea or Forgejo. */
export interface Forged extends Repository {
  /** The id of an object of the same server, told apart from the same of another. */
  readonly on: (id: string) => string;
}

/** What a hook said, ready to be understood. */
export interface ForgeHook {
  readonly body: Place;
  readonly reading: BodyReading;
  readonly repository: Forged;
  /** What happened to the object, e.g. "closed"; "" for events without actions. */
  readonly action: string;
}

export function repositoryOf(body: Place, reading: BodyReading): Forged {
  const run = reading.object(body, 'run');
  const place = reading.object(body, 'repository') ?? (run && reading.object(run, 'repository')) ?? null;
  const own = place ?? reading.requiredObject(body, 'repository');
  const address = reading.text(own, 'html_url');
  const on = (id: string): string => keyOn(address, null, id);
  return {
    source: SOURCE,
    key: on(reading.requiredId(own, 'id')),
    repo: reading.requiredText(own, 'full_name'),
    defaultBranch: reading.text(own, 'default_branch'),
    on,
  };
}

/** An account by its id, which outlives its names. */
export function accountOf(
  reading: BodyReading,
  { on }: Forged,
  place: Place | null,
): { by: string; bot: boolean } | undefined {
  const id = reading.key(place, 'id');
  const login = reading.text(place, 'login') ?? reading.text(place, 'username');
  return id === undefined ? undefined : { by: `${SOURCE}:${on(id)}`, bot: isAutomaton(login) };
}

export function labelsOf(place: Place, reading: BodyReading): string[] | undefined {
  if (!Array.isArray(place.fields['labels'])) return undefined;
  return reading.objects(place, 'labels').flatMap((label) => reading.text(label, 'name') ?? []);
}

/** The name of a person's account; undefined: an automaton's, or none. */
export const personOf = (reading: BodyReading, place: Place | null): string | undefined =>
  personNamed(reading.text(place, 'login') ?? reading.text(place, 'username'));
