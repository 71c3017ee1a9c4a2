import { z } from 'zod';

const instant = z.iso.datetime();
const isoWeek = z.custom<`${number}-W${number}`>((value) => typeof value === 'string' && /^\d{4}-W\d{2}$/.test(value));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Whose mail, of which list, about which week: at most one mail goes out for it by itself. */
const mailKey = {
  /** Hash of the address ({@link recipientHash}): `control` keeps everything for good, and an address is nobody's to keep. */
  recipient: sha256,
  /** Path of the team; "": everybody. */
  list: z.string(),
  week: isoWeek,
};

/** Numbers as the mail shows them, to say in the next what was corrected since. */
const shownNumbers = z.object({
  week: isoWeek,
  values: z.record(z.string(), z.number()),
  told: z.array(z.string()),
});

/** What `control` holds of weekly mails. */
export const digestRecords = [
  /** Appended before a mail is sent: of several for the same attempt, the first in the log sends. */
  z.object({
    kind: z.literal('digest_claimed'),
    id: z.string(),
    ...mailKey,
    /** 1 for the first; the next is only possible once it is known what became of the one before, or by a person. */
    attempt: z.int().positive(),
    by: z.enum(['scheduler', 'person']),
    at: instant,
    /** Of the token in the mail's link that ends the subscription. */
    unsubscribe: sha256,
    shown: shownNumbers,
  }),
  /** What became of it. A claim without one: nobody knows whether the mail went out. */
  z.object({
    kind: z.literal('digest_settled'),
    claim: z.string(),
    ...mailKey,
    outcome: z.enum(['accepted', 'refused', 'deferred', 'unknown']),
    reason: z.string().nullable(),
    /** Of a deferred one: when it is tried again; null: it is given up. */
    retryAt: instant.nullable(),
    at: instant,
  }),
  /** Somebody left a list, or came back. */
  z.object({
    kind: z.literal('digest_subscription'),
    recipient: sha256,
    list: z.string(),
    wanted: z.boolean(),
    at: instant,
  }),
] as const;

type DigestRecord = z.infer<(typeof digestRecords)[number]>;
export type DigestClaim = Extract<DigestRecord, { kind: 'digest_claimed' }>;
export type DigestSettlement = Extract<DigestRecord, { kind: 'digest_settled' }>;
export type DigestSubscription = Extract<DigestRecord, { kind: 'digest_subscription' }>;
