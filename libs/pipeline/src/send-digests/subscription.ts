import { createHash } from 'node:crypto';
import type { MailTime } from '@leadline/insights';

/** A line of the configuration: who gets the mail of a team, or of everybody, and when. */
export interface ConfiguredDigest extends MailTime {
  readonly to: readonly string[];
  readonly team?: string | undefined;
}

/** One person on one list. */
export interface Subscription {
  /** Their address. */
  readonly to: string;
  readonly recipient: string;
  /** Path of the team; "": everybody. */
  readonly list: string;
  readonly time: MailTime;
}

/** Everybody on every list; of somebody who is on one list twice, the first line holds. */
export function subscriptionsOf(digests: readonly ConfiguredDigest[]): Subscription[] {
  const found = new Map<string, Subscription>();
  for (const { to: addresses, team, day, at, timeZone } of digests) {
    for (const to of addresses) {
      const subscription = { to, recipient: recipientHash(to), list: team ?? '', time: { day, at, timeZone } };
      const place = `${subscription.recipient} ${subscription.list}`;
      if (!found.has(place)) found.set(place, subscription);
    }
  }
  return [...found.values()];
}

/** What `control` knows an address by; upper and lower case are one mailbox. */
export function recipientHash(address: string): string {
  return createHash('sha256').update(`leadline digest\n${address.trim().toLowerCase()}`).digest('hex');
}
