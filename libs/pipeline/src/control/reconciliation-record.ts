import { z } from 'zod';

const instant = z.iso.datetime();
const place = {
  endpoint: z.string(),
  /** What it is of at the sender: "acme/shop". */
  target: z.string(),
  at: instant,
};
const count = z.int().nonnegative();

/** A scheduler is about to look; the first one that says so does. */
const claimed = z.object({
  kind: z.literal('reconciliation_claimed'),
  id: z.string(),
  ...place,
  /** Time between two looks. */
  everyMinutes: z.int().positive(),
});

/** What it came to. */
const settled = z.object({
  kind: z.literal('reconciled'),
  /** Id of its claim. */
  claim: z.string(),
  ...place,
  attempts: count,
  missed: count,
  sentAgain: count,
  givenUp: count,
  /** Why it could not be done; null: it could. */
  problem: z.string().nullable(),
});

export const reconciliationRecords = [claimed, settled] as const;
export type ReconciliationClaim = z.infer<typeof claimed>;
export type ReconciledRecord = z.infer<typeof settled>;
