import type { LeadlineEvent } from '@leadline/events';
import { isAutomaton, personNamed } from '../automaton.js';
import type { BodyReading, Place } from '../body-reading.js';

/** A repository as hooks name it. */
export interface Repository {
  /** "owner/name" today; an attribute, since repositories are renamed and moved. */
  readonly repo: string;
  /** "github:<id>": the same for as long as the repository exists. */
  readonly repositoryId: string;
  /** The digits of the id alone. */
  readonly id: string;
  readonly name: string;
  readonly defaultBranch: string | undefined;
  readonly place: Place;
}

/** What a hook said, ready to be understood. */
export interface Hook {
  readonly body: Place;
  readonly reading: BodyReading;
  readonly repository: Repository;
  /** What happened to the object, e.g. "closed"; "" for events without actions. */
  readonly action: string;
}

export type Understood =
  | { readonly outcome: 'events'; readonly events: readonly LeadlineEvent[] }
  | { readonly outcome: 'ignored'; readonly reason: string };

export const says = (...events: readonly LeadlineEvent[]): Understood => ({ outcome: 'events', events });
export const ignored = (reason: string): Understood => ({ outcome: 'ignored', reason });

export function repositoryOf(body: Place, reading: BodyReading): Repository {
  const place = reading.requiredObject(body, 'repository');
  const id = reading.requiredId(place, 'id');
  const repo = reading.requiredText(place, 'full_name');
  return {
    repo,
    repositoryId: `github:${id}`,
    id,
    name: reading.text(place, 'name') ?? repo.slice(repo.indexOf('/') + 1),
    defaultBranch: reading.text(place, 'default_branch') ?? reading.text(place, 'master_branch'),
    place,
  };
}

/** Envelope of a fact: its semantic id does not depend on which of several hooks brought it. */
export function envelope(
  repository: Repository,
  id: string,
  time: string | undefined,
): { id: string; source: string; time: string | undefined } {
  return { id: `github:${id}`, source: `github:${repository.repo}`, time };
}

/**
 * Orders what is said of one object: its update time in milliseconds × 10 plus the rank of its state, 0 to 9. GitHub
 * stamps whole seconds, so the states of one second need the rank to fall in order.
 */
export function revisionOf(instant: string, rank: number): number;
export function revisionOf(instant: string | undefined, rank: number): number | undefined;
export function revisionOf(instant: string | undefined, rank: number): number | undefined {
  return instant === undefined ? undefined : Date.parse(instant) * 10 + rank;
}

/** Action of a body that was made of what GitHub's API lists: how something is now, not what happened to it. */
export const LISTED = 'listed';

/** {@link revisionOf}, less one for what was listed: where a hook tells of the same instant, the hook knows better. */
export function revisionIn({ action }: Pick<Hook, 'action'>, instant: string, rank: number): number {
  return revisionOf(instant, rank) - (action === LISTED ? 1 : 0);
}

/** Names of the labels of an issue or pull request. */
export function labelsOf(reading: BodyReading, place: Place): string[] {
  return reading.objects(place, 'labels').flatMap((label) => reading.text(label, 'name') ?? []);
}

const HEX = /^[0-9a-f]+$/;
const NO_COMMIT = /^0+$/;

/** A full commit hash (SHA-1 or SHA-256), or undefined: GitHub writes zeros for "none", and names where hashes belong. */
export function shaOf(text: string | undefined): string | undefined {
  if (text === undefined || (text.length !== 40 && text.length !== 64)) return undefined;
  return HEX.test(text) && !NO_COMMIT.test(text) ? text : undefined;
}

/** Whether an account is an automaton's: GitHub marks those of Apps with type "Bot". */
export function isAutomatonAccount(reading: BodyReading, account: Place | null): boolean {
  return account !== null && (reading.text(account, 'type') === 'Bot' || isAutomaton(reading.text(account, 'login')));
}

/** The login of a person's account; undefined: an automaton's, one that was deleted, or none. */
export const personOf = (reading: BodyReading, account: Place | null): string | undefined =>
  isAutomatonAccount(reading, account) ? undefined : personNamed(reading.text(account, 'login'));
