import { z } from 'zod';
import { patchFields } from '../envelope.js';

/** A CDEvent that says nothing Leadline measures (a build, a test suite, an environment), as it came. */
export const cdevent = z.looseObject({
  ...patchFields,
  /** Of its source and its id together. */
  id: z.string().min(1),
  /** The message as it was told, to be told again unchanged. */
  cdEvent: z.looseObject({}),
});
