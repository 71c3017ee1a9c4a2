import type { History, Wanted } from '@leadline/sources';
import type { AskApi } from './ask-api.js';
import { fetchHistory, fromTheBeginning } from './fetch-history.js';

/** What a look at a sender's deliveries came to. */
export interface RedeliveryCounts {
  /** Attempts to deliver that were looked at. */
  readonly attempts: number;
  /** Deliveries that none of them brought. */
  readonly missed: number;
  /** Asked to be sent again; they come as hooks. */
  readonly sentAgain: number;
  /** Missed so often that they are not asked for any more. */
  readonly givenUp: number;
  /** Asked for in vain: the sender no longer has them. */
  readonly notSentAgain: number;
}

export type Redelivered =
  | { readonly outcome: 'done'; readonly counts: RedeliveryCounts }
  /** The sender does not list what it sent. */
  | { readonly outcome: 'not_listed'; readonly reason: string; readonly fix: string }
  | { readonly outcome: 'refused'; readonly message: string; readonly fix: string }
  | { readonly outcome: 'stopped'; readonly why: 'interrupted' | 'unavailable'; readonly reason: string };

export interface RedeliveryDeps {
  readonly redelivery: History;
  readonly ask: AskApi;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Only says what was missed. */
  readonly countOnly?: boolean;
}

/** Has a sender send again what nobody took. */
export async function redeliver(
  wanted: Wanted,
  { redelivery, ask, now, countOnly }: RedeliveryDeps,
): Promise<Redelivered> {
  const end = await fetchHistory(fromTheBeginning(redelivery.begin(wanted)), {
    history: redelivery,
    ask,
    deliver: async () => undefined,
    keep: async () => undefined,
    onProgress: () => undefined,
    now,
    countOnly: countOnly === true,
  });
  switch (end.outcome) {
    case 'refused':
      return end;
    case 'stopped':
      return { outcome: 'stopped', why: end.why, reason: end.reason };
    case 'done': {
      const { found, leftOut } = end.reached;
      const [missing] = leftOut;
      if (missing !== undefined) return { outcome: 'not_listed', reason: missing.reason, fix: missing.fix };
      const count = (name: string): number => found[name] ?? 0;
      const counts = {
        attempts: count('attempts'),
        missed: count('missed'),
        sentAgain: count('sent again'),
        givenUp: count('given up'),
        notSentAgain: count('not sent again'),
      };
      return { outcome: 'done', counts };
    }
  }
}
