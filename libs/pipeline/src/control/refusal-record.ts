import { z } from 'zod';

const count = z.int().nonnegative();

/** What a process refused of one endpoint's since it last said so: counted, and nothing of it kept. */
export const refusalRecords = [
  z.object({
    kind: z.literal('hooks_refused'),
    endpoint: z.string(),
    /** Of the last one. */
    at: z.iso.datetime(),
    /** Their signature was wrong, or there was none. */
    unauthorized: count,
    /** Signed well, too long ago or ahead of our clock. */
    stale: count,
  }),
] as const;

export type RefusalRecord = z.infer<(typeof refusalRecords)[0]>;
