import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import type { Knowledge, MergedState } from './knowledge.js';
import type { Span } from './span.js';

/** A pull request as it counts at the instant: not before it is merged. */
export function mergedState(timeline: Timeline<PullRequestState>, span: Span): MergedState | undefined {
  const state = span.read(timeline);
  return state !== undefined && isMerged(state) && span.reached(state.mergedAt) ? state : undefined;
}

const isMerged = (state: PullRequestState): state is MergedState => state.mergedAt !== null;

/** Whether its original commits are told; if not, they are sought from its tip. */
export const tellsOriginals = (request: PullRequestState): boolean => (request.commits?.length ?? 0) > 0;

/** Whether the pull request itself names the commit as one of its own, original or landed. */
export function names(request: PullRequestState, sha: string): boolean {
  if (request.mergeSha === sha || request.landed.includes(sha)) return true;
  return tellsOriginals(request) ? (request.commits ?? []).includes(sha) : request.headSha === sha;
}

/** A commit in several pull requests belongs to the one merged first, then to the one with the smallest key. */
export function mergedBefore(a: MergedState, b: MergedState): boolean {
  return a.mergedAt < b.mergedAt || (a.mergedAt === b.mergedAt && a.change < b.change);
}

/** Whether the commit belongs to a pull request merged before this one. */
export function belongsToEarlier(sha: string, request: MergedState, knowledge: Knowledge, span: Span): boolean {
  return knowledge.changesOf(sha).some((timeline) => {
    const other = mergedState(timeline, span);
    return other !== undefined && mergedBefore(other, request) && names(other, sha);
  });
}
