import { z } from 'zod';
import { patchFields } from '../envelope.js';

/** A repository under its current name: it was renamed, or moved to another owner. */
export const repository = z.looseObject({
  ...patchFields,
  /** The source's immutable id, e.g. "github:4711". */
  repositoryId: z.string().min(1),
  /** "owner/name" from now on. */
  repo: z.string().min(1),
  /** Names it had before. */
  formerly: z.array(z.string().min(1)).nullish(),
});
