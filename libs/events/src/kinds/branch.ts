import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A branch and where it points: who landed what is carried by the commits themselves (`landedAfter`). */
export const branch = z.looseObject({
  ...patchFields,
  repo: z.string().min(1),
  repositoryId: z.string().optional(),
  ref: z.string().min(1),
  tip: z.string().nullish(),
  isDefault: z.boolean().nullish(),
  movedAt: instant.nullish(),
  deleted: z.boolean().nullish(),
});
