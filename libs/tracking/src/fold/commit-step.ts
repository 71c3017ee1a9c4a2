import type { CommitState } from './commit.js';
import type { Timeline } from './timeline.js';

/** What a commit follows, in its latest state. */
export interface CommitStep {
  readonly sha: string;
  /** Its parents, or what its branch pointed to before it landed; null: neither is known. */
  readonly predecessors: readonly string[] | null;
  /** Since when that is known, epoch milliseconds or ALWAYS. */
  readonly changedAt: number;
}

/** The step of a commit as a text: whoever looks for what comes after a commit reads many, and nothing else of them. */
export function stepText(timeline: Timeline<CommitState>): string {
  const last = timeline.at(-1);
  if (last === undefined) return '';
  const predecessors = predecessorsIn(last.state);
  const said = JSON.stringify(predecessors);
  const before = timeline.findLastIndex(({ state }) => JSON.stringify(predecessorsIn(state)) !== said);
  return JSON.stringify(['commit', last.state.sha, predecessors, timeline[before + 1]?.from]);
}

/** Reads back what {@link stepText} wrote; null: the text is of something else. */
export function stepIn(text: string): CommitStep | null {
  if (!text.startsWith('["commit",')) return null;
  const [, sha, predecessors, changedAt] = JSON.parse(text) as ['commit', string, string[] | null, number];
  return { sha, predecessors, changedAt };
}

const predecessorsIn = ({ parents, landedAfter }: CommitState): readonly string[] | null =>
  parents ?? (landedAfter === null ? null : [landedAfter]);
