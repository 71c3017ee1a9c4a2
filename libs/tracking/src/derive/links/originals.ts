import { FOREVER } from '@leadline/tables';
import { Heap } from './heap.js';
import { type KnownCommit, type Knowledge, type MergedState, predecessorsOf } from './knowledge.js';
import { belongsToEarlier } from './ownership.js';
import type { Span } from './span.js';

/** A proposal of more commits than this is not followed further back. */
const mostOriginals = 250;
/** Commits looked at, those of the base branch included. */
const mostVisits = 1_000;

export interface Originals {
  /** Oldest first. */
  readonly shas: readonly string[];
  /** SHAs the answer depends on. */
  readonly visited: readonly string[];
}

type Side = 'proposed' | 'base';
interface Visit {
  readonly commit: KnownCommit;
  readonly side: Side;
  readonly order: number;
}

/** Newest first, children before their parents where times are equal. */
const newer = (a: Visit, b: Visit): boolean =>
  a.commit.committedAt > b.commit.committedAt || (a.commit.committedAt === b.commit.committedAt && a.order < b.order);

/**
 * The commits a pull request proposed, where only its tip is told: what can be reached from the tip but not from the
 * base branch (its tip when the request was opened, and the commit the merge was put on). Both sides are walked newest
 * first, as `git merge-base` does, so that a branch made from an older commit does not lead into the base's history.
 * A side ends at an unknown commit; the proposed one also at a commit of a pull request merged earlier.
 */
export function originalsFromTip(request: MergedState, tip: string, knowledge: Knowledge, span: Span): Originals {
  const sides = new Map<string, Side>();
  const open = new Set<string>();
  const visits = new Heap<Visit>(newer);
  const visited = new Set<string>();
  const visit = (sha: string, side: Side): void => {
    if (sides.get(sha) === 'base' || sides.get(sha) === side) return;
    visited.add(sha);
    const commit = knowledge.commit(sha, span);
    if (commit === undefined) return;
    sides.set(sha, side);
    if (side === 'base') open.delete(sha);
    else open.add(sha);
    visits.push({ commit, side, order: visited.size });
  };

  for (const base of basesOf(request, tip, knowledge, span)) visit(base, 'base');
  visit(tip, 'proposed');
  const found: string[] = [];
  let oldest = FOREVER;
  for (let count = 0; found.length < mostOriginals && count < mostVisits; count++) {
    const next = visits.pop();
    if (next === undefined || (open.size === 0 && next.commit.committedAt < oldest)) break;
    const { commit, side } = next;
    if (sides.get(commit.sha) !== side) continue;
    open.delete(commit.sha);
    if (side === 'proposed') {
      if (belongsToEarlier(commit.sha, request, knowledge, span)) continue;
      found.push(commit.sha);
      oldest = Math.min(oldest, commit.committedAt);
    }
    for (const predecessor of predecessorsOf(commit)) visit(predecessor, side);
  }
  return { shas: found.filter((sha) => sides.get(sha) === 'proposed').toReversed(), visited: [...visited] };
}

function basesOf({ mergeSha, baseSha }: MergedState, tip: string, knowledge: Knowledge, span: Span): string[] {
  const merge = mergeSha === null || mergeSha === tip ? undefined : knowledge.commit(mergeSha, span);
  return [baseSha, merge?.parents?.[0]].filter((sha): sha is string => sha != null && sha !== tip);
}
