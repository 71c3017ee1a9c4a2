import { z } from 'zod';
import { idOrIds, instant, patchFields } from '../envelope.js';

/** A feature flag itself. */
export const flag = z.looseObject({
  ...patchFields,
  flag: z.string().min(1),
  permanent: z.boolean().nullish(),
  archivedAt: instant.nullish(),
});

/** A change of a flag's exposure in one environment (metrics-deployment.md A). */
export const flagChange = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  flag: z.string().nullish(),
  environment: z.string().nullish(),
  envTier: z.string().nullish(),
  at: instant.nullish(),
  /** Share of users, 0 to 100; null: on for targets of unknown size. */
  exposure: z.number().min(0).max(100).nullish(),
  services: z.array(z.string()).nullish(),
  planned: z.boolean().nullish(),
  failed: z.boolean().nullish(),
  fixesIncident: idOrIds.nullish(),
  source: z.string().nullish(),
});
