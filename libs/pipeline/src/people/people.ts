import { type LeadlineEvent, type Veil, withVeil } from '@leadline/events';
import type { Facts } from '@leadline/ports';
import type { Control } from '../control/control.js';
import { forgettingOf } from '../erase/erase.js';
import type { Forgetting } from '../erase/forgetting.js';
import { personOf, seal, unsealed } from './person.js';

/** Keeps people's names out of the rows of one warehouse, but for the table of names. */
export interface People {
  /**
   * The event with hashes in place of names.
   *
   * @param from Who worded it; "leadline": its own statements, whose `by` is no person.
   */
  veiled<E extends LeadlineEvent>(event: E, from: 'sender' | 'leadline'): E;
  /** A message that {@link veiled} closed, as it came. */
  opened(value: unknown): unknown;
  /** Stores the names of those who were met since the last time: to be done before what stands for them is. */
  note(facts: Pick<Facts, 'store'>): Promise<void>;
}

/** Names stay where they were told: for cases that are compared word by word, and worlds that nobody lives in. */
export const peopleAsTold: People = {
  veiled: (event) => event,
  opened: (value) => value,
  note: async () => undefined,
};

/** Names that are remembered as noted: more cost memory, fewer are hashed and stored again. */
const MOST_REMEMBERED = 50_000;

/**
 * @param key Of the installation, in hexadecimal.
 * @param stands Knows what stands in deliveries for names that were erased: whoever is called so has no name.
 */
export function peopleBy(key: string, stands: () => Pick<Forgetting, 'find'>): People {
  const noted = new Map<string, string>();
  const met = new Map<string, string>();
  const person = (name: string): string => {
    const known = noted.get(name) ?? met.get(name);
    if (known !== undefined) return known;
    const hash = personOf(key, name);
    met.set(name, hash);
    return hash;
  };
  const veil: Veil = { person, message: (value) => seal(key, value) };
  return {
    veiled: (event, from) => withVeil(event, veil, from),
    opened: (value) => unsealed(key, value),
    async note(facts) {
      if (met.size === 0) return;
      const fresh = [...met];
      const named = fresh.filter(([name]) => stands().find(Buffer.from(name)).length === 0);
      // The same name has the same row, whoever writes it, and however often.
      if (named.length > 0) {
        await facts.store({ people: named.map(([name, hash]) => ({ person: hash, name, version: 1 })) });
      }
      if (noted.size + fresh.length > MOST_REMEMBERED) noted.clear();
      for (const [name, hash] of fresh) {
        met.delete(name);
        noted.set(name, hash);
      }
    },
  };
}

/** Opens messages that were closed under the installation's key. */
export const openedBy =
  (control: Control) =>
  (message: unknown): unknown =>
    unsealed(control.state.erasures.key ?? '', message);

/** People as an installation knows them, by the key that its log keeps. One for each warehouse that is filled. */
export const peopleOf = (control: Control, key: string): People => peopleBy(key, forgettingOf(control, 'instead'));
