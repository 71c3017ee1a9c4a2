import { createHash } from 'node:crypto';
import { dueAt } from '@leadline/insights';
import type { Clock, Mailer, MailOutcome } from '@leadline/ports';
import type { Control } from '../control/control.js';
import { attemptsOf, hasLeft, type MailKey } from '../control/digest-ledger.js';
import type { DigestClaim, DigestSettlement } from '../control/digest-record.js';
import { composeMail } from './compose-mail.js';
import type { DigestWriter } from './digest-writer.js';
import { type DueMail, dueMails, mailState, retryAfter } from './mail-state.js';
import type { Subscription } from './subscription.js';

export interface SendDeps {
  readonly control: Control;
  readonly mailer: Mailer;
  readonly clock: Clock;
  /** Random, at least 128 bits, as text that may stand in a URL. */
  readonly newToken: () => string;
  /** Where the dashboard is, without a slash at the end. */
  readonly address: string;
}

/** What became of an attempt to send. */
export type SentMail = DueMail &
  (
    | MailOutcome
    /** Somebody else claimed it first. */
    | { readonly outcome: 'taken' }
    /** Leadline itself could not: it is tried again as if nothing had been, unless it was claimed. */
    | { readonly outcome: 'failed'; readonly error: unknown }
  );

/** Sends everything that is due, one mail after another; none is held up by what becomes of another. */
export async function sendDueDigests(
  deps: SendDeps & { readonly subscriptions: readonly Subscription[]; readonly writer: DigestWriter },
  signal: AbortSignal,
): Promise<SentMail[]> {
  const { control, clock, subscriptions } = deps;
  await control.refresh();
  const sent: SentMail[] = [];
  for (const due of dueMails(control.state.digests, subscriptions, clock.now())) {
    if (signal.aborted) break;
    sent.push(
      await sendDigest(deps, due, 'scheduler').catch((error: unknown) => ({ ...due, outcome: 'failed', error })),
    );
  }
  return sent;
}

/**
 * Sends one mail: writes it, claims it in the log, sends it, says what became of it, in this order. Whoever dies between
 * two of these leaves either no claim, and it is sent later, or a claim without an outcome, and nobody sends it again by
 * itself: at most one mail goes out without a person's doing.
 */
export async function sendDigest(
  deps: SendDeps & { readonly writer: DigestWriter },
  due: DueMail,
  by: DigestClaim['by'],
): Promise<SentMail> {
  const { control, clock, newToken, address, writer, mailer } = deps;
  const { subscription, week, attempt } = due;
  const key: MailKey = { recipient: subscription.recipient, list: subscription.list, week };
  const digest = await writer.write({ subscription, week, ledger: control.state.digests });
  const token = newToken();
  const mail = composeMail(digest, { subscription, address, unsubscribeToken: token });
  const at = clock.now();
  const claim: DigestClaim = {
    kind: 'digest_claimed',
    id: newToken(),
    ...key,
    attempt,
    by,
    at: new Date(at).toISOString(),
    unsubscribe: tokenHash(token),
    shown: { ...digest.shown, values: { ...digest.shown.values }, told: [...digest.shown.told] },
  };
  await control.append(claim, at);
  if (!holds(control, claim)) return { ...due, outcome: 'taken' };
  const outcome = await mailer.send(mail).catch(unexpected);
  await settle(deps, { claim, outcome, dueAt: dueAt(week, subscription.time) });
  return { ...due, ...outcome };
}

/** A defect of the mailer must not leave the mail without a word on it. */
function unexpected(error: unknown): MailOutcome {
  return { outcome: 'unknown', reason: error instanceof Error ? error.message : String(error) };
}

/** What the link of a mail is known by. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

function holds({ state }: Control, claim: DigestClaim): boolean {
  const attempts = attemptsOf(state.digests, claim) ?? [];
  return attempts.some(({ claim: held }) => held.id === claim.id);
}

async function settle(
  { control, clock }: SendDeps,
  { claim, outcome, dueAt: due }: { claim: DigestClaim; outcome: MailOutcome; dueAt: number },
): Promise<void> {
  const now = clock.now();
  const retryAt = outcome.outcome === 'deferred' ? retryAfter(claim.attempt, due, now) : null;
  const settlement: DigestSettlement = {
    kind: 'digest_settled',
    claim: claim.id,
    recipient: claim.recipient,
    list: claim.list,
    week: claim.week,
    outcome: outcome.outcome,
    reason: outcome.outcome === 'accepted' ? null : outcome.reason,
    retryAt: retryAt === null ? null : new Date(retryAt).toISOString(),
    at: new Date(now).toISOString(),
  };
  await control.append(settlement, now);
}

/** What a person asked to send, and which of it may be sent. */
export type WantedMail =
  | { readonly outcome: 'to_send'; readonly due: DueMail }
  /** It was sent, or may have been: only on purpose once more. */
  | { readonly outcome: 'needs_again'; readonly due: DueMail; readonly state: string }
  | { readonly outcome: 'being_sent'; readonly due: DueMail }
  | { readonly outcome: 'left'; readonly due: DueMail };

/** What sending a subscriber's mail by hand comes to; the time of day does not matter then. */
export function wantedMail(
  control: Control,
  { subscription, week, again, now }: Pick<DueMail, 'subscription' | 'week'> & { again: boolean; now: number },
): WantedMail {
  const { digests } = control.state;
  const attempts = attemptsOf(digests, { ...subscription, week }) ?? [];
  const due = { subscription, week, attempt: attempts.length + 1 };
  if (hasLeft(digests, subscription)) return { outcome: 'left', due };
  const { state } = mailState(digests, subscription, week, now);
  switch (state) {
    case 'left':
      return { outcome: 'left', due };
    case 'sending':
      return { outcome: 'being_sent', due };
    case 'sent':
    case 'unknown':
      return again ? { outcome: 'to_send', due } : { outcome: 'needs_again', due, state };
    case 'scheduled':
    case 'due':
    case 'refused':
    case 'deferred':
    case 'given_up':
    case 'missed':
      return { outcome: 'to_send', due };
  }
}
