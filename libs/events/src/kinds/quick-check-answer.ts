import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** What people say that a number of the Quick Check is, where what tools told gives another. Both are shown. */
export const quickCheckAnswer = z.looseObject({
  ...patchFields,
  /** Whose: "organisation", "team:eng/payments" or "service:shop". */
  scope: z.string().min(1),
  /** One of the five metrics, such as CHANGE_LEAD_TIME. */
  metric: z.string().min(1),
  /** In the unit of the metric: seconds, deployments a day, or a share from 0 to 1; null takes an earlier answer back. */
  value: z.number().min(0).nullable(),
  reason: z.string().min(1),
  by: z.string().min(1),
  at: instant,
});
