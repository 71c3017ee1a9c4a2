import type { IsoWeek } from '@leadline/insights';
import type { DigestClaim, DigestSettlement, DigestSubscription } from './digest-record.js';

/** Whose mail, of which list, about which week. */
export type MailKey = Pick<DigestClaim, 'recipient' | 'list' | 'week'>;

/** A claim that held, and what became of it; null: nobody has said. */
export interface MailAttempt {
  readonly claim: DigestClaim;
  readonly settlement: DigestSettlement | null;
}

/** Attempts at one mail, in their order; never empty. */
export type MailAttempts = readonly MailAttempt[];

/** What the records of weekly mails come to. Grouped by week: only the latest ones change. */
export interface DigestLedger {
  readonly weeks: ReadonlyMap<IsoWeek, ReadonlyMap<string, MailAttempts>>;
  /** Who left which list. */
  readonly left: ReadonlySet<string>;
}

export const emptyLedger: DigestLedger = { weeks: new Map(), left: new Set() };

/**
 * How long a claim without an outcome may still be at work: sending ends within minutes whatever the server does. After
 * that nobody knows what became of the mail.
 */
export const SENDING_MS = 10 * 60_000;

/**
 * Takes a claim in, if it holds: the first of its attempt, when the one before it certainly sent nothing and may be
 * repeated, or when a person asks and nobody can be sending any more. A claim that does not hold leaves no trace, and
 * whoever appended it finds another's in its place.
 */
export function withClaim(ledger: DigestLedger, claim: DigestClaim): DigestLedger {
  const attempts = attemptsOf(ledger, claim) ?? [];
  if (claim.attempt !== attempts.length + 1 || !mayFollow(attempts.at(-1), claim)) return ledger;
  return withAttempts(ledger, claim, [...attempts, { claim, settlement: null }]);
}

function mayFollow(last: MailAttempt | undefined, claim: DigestClaim): boolean {
  if (last === undefined) return true;
  const { settlement } = last;
  switch (claim.by) {
    case 'scheduler':
      return settlement?.outcome === 'deferred' && settlement.retryAt !== null;
    case 'person':
      return settlement !== null || Date.parse(claim.at) - Date.parse(last.claim.at) >= SENDING_MS;
  }
}

/** The first word on a claim holds. */
export function withSettlement(ledger: DigestLedger, settlement: DigestSettlement): DigestLedger {
  const attempts = attemptsOf(ledger, settlement);
  if (attempts === undefined) return ledger;
  const settled = attempts.map((attempt) =>
    attempt.claim.id === settlement.claim && attempt.settlement === null ? { ...attempt, settlement } : attempt,
  );
  return withAttempts(ledger, settlement, settled);
}

export function withSubscription(ledger: DigestLedger, { recipient, list, wanted }: DigestSubscription): DigestLedger {
  const left = new Set(ledger.left);
  if (wanted) left.delete(placeOf({ recipient, list }));
  else left.add(placeOf({ recipient, list }));
  return { ...ledger, left };
}

export function attemptsOf(ledger: DigestLedger, { week, ...place }: MailKey): MailAttempts | undefined {
  return ledger.weeks.get(week)?.get(placeOf(place));
}

export function hasLeft(ledger: DigestLedger, place: Pick<MailKey, 'recipient' | 'list'>): boolean {
  return ledger.left.has(placeOf(place));
}

/** The claim whose mail holds a token, by the token's SHA-256; undefined: none does. */
export function claimOfToken(ledger: DigestLedger, sha256: string): DigestClaim | undefined {
  for (const mails of ledger.weeks.values()) {
    for (const attempts of mails.values()) {
      const found = attempts.find(({ claim }) => claim.unsubscribe === sha256);
      if (found !== undefined) return found.claim;
    }
  }
  return undefined;
}

function withAttempts(ledger: DigestLedger, { week, ...place }: MailKey, attempts: MailAttempts): DigestLedger {
  const mails = new Map(ledger.weeks.get(week)).set(placeOf(place), attempts);
  return { ...ledger, weeks: new Map(ledger.weeks).set(week, mails) };
}

const placeOf = ({ recipient, list }: Pick<MailKey, 'recipient' | 'list'>): string => `${recipient} ${list}`;
