import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A published release or a created tag. A deployment only where the catalogue says that a service deploys so. */
export const release = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  repo: z.string().nullish(),
  repositoryId: z.string().optional(),
  source: z.string().nullish(),
  /** release: published on the forge; tag: a created ref. */
  form: z.enum(['release', 'tag']),
  tag: z.string().min(1),
  sha: z.string().nullish(),
  publishedAt: instant.nullish(),
  /** Who published it. */
  actor: z.string().nullish(),
  prerelease: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  deleted: z.boolean().nullish(),
  url: z.string().nullish(),
});
