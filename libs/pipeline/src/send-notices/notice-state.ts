import { mayBeAtWork } from '../control/attempts.js';
import { type NoticeAttempts, type NoticeLedger, noticesIn } from '../control/notice-ledger.js';

/**
 * due: somebody wants it once more; sending: claimed moments ago; given_up: refused for now until it was too late; unknown:
 * nobody knows whether it arrived.
 */
const noticeStates = ['due', 'sending', 'sent', 'refused', 'deferred', 'given_up', 'unknown'] as const;
export type NoticeState = (typeof noticeStates)[number];

/** A notice, and where it is. Instants in epoch milliseconds. */
export interface KnownNotice {
  readonly id: string;
  readonly channel: string;
  readonly state: NoticeState;
  readonly reason: string | null;
  readonly attempts: number;
  /** When it was first tried, and when it was last heard of. */
  readonly at: number;
  readonly lastAt: number;
  readonly retryAt: number | null;
  readonly tells: readonly ToldThing[];
}

/** One thing a notice tells: of an alert, by its rule and key, or of a deployment, by its id. */
export interface ToldThing {
  readonly event: string;
  readonly rule: string | null;
  readonly key: string | null;
  readonly deployment: string | null;
}

/** Notices of the last weeks, the latest first. */
export const knownNotices = (ledger: NoticeLedger, now: number): KnownNotice[] =>
  noticesIn(ledger)
    .flatMap((attempts) => knownNotice(ledger, attempts, now))
    .reverse();

function knownNotice({ asked }: NoticeLedger, attempts: NoticeAttempts, now: number): KnownNotice[] {
  const [first, last] = [attempts[0], attempts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { settlement } = last;
  const retryAt = settlement?.retryAt ?? null;
  return [
    {
      id: first.claim.post,
      channel: first.claim.channel,
      state: asked.has(first.claim.post) ? 'due' : stateOf(last, now),
      reason: settlement?.reason ?? null,
      attempts: attempts.length,
      at: Date.parse(first.claim.at),
      lastAt: Date.parse(settlement?.at ?? last.claim.at),
      retryAt: retryAt === null ? null : Date.parse(retryAt),
      tells: first.claim.items.map((item) =>
        item.of === 'alert'
          ? { event: item.event, rule: item.alert.rule, key: item.alert.key, deployment: null }
          : { event: item.event, rule: null, key: null, deployment: item.deployment },
      ),
    },
  ];
}

function stateOf(attempt: NoticeAttempts[number], now: number): NoticeState {
  const { settlement } = attempt;
  if (settlement === null) return mayBeAtWork(attempt, now) ? 'sending' : 'unknown';
  switch (settlement.outcome) {
    case 'accepted':
      return 'sent';
    case 'refused':
    case 'unknown':
      return settlement.outcome;
    case 'deferred':
      return settlement.retryAt === null ? 'given_up' : 'deferred';
  }
}
