import type { BodyReading, Place } from '../body-reading.js';
import { isAutomaton, personNamed } from '../automaton.js';
import type { Repository } from '../repository.js';

export const SOURCE = 'bitbucket-server';

/** Hooks name no host that is always there, so the ids of two servers cannot be told apart. */
export function repositoryOf(place: Place, reading: BodyReading): Repository {
  const project = reading.requiredObject(place, 'project');
  return {
    source: SOURCE,
    key: reading.requiredKey(place, 'id'),
    repo: `${reading.requiredText(project, 'key')}/${reading.requiredText(place, 'slug')}`,
    defaultBranch: undefined,
    projectId: reading.key(project, 'id'),
  };
}

export function accountOf(reading: BodyReading, place: Place | null): { by: string; bot: boolean } | undefined {
  const id = reading.key(place, 'id');
  if (id === undefined) return undefined;
  const isService = reading.text(place, 'type') === 'SERVICE';
  return { by: `${SOURCE}:${id}`, bot: isService || isAutomaton(reading.text(place, 'name')) };
}

/** The name of a person's account; undefined: an automaton's, or an author whom the server does not know (no id). */
export const personOf = (reading: BodyReading, place: Place | null): string | undefined =>
  accountOf(reading, place)?.bot === false ? personNamed(reading.text(place, 'name')) : undefined;
