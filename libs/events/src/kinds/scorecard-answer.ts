import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** What a person said of one criterion of a scorecard. The latest holds until it is half a year old. */
export const scorecardAnswer = z.looseObject({
  ...patchFields,
  /** As the scorecards number it: "1.C2", "L3.3". */
  criterion: z.string().min(1),
  /** Whose scorecard: "organisation", "team:eng/payments" or "service:shop". */
  scope: z.string().min(1),
  answer: z.enum(['yes', 'no', 'not_applicable']),
  reason: z.string().min(1),
  /** Where others can see it. */
  link: z.string().nullish(),
  by: z.string().min(1),
  at: instant,
});
