import { dueAt, type IsoWeek, latestDue, weeksAfter } from '@leadline/insights';
import type { DigestLedger } from '../control/digest-ledger.js';
import { mailState, type MailState } from './mail-state.js';
import type { Subscription } from './subscription.js';

/** A mail to one person about one week, and where it is on its way. */
export interface ListedMail {
  /** Their address. */
  readonly to: string;
  /** Path of the team; "": everybody. */
  readonly list: string;
  readonly week: IsoWeek;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  readonly state: MailState;
}

/** Every subscriber's mails of so many weeks, the next one first. */
export function listMails(
  ledger: DigestLedger,
  subscriptions: readonly Subscription[],
  { weeks, now }: { readonly weeks: number; readonly now: number },
): ListedMail[] {
  return subscriptions.flatMap((subscription) => {
    const { to, list, time } = subscription;
    const latest = latestDue(now, time);
    return (
      Array.from({ length: weeks }, (_, index) => weeksAfter(latest, 1 - index))
        .map((week) => ({
          to,
          list,
          week,
          dueAt: dueAt(week, time),
          state: mailState(ledger, subscription, week, now),
        }))
        // Before the latest week nobody knows whether there was anything to miss.
        .filter(({ week, state }) => state.state !== 'missed' || week === latest)
    );
  });
}
