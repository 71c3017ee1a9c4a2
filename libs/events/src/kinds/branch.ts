import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A branch and where it points: who landed what is carried by the commits themselves (`landedAfter`). */
export const branch = z.looseObject({
  ...patchFields,
  repo: z.string().min(1),
  repositoryId: z.string().optional(),
  /** The project that holds the repository, where ids of repositories alone do not say which one it is. */
  projectId: z.string().optional(),
  ref: z.string().min(1),
  tip: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  movedAt: instant.nullish(),
  deleted: z.boolean().nullish(),
});
