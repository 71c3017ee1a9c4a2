import type { IsoWeek } from '@leadline/insights';
import { type Attempt, mayBeAtWork, mayBeRepeated, withWord } from './attempts.js';
import type { DigestClaim, DigestSettlement, DigestSubscription } from './digest-record.js';

/** Whose mail, of which list, about which week. */
export type MailKey = Pick<DigestClaim, 'recipient' | 'list' | 'week'>;

type MailAttempt = Attempt<DigestClaim, DigestSettlement>;

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
  switch (claim.by) {
    case 'scheduler':
      return mayBeRepeated(last);
    case 'person':
      return !mayBeAtWork(last, Date.parse(claim.at));
  }
}

export function withSettlement(ledger: DigestLedger, settlement: DigestSettlement): DigestLedger {
  const attempts = attemptsOf(ledger, settlement);
  return attempts === undefined ? ledger : withAttempts(ledger, settlement, withWord(attempts, settlement));
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
