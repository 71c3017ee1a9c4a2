import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** An issue of a tracker. Which labels make it an incident is the catalogue's to say, so this is only the fact. */
export const issue = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  repo: z.string().nullish(),
  repositoryId: z.string().optional(),
  number: z.number().int().nullish(),
  source: z.string().nullish(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  /** What the tracker itself calls it, in small letters; an "incident" is one whatever its labels. */
  type: z.string().nullish(),
  /** The tracker's own word for how bad it is: sev1 is worst; the catalogue translates others. */
  severity: z.string().nullish(),
  labels: z.array(z.string()).nullish(),
  openedAt: instant.nullish(),
  closedAt: instant.nullish(),
  /** GitHub's state_reason: completed, not_planned, duplicate, reopened. */
  closedAs: z.string().nullish(),
  deleted: z.boolean().nullish(),
});
