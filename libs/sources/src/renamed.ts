import { eventOf, type LeadlineEvent } from '@leadline/events';
import { envelopeOf, namesOf, type Repository } from './repository.js';
import { revisionOf } from './revision.js';

/** More than what is gathered from the names other hooks use: a hook of the renaming itself outranks them. */
const TOLD = 5;

export interface Renaming {
  /** What happened, as the sender calls it: "renamed", "transferred". */
  readonly occasion: string;
  /** "owner/name" before; undefined: the sender does not tell. */
  readonly before: string | undefined;
  /** RFC 3339; undefined: the sender does not tell. */
  readonly at: string | undefined;
}

/** A repository that was renamed, or moved to another owner; `repository` bears its new name. */
export function renamedEvent(repository: Repository, { occasion, before, at }: Renaming): LeadlineEvent<'repository'> {
  const id = `repository:${repository.key}:${occasion}:${at ?? before ?? 'once'}`;
  return eventOf('repository', envelopeOf(repository, id, at), {
    formerly: before === undefined ? [] : [before],
    ...namesOf(repository),
    occurredAt: at,
    revision: at === undefined ? undefined : revisionOf(at, TOLD),
  });
}
