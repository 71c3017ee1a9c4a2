import { instant } from '@leadline/events';
import { z } from 'zod';

const name = z.string().min(1);
const timestamp = z.preprocess(
  (said) => (typeof said === 'string' && /^\d{12,14}$/.test(said) ? new Date(Number(said)).toISOString() : said),
  instant,
);
/** Custom or not (x), subject and predicate. */
export const TYPE = /^dev\.cdevents(x?)\.([\w-]+)\.([\w-]+)\.\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;
/**
 * CDEvents of the versions 0.1 to 0.6 (https://cdevents.dev), reduced to what they share: 0.6 renamed
 * `context.version` to `specversion`. Some tools write the timestamp as epoch milliseconds in text; it is understood.
 */
export const cdEvent = z.looseObject({
  context: z
    .looseObject({
      specversion: name.optional(),
      version: name.optional(),
      id: name,
      source: name,
      type: z.string().regex(TYPE, 'a type like dev.cdevents.service.deployed.0.3.0'),
      timestamp,
    })
    .refine(({ specversion, version }) => specversion ?? version, {
      path: ['specversion'],
      message: 'the version of CDEvents',
    }),
  subject: z.looseObject({ id: name, source: name.optional(), content: z.looseObject({}) }),
  customData: z.unknown().optional(),
});
export type CdEvent = z.infer<typeof cdEvent>;
