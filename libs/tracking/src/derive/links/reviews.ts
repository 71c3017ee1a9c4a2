import type { ChangeElement } from '@leadline/tables';
import type { MergedRequest } from './pull-requests.js';

/**
 * When a merged pull request was ready, first looked at by another human, and last approved (metrics-deployment.md B);
 * null: not known, or it never was. A draft is ready when it is said to be. Bots and the author review nothing.
 */
export function reviewedAt({
  state,
  openedAt,
}: Pick<MergedRequest, 'state' | 'openedAt'>): Pick<ChangeElement, 'readyAt' | 'firstReviewAt' | 'approvedAt'> {
  const { mergedAt, readyAt, author, reviews } = state;
  const byOthers = reviews.filter(({ at, by, bot }) => at <= mergedAt && !bot && by !== author);
  const approvals = byOthers.filter(({ state: verdict }) => verdict.toLowerCase() === 'approved');
  return {
    readyAt: readyAt ?? openedAt,
    firstReviewAt: byOthers[0]?.at ?? null,
    approvedAt: approvals.at(-1)?.at ?? null,
  };
}
