import type { PhaseName } from '@leadline/metrics';
import type { ChangeDetail } from './types.js';

/** A part of the lead time of one change. */
export interface ChangePhase {
  readonly phase: PhaseName;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** null: it lasts. */
  readonly endedAt: number | null;
}

/** The production deployment that brought a change, or is about to. */
export interface Bringing {
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
}

/** What ends a phase, and when; `at` null: nobody told, or it has not happened. */
interface Boundary {
  readonly phase: PhaseName;
  readonly at: number | null;
}

/**
 * The parts of the lead time of one change so far, in their order, by the rules of the metric (metrics-deployment.md B):
 * a boundary before the one before it moves up to it; where one is not known, two parts are one. Waits for approval lie
 * within the wait for deployment and the deployment. Where it was opened before the first commit that is known (the
 * merge of a squash, say), it begins there. The last part lasts as long as the change is not in production.
 */
export function changePhases(
  { pullRequest, commits }: Pick<ChangeDetail, 'pullRequest' | 'commits'>,
  bringing: Bringing | null,
): ChangePhase[] {
  const committed = commits.flatMap(({ committedAt }) => (committedAt === null ? [] : [committedAt]));
  const opened = pullRequest?.readyAt ?? null;
  const known = opened === null ? committed : [...committed, opened];
  if (known.length === 0) return [];
  const begin = Math.min(...known);
  const isCodingKnown = begin !== opened;
  const boundaries: Boundary[] = [
    ...(pullRequest === null ? [] : reviewed(pullRequest)),
    { phase: 'deployWait', at: bringing?.startedAt ?? bringing?.finishedAt ?? null },
    { phase: 'deploy', at: bringing?.finishedAt ?? null },
  ];
  const last = boundaries.findLastIndex(({ at }) => at !== null);
  const phases: ChangePhase[] = [];
  let from = begin;
  for (const { phase, at } of boundaries.slice(0, last + 1)) {
    if (at === null || (phase === 'coding' && !isCodingKnown)) continue;
    const to = Math.max(from, at);
    phases.push({ phase, startedAt: from, endedAt: to });
    from = to;
  }
  const next = boundaries[last + 1];
  return next === undefined ? phases : [...phases, { phase: next.phase, startedAt: from, endedAt: null }];
}

/** Of a pull request; what was merged without a review or an approval has no part for it. */
function reviewed({
  readyAt,
  firstReviewAt,
  approvedAt,
  mergedAt,
}: NonNullable<ChangeDetail['pullRequest']>): Boundary[] {
  return [
    { phase: 'coding', at: readyAt ?? firstReviewAt },
    { phase: 'pickup', at: readyAt === null ? null : firstReviewAt },
    { phase: 'review', at: approvedAt ?? mergedAt },
    // Merged without an approval: nothing tells how long it waited for the merge.
    ...(approvedAt === null && mergedAt !== null ? [] : [{ phase: 'mergeWait', at: mergedAt } as const]),
  ];
}
