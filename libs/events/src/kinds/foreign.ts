import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/**
 * What a tool said that Leadline does not know: its body as it came. The catalogue's mapping of the endpoint makes facts
 * of it, and makes them anew when it changes.
 */
export const foreign = z.looseObject({
  ...patchFields,
  /** Endpoint it came to: whose mapping applies. */
  endpoint: z.string().min(1),
  /** The sender's id of the message, else the SHA-256 of the body in hexadecimal. */
  id: z.string().min(1),
  /** When it was sent, where the sender signed that. */
  sentAt: instant.nullish(),
  body: z.unknown(),
});
