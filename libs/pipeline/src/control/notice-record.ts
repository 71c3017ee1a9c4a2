import { z } from 'zod';

const instant = z.iso.datetime();

/** What an alert is known by for good: what it is of, whatever was told of its instants since. */
const alertNamed = z.object({
  rule: z.string(),
  key: z.string(),
  environment: z.string().nullable(),
  /** The first of its services; "": it is of none. */
  service: z.string(),
  occurrence: z.string(),
});

const alertItem = z.object({
  of: z.literal('alert'),
  alert: alertNamed,
  /** 1 for the first time it opens; the next when it was told to be over. */
  round: z.int().positive(),
  /** passed: it opened and was over before anybody was told. */
  event: z.enum(['opened', 'escalated', 'resolved', 'passed']),
  severity: z.enum(['inform', 'ticket', 'page']),
  /** When the alert opened. */
  since: instant,
});

const deploymentItem = z.object({
  of: z.literal('deployment'),
  /** Its id in Leadline. */
  deployment: z.string(),
  event: z.enum(['started', 'finished', 'failed', 'rolled_back']),
});

/** One thing a notice tells. */
const item = z.discriminatedUnion('of', [alertItem, deploymentItem]);

const post = {
  channel: z.string(),
  /** What goes out together; the same whenever it is tried again. */
  post: z.string(),
};

/** What `control` holds of notices. */
export const noticeRecords = [
  /** A channel was seen for the first time: what is over is not told to it. */
  z.object({ kind: z.literal('notice_channel'), channel: z.string(), at: instant }),
  /** Appended before a notice is sent: of several for the same attempt, the first in the log sends. */
  z.object({
    kind: z.literal('notice_claimed'),
    id: z.string(),
    ...post,
    items: z.array(item).min(1),
    attempt: z.int().positive(),
    at: instant,
  }),
  /** What became of it. A claim without one: nobody knows whether it went out. */
  z.object({
    kind: z.literal('notice_settled'),
    claim: z.string(),
    ...post,
    outcome: z.enum(['accepted', 'refused', 'deferred', 'unknown']),
    reason: z.string().nullable(),
    /** Of a deferred one: when it is tried again; null: it is given up. */
    retryAt: instant.nullable(),
    at: instant,
  }),
  /** Somebody wants one that was refused or given up, or of which nobody knows, to be sent once more. */
  z.object({
    kind: z.literal('notice_asked'),
    ...post,
    /** Id of the caller's token. */
    by: z.string(),
    at: instant,
  }),
] as const;

type NoticeRecord = z.infer<(typeof noticeRecords)[number]>;
export type NoticeClaim = Extract<NoticeRecord, { kind: 'notice_claimed' }>;
export type NoticeSettlement = Extract<NoticeRecord, { kind: 'notice_settled' }>;
export type NoticeAsked = Extract<NoticeRecord, { kind: 'notice_asked' }>;
export type NoticeChannel = Extract<NoticeRecord, { kind: 'notice_channel' }>;
export type NoticeItem = z.infer<typeof item>;
export type AlertItem = z.infer<typeof alertItem>;
export type AlertNamed = z.infer<typeof alertNamed>;
