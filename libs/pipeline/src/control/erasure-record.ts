import { z } from 'zod';
import { erasedWord } from '../erase/erased-word.js';

const instant = z.iso.datetime();

/** What `control` holds of people who were erased: nothing that names them. */
export const erasureRecords = [
  /** What people's names are hashed with; the first in the log holds. */
  z.object({ kind: z.literal('people_key'), key: z.string().regex(/^[0-9a-f]{64}$/), at: instant }),
  /** From now on nobody is to find these names. */
  z.object({
    kind: z.literal('subject_erased'),
    id: z.string(),
    words: z.array(erasedWord),
    /** What stands in their places where they were told, by which those are known who have no name. */
    instead: z.array(erasedWord).default([]),
    /** Keyed hashes that stood for the names where somebody was called just so. */
    people: z.array(z.string()).default([]),
    /** Id of the token, or "local". */
    by: z.string(),
    at: instant,
  }),
  /** They are gone from what had been stored before. */
  z.object({ kind: z.literal('subject_gone'), id: z.string(), at: instant }),
] as const;

type ErasureRecord = z.infer<(typeof erasureRecords)[number]>;

/** Erased people as the records tell of them. */
export interface Erasures {
  /** In hexadecimal; null: nobody needed one yet. */
  readonly key: string | null;
  /** By the id of the erasure. */
  readonly erased: ReadonlyMap<string, Extract<ErasureRecord, { kind: 'subject_erased' }>>;
  /** Erasures that were begun and not ended. */
  readonly unfinished: ReadonlySet<string>;
}

export const noErasures: Erasures = { key: null, erased: new Map(), unfinished: new Set() };

export function withErasureRecord(known: Erasures, record: ErasureRecord): Erasures {
  switch (record.kind) {
    case 'people_key':
      return { ...known, key: known.key ?? record.key };
    case 'subject_erased':
      return {
        ...known,
        erased: new Map([...known.erased, [record.id, record]]),
        unfinished: new Set([...known.unfinished, record.id]),
      };
    case 'subject_gone':
      return { ...known, unfinished: new Set([...known.unfinished].filter((id) => id !== record.id)) };
  }
}
