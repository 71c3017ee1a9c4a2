import type { Reached } from '@leadline/pipeline';
import type { History, Step } from '@leadline/sources';
import { z } from 'zod';
import type { Io } from '../io.js';
import { type StateFile, stateFile } from '../state-file.js';

const step = z.looseObject({ kind: z.string() });
const checkpoint = z.object({
  version: z.literal(1),
  steps: z.array(step).readonly(),
  asked: z.number().int().nonnegative(),
  details: z.number().int().nonnegative(),
  delivered: z.number().int().nonnegative(),
  position: z.string().optional(),
  found: z.record(z.string(), z.number().int()),
  leftOut: z.array(z.object({ what: z.string(), reason: z.string(), fix: z.string() })).readonly(),
  /** What the run began with: a point in time "90d ago" stays where it was. Epoch milliseconds. */
  since: z.number(),
  savedAt: z.number(),
});

/** How far a backfill came. */
export type Checkpoint = z.infer<typeof checkpoint>;

/** Where a backfill of one thing into one server remembers how far it came. */
export function backfillCheckpoint(key: readonly string[], io: Io): StateFile<Checkpoint> {
  return stateFile(io, { folder: 'backfills', key, shape: checkpoint });
}

/** What was kept, if this version can go on with it. */
export function reachedIn(kept: Checkpoint | undefined, history: History): Reached | undefined {
  if (kept === undefined || kept.asked === 0) return undefined;
  const steps = kept.steps.map((each): Step | undefined => history.stepOf(each));
  const known = steps.filter((each) => each !== undefined);
  return known.length === steps.length && known.length > 0 ? { ...kept, steps: known } : undefined;
}
