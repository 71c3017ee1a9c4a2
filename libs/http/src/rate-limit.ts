import type { Clock } from '@leadline/ports';

export type Admission =
  | { readonly outcome: 'admitted' }
  /** Whole seconds until there is room again, at least 1. */
  | { readonly outcome: 'limited'; readonly retryAfterS: number };

/** Requests per second that are admitted in the long run, and how many at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: full at first, refilled evenly, one token per request. */
export function tokenBucket({ perSecond, burst }: Rate, clock: Clock): () => Admission {
  let tokens = burst;
  let refilledAt = clock.now();
  return () => {
    const now = clock.now();
    // A clock set back refills nothing; it must not take either.
    tokens = Math.min(burst, tokens + (Math.max(0, now - refilledAt) / 1000) * perSecond);
    refilledAt = now;
    if (tokens >= 1) {
      tokens -= 1;
      return { outcome: 'admitted' };
    }
    return { outcome: 'limited', retryAfterS: Math.max(1, Math.ceil((1 - tokens) / perSecond)) };
  };
}
