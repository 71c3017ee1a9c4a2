import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A person's judgement of a deployment; the latest of a deployment holds alone and outranks every inference. */
export const mark = z.looseObject({
  ...patchFields,
  deployment: z.string().min(1),
  verdict: z.enum(['failed', 'ok', 'hotfix', 'excluded']),
  by: z.string(),
  at: instant,
  reason: z.string().nullish(),
});
