import { z } from 'zod';
import { idOrIds, instant, patchFields } from '../envelope.js';

/** A disturbance of a service. `startedAt` is the impact, `detectedAt` when somebody or something noticed. */
export const incident = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  service: z.string().nullish(),
  /** What the source shows of a service that it names by an id. */
  serviceName: z.string().nullish(),
  /**
   * Where it happened, by the name that deployments give it. One of an environment that is known not to be production counts
   * in no metric of production; missing, or of an environment of which nobody knows the tier: it counts.
   */
  environment: z.string().nullish(),
  /** production, staging, …; missing: from the environment's name and the catalogue. */
  envTier: z.string().nullish(),
  /** sev1 is worst; a severity that is not sevN passes every floor. */
  severity: z.string().nullish(),
  startedAt: instant.nullish(),
  detectedAt: instant.nullish(),
  acknowledgedAt: instant.nullish(),
  resolvedAt: instant.nullish(),
  /** Deployments that caused it: an explicit link. */
  causedBy: idOrIds.nullish(),
  causedByFlagChange: idOrIds.nullish(),
  notCausedByChange: z.boolean().nullish(),
  /** `false_positive` and `duplicate` never count. */
  status: z.string().nullish(),
  /** false: users did not notice. */
  userFacing: z.boolean().nullish(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  source: z.string().nullish(),
});
