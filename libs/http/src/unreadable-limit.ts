import type { Clock } from '@leadline/ports';
import type { Rate } from './rate-limit.js';

/** Unreadable deliveries per second that an endpoint may send in the long run: more than any sender in good faith does. */
export const UNREADABLE_RATE: Rate = { perSecond: 200, burst: 2_000 };

/**
 * Makes an endpoint wait that floods the quarantine, so that the others are processed as if it were not there. Whether a
 * body is readable is known only after it was acknowledged; so it is the endpoint's next requests that wait, before
 * anything of them is read. Nothing that was acknowledged is dropped.
 */
export interface UnreadableLimit {
  /** A delivery of the endpoint could not be understood. */
  readonly count: (endpoint: string) => void;
  /** Whole seconds until the endpoint may send again; 0: now. */
  readonly waitS: (endpoint: string) => number;
}

export function unreadableLimit(clock: Clock, { perSecond, burst }: Rate = UNREADABLE_RATE): UnreadableLimit {
  const left = new Map<string, { tokens: number; at: number }>();
  const refilled = (endpoint: string): { tokens: number; at: number } | undefined => {
    const known = left.get(endpoint);
    if (known === undefined) return undefined;
    const now = clock.now();
    known.tokens += (Math.max(0, now - known.at) / 1000) * perSecond;
    known.at = now;
    if (known.tokens < burst) return known;
    left.delete(endpoint);
    return undefined;
  };
  return {
    count(endpoint) {
      const known = refilled(endpoint) ?? { tokens: burst, at: clock.now() };
      // What was taken in before the first was understood must not close the endpoint for long.
      known.tokens = Math.max(-burst, known.tokens - 1);
      left.set(endpoint, known);
    },
    waitS(endpoint) {
      const known = refilled(endpoint);
      return known === undefined || known.tokens >= 0 ? 0 : Math.max(1, Math.ceil(-known.tokens / perSecond));
    },
  };
}
