import { dueAt, type IsoWeek, latestDue } from '@leadline/insights';
import { mayBeAtWork } from '../control/attempts.js';
import { attemptsOf, type DigestLedger, hasLeft, type MailAttempts } from '../control/digest-ledger.js';
import type { Subscription } from './subscription.js';

/** A mail that is later than this is not sent by itself any more: a week's news is stale, and the next is near. */
export const LATEST_MS = 3 * 86_400_000;

const MINUTE_MS = 60_000;
/** How long after each refusal for now it is tried again. */
const BACKOFF_MS = [5, 15, 60, 240, 720].map((minutes) => minutes * MINUTE_MS);

/** Where a mail is on its way. */
export type MailState =
  | { readonly state: 'left' }
  | { readonly state: 'scheduled' }
  /** Since when: its time, or that of the next attempt. */
  | { readonly state: 'due'; readonly attempt: number; readonly since: number }
  /** Claimed moments ago. */
  | { readonly state: 'sending' }
  | { readonly state: 'sent'; readonly at: number }
  /** Refused for good. */
  | { readonly state: 'refused'; readonly reason: string }
  /** Refused for now, and tried again then. */
  | { readonly state: 'deferred'; readonly reason: string; readonly retryAt: number }
  /** Refused for now until it was too late. */
  | { readonly state: 'given_up'; readonly reason: string }
  /** Claimed, and nobody knows whether it went out: a person decides. */
  | { readonly state: 'unknown'; readonly reason: string }
  /** Nothing was running when it was due, and it is too late now. */
  | { readonly state: 'missed' };

/** The state of a subscriber's mail about a week. */
export function mailState(ledger: DigestLedger, subscription: Subscription, week: IsoWeek, now: number): MailState {
  const attempts = attemptsOf(ledger, { ...subscription, week });
  if (attempts !== undefined) return stateAfter(attempts, now);
  if (hasLeft(ledger, subscription)) return { state: 'left' };
  const due = dueAt(week, subscription.time);
  if (now < due) return { state: 'scheduled' };
  return now < due + LATEST_MS ? { state: 'due', attempt: 1, since: due } : { state: 'missed' };
}

function stateAfter(attempts: MailAttempts, now: number): MailState {
  const last = attempts.at(-1);
  if (last === undefined) throw new Error('A mail in the ledger has an attempt');
  const { settlement } = last;
  if (settlement === null) {
    return mayBeAtWork(last, now)
      ? { state: 'sending' }
      : { state: 'unknown', reason: 'whoever sent it ended before saying what became of it' };
  }
  const reason = settlement.reason ?? '';
  switch (settlement.outcome) {
    case 'accepted':
      return { state: 'sent', at: Date.parse(settlement.at) };
    case 'refused':
      return { state: 'refused', reason };
    case 'unknown':
      return { state: 'unknown', reason };
    case 'deferred': {
      if (settlement.retryAt === null) return { state: 'given_up', reason };
      const retryAt = Date.parse(settlement.retryAt);
      return retryAt <= now
        ? { state: 'due', attempt: attempts.length + 1, since: retryAt }
        : { state: 'deferred', reason, retryAt };
    }
  }
}

/** A mail that is to be sent now. */
export interface DueMail {
  readonly subscription: Subscription;
  readonly week: IsoWeek;
  readonly attempt: number;
}

/** One whose time has come. */
export interface DueNow extends DueMail {
  /** Epoch milliseconds. */
  readonly dueSince: number;
}

/** What is due now: of each subscriber the latest week alone. Who has left is not written to again. */
export function dueMails(ledger: DigestLedger, subscriptions: readonly Subscription[], now: number): DueNow[] {
  return subscriptions.flatMap((subscription) => {
    if (hasLeft(ledger, subscription)) return [];
    const week = latestDue(now, subscription.time);
    const state = mailState(ledger, subscription, week, now);
    return state.state === 'due' ? [{ subscription, week, attempt: state.attempt, dueSince: state.since }] : [];
  });
}

/** When a mail that was refused for now is tried again; null: that would be too late. */
export function retryAfter(attempt: number, due: number, now: number): number | null {
  const backoff = BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length) - 1] ?? 0;
  return now + backoff < due + LATEST_MS ? now + backoff : null;
}
