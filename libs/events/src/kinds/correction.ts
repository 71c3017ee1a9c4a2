import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A person's correction: attributes of one entity that outrank what any source said of it. */
export const correction = z.looseObject({
  ...patchFields,
  /** Entity it is about, e.g. "incident:pd/42". */
  entity: z.string().min(1),
  by: z.string().min(1),
  at: instant,
  reason: z.string().min(1),
  /** Attributes of that entity's kind. */
  set: z.record(z.string(), z.unknown()),
});

/** A person takes a word back: from then on the entity is what sources and the other words say of it. */
export const withdrawal = z.looseObject({
  ...patchFields,
  /** Entity the word is about: that of the correction, or "deployment:…" of a mark. */
  entity: z.string().min(1),
  /** Id of the event of the mark or correction. */
  event: z.string().min(1),
  by: z.string().min(1),
  at: instant,
  reason: z.string().min(1),
});

/** A person asked to be forgotten. Told by Leadline alone, so that whoever reads its events can forget them too. */
export const subjectErased = z.looseObject({
  ...patchFields,
  /** Keyed hash that stood for a name of theirs in rows, "person:…". */
  subject: z.string().regex(/^person:[0-9a-f]{32}$/, 'the keyed hash of a person'),
  at: instant,
});
