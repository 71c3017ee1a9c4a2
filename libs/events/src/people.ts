import { type LeadlineEvent, restated } from './event.js';
import { kinds } from './kinds/index.js';

/** What an event says in place of what nobody is to read in it. */
export interface Veil {
  /** Stands for a person: the same for the same name, another for another. */
  person(name: string): string;
  /** Stands for a message that is kept as it came, whoever is named in it. */
  message(value: unknown): object;
}

/**
 * Members of data whose text names a person, wherever they stand: those that the kinds declare, those that may be corrected,
 * and the customary ones, for senders may say more than the kinds ask for.
 */
const members: ReadonlySet<string> = new Set([
  'actor',
  'approvedBy',
  'approver',
  'approvers',
  'assignee',
  'assignees',
  'author',
  'authors',
  'by',
  'committer',
  'createdBy',
  'creator',
  'email',
  'login',
  'mail',
  'mergedBy',
  'reporter',
  'requestedBy',
  'requester',
  'responder',
  'responders',
  'reviewedBy',
  'reviewer',
  'reviewers',
  'startedBy',
  'triggeredBy',
  'updatedBy',
  'user',
  'username',
]);

/** Of these `by` is a word of a short list. */
const closedWords: ReadonlySet<string> = new Set([kinds.approval_given.type]);
/** What people declare is about names of things alone. */
const aboutThings: ReadonlySet<string> = new Set([kinds.catalogue.type, kinds.repository.type]);
/** Members that hold a message as it came: of every kind, and of bodies that only the configuration understands. */
const [MESSAGE, BODY] = ['cdEvent', 'body'];
export const messageMembers: readonly string[] = [MESSAGE, BODY];

/**
 * The event with nobody's name where its data say who did something. One that names nobody is the same object.
 *
 * @param from Who words the event: in what Leadline states itself, `by` is a token or "local", which is no person.
 */
export function withVeil<E extends LeadlineEvent>(event: E, veil: Veil, from: 'sender' | 'leadline'): E {
  if (aboutThings.has(event.type)) return event;
  const said: Readonly<Record<string, unknown>> = event.data;
  const isByNobody = from === 'leadline' || closedWords.has(event.type);
  const veiled = withMembers(said, (member, value) => {
    if (member === MESSAGE || (member === BODY && event.type === kinds.foreign.type)) return veil.message(value);
    return member === 'by' && isByNobody ? value : veiledMember(member, value, veil);
  });
  return veiled === said ? event : restated(event, veiled);
}

const veiledMember = (member: string, value: unknown, veil: Veil): unknown =>
  members.has(member) ? nameless(value, veil) : veiledWithin(value, veil);

/** Looks for persons in what is no person itself. The same value where there is none. */
function veiledWithin(value: unknown, veil: Veil): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return eachOf(value, (item) => veiledWithin(item, veil));
  return withMembers(value, (member, item) => veiledMember(member, item, veil));
}

/** A person's own value: every text of it. Numbers and marks (a bot or not) are no names. */
function nameless(value: unknown, veil: Veil): unknown {
  if (typeof value === 'string') return value === '' ? value : veil.person(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return eachOf(value, (item) => nameless(item, veil));
  return withMembers(value, (_, item) => nameless(item, veil));
}

/** The same object where no member changes. */
function withMembers(value: object, change: (member: string, item: unknown) => unknown): Record<string, unknown> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
  const changed = entries.map(([member, item]) => [member, change(member, item)] as const);
  const isSame = changed.every(([, item], index) => item === entries[index]?.[1]);
  return isSame ? (value as Record<string, unknown>) : Object.fromEntries(changed);
}

function eachOf(values: readonly unknown[], change: (value: unknown) => unknown): readonly unknown[] {
  const changed = values.map(change);
  return changed.every((value, index) => value === values[index]) ? values : changed;
}
