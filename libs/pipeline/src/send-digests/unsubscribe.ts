import type { Clock } from '@leadline/ports';
import type { Control } from '../control/control.js';
import { claimOfToken, hasLeft } from '../control/digest-ledger.js';
import { tokenHash } from './send-digests.js';

/** What the link of a mail stands for. */
export interface LinkedSubscription {
  /** Path of the team; "": everybody. */
  readonly list: string;
  readonly isWanted: boolean;
}

/** Leaving a list by the link of a mail, and coming back; the link is all it takes. */
export interface Unsubscribing {
  /** undefined: no mail has this link. */
  readonly find: (token: string) => Promise<LinkedSubscription | undefined>;
  /** Durable when it resolves; saying the same again changes nothing. */
  readonly set: (token: string, wanted: boolean) => Promise<LinkedSubscription | undefined>;
}

export function unsubscribing(control: Control, clock: Clock): Unsubscribing {
  const find = async (token: string) => {
    const known = claimOfToken(control.state.digests, tokenHash(token));
    if (known !== undefined) return known;
    // The mail may be younger than what this process has read.
    await control.refresh();
    return claimOfToken(control.state.digests, tokenHash(token));
  };
  return {
    async find(token) {
      const claim = await find(token);
      return claim && { list: claim.list, isWanted: !hasLeft(control.state.digests, claim) };
    },
    async set(token, wanted) {
      const claim = await find(token);
      if (claim === undefined) return undefined;
      const { recipient, list } = claim;
      const now = clock.now();
      if (hasLeft(control.state.digests, claim) === wanted) {
        const at = new Date(now).toISOString();
        await control.append({ kind: 'digest_subscription', recipient, list, wanted, at }, now);
      }
      return { list, isWanted: wanted };
    },
  };
}
