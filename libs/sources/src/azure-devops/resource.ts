import { isAutomaton, personNamed } from '../automaton.js';
import { type BodyReading, isRecord, type Place } from '../body-reading.js';
import { fullShaOf } from '../git-names.js';
import type { Repository } from '../repository.js';

export const SOURCE = 'azure-devops';

/** What a hook said, ready to be understood. */
export interface ResourceHook {
  /** E.g. "git.push". */
  readonly event: string;
  readonly reading: BodyReading;
  readonly resource: Place;
  /** When the event happened, which is not when its resource was last changed. */
  readonly createdAt: string | undefined;
  /** An id that counts within one organisation or collection, told apart from the same of another. */
  readonly within: (id: string) => string;
}

export function hookOf(event: string, body: Place, reading: BodyReading): ResourceHook {
  const containers = reading.object(body, 'resourceContainers');
  const scope = ['collection', 'account', 'project']
    .map((name) => reading.text(containers && reading.object(containers, name), 'id'))
    .find((id) => id !== undefined);
  return {
    event,
    reading,
    resource: reading.requiredObject(body, 'resource'),
    createdAt: reading.moment(body, 'createdDate'),
    within: (id) => (scope === undefined ? id : `${scope}/${id}`),
  };
}

/** A repository of Azure Repos; its id is unique everywhere. */
export function repositoryOf(place: Place, reading: BodyReading): Repository {
  const project = reading.text(reading.object(place, 'project'), 'name');
  const name = reading.requiredText(place, 'name');
  return {
    source: SOURCE,
    key: reading.requiredText(place, 'id'),
    repo: project === undefined ? name : `${project}/${name}`,
    defaultBranch: reading.text(place, 'defaultBranch')?.replace(/^refs\/heads\//, ''),
  };
}

/** What a build says of the repository it built, which may lie elsewhere. */
export function builtFrom(place: Place | null, reading: BodyReading): { repo?: string; repositoryId?: string } {
  if (place === null) return {};
  const id = reading.text(place, 'id');
  const name = reading.text(place, 'fullName') ?? reading.text(place, 'name');
  const isOwn = /^(?:tfsgit|azurereposgit)$/i.test(reading.text(place, 'type') ?? '');
  // Repositories elsewhere go by their name: GitHub's is "owner/name".
  const repo = name ?? (isOwn ? undefined : id);
  return { ...(repo !== undefined && { repo }), ...(isOwn && id !== undefined && { repositoryId: `${SOURCE}:${id}` }) };
}

/** "LG:refs/heads/main:600c52…" or the hash alone. */
export const shaIn = (text: string | undefined): string | undefined => fullShaOf(text?.split(':').at(-1));

export const branchIn = (ref: string | undefined): string | undefined => ref?.replace(/^refs\/heads\//, '');

/** A member of an object that is keyed by names, such as the repositories of a run. */
export function member(place: Place | null, ...path: readonly string[]): Place | null {
  let found = place;
  for (const name of path) {
    const value: unknown = found?.fields[name];
    found = found !== null && isRecord(value) ? { fields: value, pointer: `${found.pointer}/${name}` } : null;
  }
  return found;
}

/** The sign-in name of a person's account, mostly their address; undefined: an automaton's, or none. */
export const personOf = (reading: BodyReading, place: Place | null): string | undefined =>
  isAutomaton(reading.text(place, 'displayName')) ? undefined : personNamed(reading.text(place, 'uniqueName'));
