/** A claim that held on sending something, and what became of it; null: nobody has said. */
export interface Attempt<Claim, Settlement> {
  readonly claim: Claim;
  readonly settlement: Settlement | null;
}

/** What of a word on a claim decides what may follow. */
interface Word {
  readonly claim: string;
  readonly outcome: 'accepted' | 'refused' | 'deferred' | 'unknown';
  readonly retryAt: string | null;
}

/**
 * How long a claim without a word may still be at work: sending ends within minutes whatever the receiver does. After
 * that nobody knows what became of it.
 */
const AT_WORK_MS = 10 * 60_000;

/** Whether whoever claimed it may still be sending at an instant, in epoch milliseconds. */
export const mayBeAtWork = ({ claim, settlement }: Attempt<{ readonly at: string }, unknown>, now: number): boolean =>
  settlement === null && now - Date.parse(claim.at) < AT_WORK_MS;

/** Whether it certainly sent nothing, and may be tried again by itself. */
export const mayBeRepeated = ({ settlement }: Attempt<unknown, Word>): boolean =>
  settlement?.outcome === 'deferred' && settlement.retryAt !== null;

/** Whether it ended without arriving, or without anybody knowing: only a person has it repeated. */
export const isLost = (attempt: Attempt<{ readonly at: string }, Word>, now: number): boolean =>
  attempt.settlement === null
    ? !mayBeAtWork(attempt, now)
    : attempt.settlement.outcome !== 'accepted' && !mayBeRepeated(attempt);

/** Attempts after a word on one of their claims: the first word holds. */
export const withWord = <Claim extends { readonly id: string }, Settlement extends Word>(
  attempts: readonly Attempt<Claim, Settlement>[],
  word: Settlement,
): readonly Attempt<Claim, Settlement>[] =>
  attempts.map((attempt) =>
    attempt.claim.id === word.claim && attempt.settlement === null ? { ...attempt, settlement: word } : attempt,
  );
