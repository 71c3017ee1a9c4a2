import type { Answer } from './answer.js';

/**
 * A frequency by the days of the window that have begun. Stories of deployments are told like this: asked at 10:05 of
 * a window of one day, one deployment is 1 of 1 day. metrics.md §2, and so every number of the product, takes the share
 * of a day that has passed (10:05 is 0.42 of a day), as the cases of metrics.shared.json do. Other answers stay.
 */
export function inBegunDays(answer: Answer): Answer {
  const { count, days } = answer;
  if (typeof count !== 'number' || typeof days !== 'number' || days === 0) return answer;
  const begun = Math.ceil(days);
  return { ...answer, days: begun, perDay: count / begun };
}
