import { z } from 'zod';
import { idOrIds, instant, patchFields } from '../envelope.js';

/** A disturbance of a service. `startedAt` is the impact, `detectedAt` when somebody or something noticed. */
export const incident = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  service: z.string().nullish(),
  /** What the source shows of a service that it names by an id. */
  serviceName: z.string().nullish(),
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
