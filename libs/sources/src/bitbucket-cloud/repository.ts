import type { BodyReading, Place } from '../body-reading.js';
import { isAutomaton, personNamed } from '../automaton.js';
import type { Repository } from '../repository.js';

/** What a hook said, ready to be understood. */
export interface RepositoryHook {
  readonly body: Place;
  readonly reading: BodyReading;
  readonly repository: Repository;
  /** E.g. "pullrequest:fulfilled"; "" where no header tells. */
  readonly event: string;
}

export function repositoryOf(body: Place, reading: BodyReading): Repository {
  const place = reading.requiredObject(body, 'repository');
  return {
    source: 'bitbucket-cloud',
    key: idOf(reading.requiredText(place, 'uuid')),
    repo: reading.requiredText(place, 'full_name'),
    defaultBranch: reading.text(reading.object(place, 'mainbranch'), 'name'),
  };
}

/** "{673a6070-…}" → "673a6070-…". */
const idOf = (uuid: string): string => (uuid.startsWith('{') && uuid.endsWith('}') ? uuid.slice(1, -1) : uuid);

/** An account by its id, which outlives its names. */
export function accountOf(reading: BodyReading, place: Place | null): { by: string; bot: boolean } | undefined {
  const uuid = reading.text(place, 'uuid');
  if (uuid === undefined) return undefined;
  return { by: `bitbucket-cloud:${idOf(uuid)}`, bot: isApp(reading, place) || isAutomaton(nameOf(reading, place)) };
}

/** What a person's account is called; undefined: an automaton's, or none. */
export const personOf = (reading: BodyReading, place: Place | null): string | undefined =>
  isApp(reading, place) ? undefined : personNamed(nameOf(reading, place));

const isApp = (reading: BodyReading, place: Place | null): boolean => reading.text(place, 'type') === 'app_user';

const nameOf = (reading: BodyReading, place: Place | null): string | undefined =>
  reading.text(place, 'nickname') ?? reading.text(place, 'display_name');
