/** Nothing that Leadline measures happened earlier: such a time is a default or an uninitialised clock. */
const EARLIEST = Date.UTC(1990, 0, 1);
const MOST_AHEAD_MS = 24 * 60 * 60 * 1000;

/**
 * Why a time cannot be meant, or null. Judged against when the delivery was received, never against now, so that a
 * replay judges the same.
 *
 * @param at epoch milliseconds
 * @param receivedAt epoch milliseconds
 */
export function absurdity(at: number, receivedAt: number): string | null {
  if (at < EARLIEST) return 'lies before 1990';
  if (at > receivedAt + MOST_AHEAD_MS) return 'lies more than 24 hours after it was received';
  return null;
}
