import { z } from 'zod';
import type { Io } from '../io.js';
import { type StateFile, stateFile } from '../state-file.js';

/** How far an import came. */
const checkpoint = z.object({
  version: z.literal(1),
  /** Of the plan: another plan sends other events, so its count would mean nothing. */
  fingerprint: z.string(),
  /** Events the server has made durable, in the plan's order. */
  sent: z.number().int().nonnegative(),
  /** Position of the last delivery, "<partition>:<offset>". */
  position: z.string().optional(),
  /** Epoch milliseconds. */
  savedAt: z.number(),
});

export type Checkpoint = z.infer<typeof checkpoint>;

/** Where one import of one repository into one server remembers how far it came. */
export type CheckpointFile = StateFile<Checkpoint>;

export function checkpointFile(
  key: { gitDirectory: string; repository: string; server: string },
  io: Io,
): CheckpointFile {
  const { gitDirectory, repository, server } = key;
  return stateFile(io, { folder: 'imports', key: [gitDirectory, repository, server], shape: checkpoint });
}
