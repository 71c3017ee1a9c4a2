import { epochMsOf } from './rfc3339.js';

/**
 * Orders what is said of one object: when it was updated in milliseconds × 10 plus the rank of its state, 0 to 9. Many
 * senders stamp whole seconds, so the states of one second need the rank to fall in order.
 */
export function revisionOf(instant: string, rank: number): number {
  const at = epochMsOf(instant);
  // A required instant that is missing reads as ""; whoever reads it rejects the body.
  return at === null ? 0 : at * 10 + rank;
}
