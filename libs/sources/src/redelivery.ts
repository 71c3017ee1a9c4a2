import { z } from 'zod';
import { read, type Read, type Step, type Wanted } from './history.js';

/** One attempt of a sender to deliver, as its API lists it. */
export interface Attempt {
  /** Of the attempt; what is asked to be sent again. */
  readonly id: string;
  /** Of what was to be delivered: the same when it is sent again. */
  readonly delivery: string;
  readonly wasTaken: boolean;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What is known of deliveries after some pages, which list the newest attempts first. Plain JSON. */
export interface Looked {
  /** Deliveries that a later attempt brought. */
  readonly taken: readonly string[];
  /** Deliveries that no attempt so far brought, newest first. */
  readonly missed: readonly { readonly id: string; readonly delivery: string; readonly attempts: readonly string[] }[];
}

/** The shape of {@link Looked} in steps that are kept. */
export const looked = {
  taken: z.array(z.string()),
  missed: z.array(z.object({ id: z.string(), delivery: z.string(), attempts: z.array(z.string()) })),
};

/** Whoever refused a delivery so often will refuse it again. */
const MOST_ATTEMPTS = 5;
/** An attempt may still be under way that long. */
const UNDER_WAY_MS = 60_000;

/** What is known after one more page. */
export function lookedAt(looked: Looked, attempts: readonly Attempt[], until: number): Looked {
  const taken = new Set(looked.taken);
  const missed = new Map(looked.missed.map((each) => [each.delivery, each]));
  for (const { id, delivery, wasTaken, at } of attempts) {
    if (wasTaken || at > until - UNDER_WAY_MS) taken.add(delivery);
    else if (!taken.has(delivery)) {
      const known = missed.get(delivery);
      // What was sent meanwhile moves a page: the same attempt may be listed twice.
      const made = known?.attempts ?? [];
      const attempts = made.includes(id) ? made : [...made, id];
      missed.set(delivery, { id: known?.id ?? id, delivery, attempts });
    }
  }
  return { taken: [...taken], missed: [...missed.values()] };
}

/** What to have sent again, oldest first, and how much of what was missed is given up. */
function toRedeliver({ missed }: Looked): { readonly ids: readonly string[]; readonly givenUp: number } {
  const worth = missed.filter(({ attempts }) => attempts.length < MOST_ATTEMPTS);
  return { ids: worth.map(({ id }) => id).toReversed(), givenUp: missed.length - worth.length };
}

/**
 * What follows from a page of attempts: the next page, or what is to be sent again.
 *
 * @param asking the step that asks for these ids, one after another
 */
export function followed(
  known: Looked,
  attempts: readonly Attempt[],
  nextPage: Step | undefined,
  asking: (ids: readonly string[]) => Step,
): Read {
  if (nextPage !== undefined) {
    return read({ next: [{ ...nextPage, ...known }], found: { attempts: attempts.length } });
  }
  const { ids, givenUp } = toRedeliver(known);
  return read({
    next: ids.length === 0 ? [] : [asking(ids)],
    found: { attempts: attempts.length, missed: known.missed.length, 'given up': givenUp },
  });
}

/** No webhook of theirs leads to the endpoint. */
export function noWebhook(target: string, { hook, endpoint }: Pick<Wanted, 'endpoint' | 'hook'>, fix: string): Read {
  const which = hook === undefined ? `whose address ends in /hooks/${endpoint}` : `of the number ${hook}`;
  return { outcome: 'refused', message: `${target} has no webhook ${which}`, fix };
}

/** Whether a webhook is the one that leads to Leadline's endpoint. */
export function isOurs(
  { id, url }: { readonly id: number; readonly url: string },
  { endpoint, hook }: Pick<Wanted, 'endpoint' | 'hook'>,
): boolean {
  if (hook !== undefined) return id === hook;
  return URL.canParse(url) && new URL(url).pathname.replace(/\/+$/, '').endsWith(`/hooks/${endpoint}`);
}
