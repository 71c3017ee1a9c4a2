import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** One attempt of a CI or deployment pipeline. Its role follows from the catalogue unless the sender says it. */
export const pipelineRun = z.looseObject({
  ...patchFields,
  run: z.string().min(1),
  attempt: z.number().int().nullish(),
  pipeline: z.string().nullish(),
  service: z.string().nullish(),
  repo: z.string().nullish(),
  repositoryId: z.string().optional(),
  source: z.string().nullish(),
  role: z.enum(['deployment', 'ci']).nullish(),
  sha: z.string().nullish(),
  branch: z.string().nullish(),
  status: z.enum(['succeeded', 'failed', 'cancelled', 'in_progress']).nullish(),
  startedAt: instant.nullish(),
  finishedAt: instant.nullish(),
  /** Who started it. */
  actor: z.string().nullish(),
  url: z.string().nullish(),
});
