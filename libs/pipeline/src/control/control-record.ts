import { z } from 'zod';
import { digestRecords } from './digest-record.js';
import { erasureRecords } from './erasure-record.js';
import { noticeRecords } from './notice-record.js';
import { reconciliationRecords } from './reconciliation-record.js';
import { refusalRecords } from './refusal-record.js';

const instant = z.iso.datetime();

/** What the topic `control` holds: everything that is no fact of delivery. */
export const controlRecord = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('token_created'),
    id: z.string(),
    name: z.string().nullable(),
    /** Of the token, in hexadecimal; the token itself is shown once and stored nowhere. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    scopes: z.array(z.string()),
    createdAt: instant,
    expiresAt: instant.nullable(),
  }),
  z.object({ kind: z.literal('token_revoked'), id: z.string(), at: instant }),
  /** The configuration with this version was appended to the deliveries. */
  z.object({ kind: z.literal('catalogue_declared'), version: z.string(), at: instant }),
  /** A rebuild took this number: no other may. */
  z.object({ kind: z.literal('generation_begun'), generation: z.int().positive(), at: instant }),
  /** Numbers come from this generation from now on. */
  z.object({ kind: z.literal('generation_in_force'), generation: z.int().positive(), at: instant }),
  /** Its topics and its database are gone. */
  z.object({ kind: z.literal('generation_dropped'), generation: z.int().positive(), at: instant }),
  ...digestRecords,
  ...noticeRecords,
  ...reconciliationRecords,
  ...refusalRecords,
  ...erasureRecords,
]);

export type ControlRecord = z.infer<typeof controlRecord>;
export type StoredToken = Extract<ControlRecord, { kind: 'token_created' }>;
