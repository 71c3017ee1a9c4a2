import { z } from 'zod';
import type { ApiAnswer, Read } from './history.js';

/** Why an answer is none to read from. */
export class NotReadable extends Error {
  constructor(readonly read: Exclude<Read, { outcome: 'read' }>) {
    super(read.outcome);
  }
}

/** The body of an answer, if it has this shape. */
export function bodyOf<S extends z.ZodType>(schema: S, { json }: ApiAnswer): z.infer<S> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') || 'the body';
  throw new NotReadable({ outcome: 'unreadable', message: `${place}: ${issue?.message ?? 'unexpected'}` });
}

const time = z.iso.datetime({ offset: true });
export const listedTimes = { created_at: time, updated_at: time, closed_at: time.nullish() };
export { time };

/** What an error says: { "message": … }. */
export function messageOf({ json }: ApiAnswer): string {
  const said = z.object({ message: z.string() }).safeParse(json);
  return said.success ? said.data.message.slice(0, 200) : '';
}
