import { logSeconds } from './log-seconds.js';
import { modifiedZ, MODIFIED_Z_THRESHOLD } from './modified-z.js';
import { ascending, quantileType7 } from './quantile.js';

/** Records a service needs before one of them can be called unusual. */
export const FEWEST_RECORDS = 20;
const MULTIPLE_OF_P90 = 3;

/**
 * Indices of single durations that stand out from the others: modified z on the log scale above 3.5 and more than three
 * times the 90th percentile, since the tails of durations are heavier than log-normal. Empty with fewer than 20 records.
 *
 * @param seconds durations of one service, say, of the last 180 days.
 */
export function unusualRecords(seconds: readonly number[]): number[] {
  const scored = modifiedZ(seconds.map(logSeconds));
  const p90 = quantileType7(ascending(seconds), 0.9);
  if (seconds.length < FEWEST_RECORDS || scored === null || p90 === null) {
    return [];
  }
  return seconds.flatMap((value, at) =>
    (scored.scores[at] ?? 0) > MODIFIED_Z_THRESHOLD && value > MULTIPLE_OF_P90 * p90 ? [at] : [],
  );
}
