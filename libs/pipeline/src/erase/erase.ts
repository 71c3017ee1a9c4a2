import { eventOf, type LeadlineEvent } from '@leadline/events';
import type { Clock, EventLog, Topic } from '@leadline/ports';
import type { Control } from '../control/control.js';
import type { ControlRecord } from '../control/control-record.js';
import { personOf } from '../people/person.js';
import { type ErasedWord, erasedWords, wordsInstead } from './erased-word.js';
import { Forgetting } from './forgetting.js';
import { peopleKey } from './people-key.js';

/**
 * Names that nobody is to find, or what stands `instead` of them, as the records of `control` know them; made anew when
 * another is erased.
 */
export function forgettingOf(control: Control, of: 'words' | 'instead' = 'words'): () => Forgetting {
  let last: { readonly of: unknown; readonly forgetting: Forgetting } | undefined;
  return () => {
    const { erasures } = control.state;
    if (last === undefined || last.of !== erasures.erased) {
      const words = [...erasures.erased.values()].flatMap((erasure) => erasure[of]);
      last = { of: erasures.erased, forgetting: new Forgetting(erasures.key ?? '', words) };
    }
    return last.forgetting;
  };
}

/** Shorter words are part of too much. */
const SHORTEST = 2;
const LONGEST = 200;

/** Why a name cannot be erased; undefined: it can. */
export function unerasable(name: string): string | undefined {
  if (name !== name.trim() || !/[\p{L}\p{N}]$/u.test(name) || !/^[\p{L}\p{N}]/u.test(name)) {
    return 'begins and ends with a letter or a digit';
  }
  if (/[\p{Cc}\p{Cs}"\\]/u.test(name)) return 'has no quotation marks, backslashes or control characters';
  if (!/\p{L}/u.test(name)) return 'has a letter: numbers stand for too much else';
  const { length } = Array.from(name);
  if (length < SHORTEST || length > LONGEST) return `has ${SHORTEST} to ${LONGEST} characters`;
  return undefined;
}

/** The words of names, and of what stands in their places, under the installation's key. */
export async function wordsOf(
  names: readonly string[],
  control: Control,
  clock: Clock,
): Promise<{
  readonly words: readonly ErasedWord[];
  readonly instead: readonly ErasedWord[];
  readonly people: readonly string[];
}> {
  const key = await peopleKey(control, clock);
  return {
    words: names.flatMap((name) => erasedWords(key, name)),
    instead: names.flatMap((name) => wordsInstead(key, name)),
    people: names.map((name) => personOf(key, name)),
  };
}

/** The facts of an erasure, for whoever reads events: by the hashes that stood for the names, and without them. */
export const erasedEvents = ({ id, people, at }: Erasure): readonly LeadlineEvent[] =>
  people.map((subject, index) =>
    eventOf('subject_erased', { id: `erased:${id}:${index}`, source: 'leadline', time: at }, { subject, at }),
  );

type Erasure = Extract<ControlRecord, { kind: 'subject_erased' }>;

/** Where names stand in the deliveries. */
export interface NamesFound {
  readonly deliveries: number;
  /** Deliveries that name them. */
  readonly naming: number;
  /** Members of JSON whose values name them, by how often. */
  readonly members: readonly { readonly member: string; readonly times: number }[];
  /** Times that one of them is itself the name of a member: blanking it would change what deliveries say. */
  readonly asMember: number;
}

export async function findNames(log: Pick<EventLog, 'read'>, forgetting: Forgetting): Promise<NamesFound> {
  const found = { deliveries: 0, naming: 0, asMember: 0 };
  const members = new Map<string, number>();
  for await (const { value } of log.read('deliveries')) {
    found.deliveries += 1;
    const bytes = Buffer.from(value);
    const occurrences = forgetting.find(bytes);
    if (occurrences.length > 0) found.naming += 1;
    for (const { at, bytes: length } of occurrences) {
      if (isMember(bytes, at, at + length)) found.asMember += 1;
      const member = memberAround(bytes, at);
      members.set(member, (members.get(member) ?? 0) + 1);
    }
  }
  const byTimes = [...members].sort(([, a], [, b]) => b - a);
  return { ...found, members: byTimes.map(([member, times]) => ({ member, times })) };
}

const QUOTE = 0x22;
const LOOKED_BACK = 4_000;

const isMember = (bytes: Buffer, at: number, end: number): boolean =>
  bytes[at - 1] === QUOTE && bytes[end] === QUOTE && /^"\s*:/.test(bytes.toString('latin1', end, end + 20));

/** The member of JSON whose text begins last before it: a word for people, not for programs. */
function memberAround(bytes: Buffer, at: number): string {
  const before = bytes.toString('latin1', Math.max(0, at - LOOKED_BACK), at);
  return /.*"([\w.-]{1,60})\\?"\s*:/s.exec(before)?.[1] ?? '(elsewhere)';
}

const TOPICS: readonly Topic[] = ['deliveries', 'quarantine', 'control'];

export interface Erased {
  /** Records that were changed where they lie; null: this log never changes what it holds. */
  readonly records: number | null;
  /** Files that may hold the names still, and are the operator's. */
  readonly untouched: readonly string[];
}

/** Puts other letters in the place of erased names wherever the log holds them. The same again changes nothing. */
export async function eraseInLog(
  log: Pick<EventLog, 'rewrite'>,
  forgetting: Forgetting,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Erased> {
  let records = 0;
  const untouched: string[] = [];
  for (const [index, topic] of TOPICS.entries()) {
    onProgress(index, TOPICS.length);
    const rewritten = await log.rewrite(topic, (bytes) => {
      signal.throwIfAborted();
      return forgetting.without(bytes);
    });
    if (rewritten.outcome === 'kept') return { records: null, untouched };
    records += rewritten.records;
    untouched.push(...rewritten.untouched);
  }
  onProgress(TOPICS.length, TOPICS.length);
  return { records, untouched };
}
