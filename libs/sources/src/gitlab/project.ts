import { personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';
import { repositoryNameOf } from '../git-names.js';
import { keyOn, type Repository } from '../repository.js';
import { revisionOf } from '../revision.js';

/** A project of GitLab: a repository with its issues, pipelines and environments. */
export interface Project extends Repository {
  /** The id of an object of the same server, with the server's host unless that is gitlab.com. */
  readonly on: (id: string) => string;
}

/** What a hook said, ready to be understood. */
export interface ProjectHook {
  readonly body: Place;
  readonly reading: BodyReading;
  readonly project: Project;
  readonly headers: Readonly<Record<string, string>>;
}

/** Action of a body that was made of what GitLab's API lists: how something is now, not what happened to it. */
export const LISTED = 'listed';

/** {@link revisionOf}, less one for what was listed: where a hook tells of the same instant, the hook knows better. */
export function revisionIn({ body, reading }: Pick<ProjectHook, 'body' | 'reading'>, at: string, rank: number): number {
  return revisionOf(at, rank) - (reading.truth(body, LISTED) === true ? 1 : 0);
}

/**
 * The project a hook is of. Hooks of jobs name it beside the body's other fields, the others in `project`. Its address
 * says on which server it lies; where there is none, a header does.
 */
export function projectOf(body: Place, reading: BodyReading, headers: ProjectHook['headers'] = {}): Project {
  const place = reading.object(body, 'project') ?? body;
  const repository = reading.object(body, 'repository');
  const attributes = reading.object(body, 'object_attributes');
  const address =
    reading.text(place, 'web_url') ?? reading.text(repository, 'homepage') ?? headers['x-gitlab-instance'];
  const repo =
    reading.text(place, 'path_with_namespace') ??
    repositoryNameOf(reading.text(place, 'web_url') ?? reading.text(repository, 'homepage'));
  const id =
    (place === body ? undefined : reading.key(place, 'id')) ??
    reading.key(body, 'project_id') ??
    reading.key(attributes, 'target_project_id') ??
    reading.key(attributes, 'project_id');
  const on = (key: string): string => keyOn(address, 'gitlab.com', key);
  return {
    source: 'gitlab',
    key: on(id ?? reading.requiredKey(place === body ? reading.requiredObject(body, 'project') : place, 'id')),
    repo: repo ?? reading.requiredText(reading.requiredObject(body, 'project'), 'path_with_namespace'),
    defaultBranch: reading.text(place, 'default_branch'),
    on,
  };
}

/** Titles of the labels of an issue or merge request; undefined: the hook does not tell. */
export function labelsOf(body: Place, attributes: Place, reading: BodyReading): string[] | undefined {
  const place = Array.isArray(attributes.fields['labels']) ? attributes : body;
  if (!Array.isArray(place.fields['labels'])) return undefined;
  return reading.objects(place, 'labels').flatMap((label) => reading.text(label, 'title') ?? []);
}

/** The person whom a member of a body names; undefined: an automaton, or nobody. */
export const personOf = (reading: BodyReading, place: Place): string | undefined =>
  personNamed(reading.text(reading.object(place, 'user'), 'username'));
