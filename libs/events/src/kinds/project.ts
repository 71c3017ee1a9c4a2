import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/**
 * Something people set out to change, to be compared before and after. What it names before it begins is what it is judged
 * by; a later event may say when it was done, or that it is withdrawn.
 */
export const project = z.looseObject({
  ...patchFields,
  id: z.string().min(1),
  name: z.string().min(1).nullish(),
  /** What it touches: "organisation", "team:eng/payments" or "service:shop". */
  scope: z.string().min(1).nullish(),
  /** The one metric it is judged by, such as CHANGE_LEAD_TIME. */
  metric: z.string().min(1).nullish(),
  /** Which way the metric should go. */
  wanted: z.enum(['up', 'down']).nullish(),
  /** When it begins to change things, and when it is done; what lies between is left out. */
  start: instant.nullish(),
  end: instant.nullish(),
  reason: z.string().nullish(),
  /** Where others can see it. */
  link: z.string().nullish(),
  /** It is no project any more. */
  withdrawn: z.boolean().nullish(),
  by: z.string().min(1),
  /** When it was said. */
  at: instant,
});
