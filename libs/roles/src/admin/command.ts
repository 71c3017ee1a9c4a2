import type { Platform } from '@leadline/adapters';
import type { AdminAnswer, AdminCommand } from '@leadline/http';
import type { Control } from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import { z } from 'zod';
import type { Logger } from '../logger.js';

export interface AdminDeps {
  readonly platform: Platform;
  readonly control: Control;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called when another generation came into force. */
  readonly follow: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** A command whose input has this shape; anything else is answered with every problem of it. */
export function command<S extends z.ZodType>(
  schema: S,
  run: (input: z.infer<S>, by: string) => Promise<AdminAnswer>,
): AdminCommand {
  return async (input, by) => {
    const parsed = schema.safeParse(input ?? {});
    if (parsed.success) return run(parsed.data, by);
    const problems = parsed.error.issues.map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
      message,
    }));
    return { outcome: 'problems', problems };
  };
}

export const done = (result: unknown): AdminAnswer => ({ outcome: 'done', result });
