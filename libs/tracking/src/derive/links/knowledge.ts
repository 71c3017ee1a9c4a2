import type { CommitState } from '../../fold/commit.js';
import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import type { Carrying, CommitGraph, LinkMemo } from './facts.js';
import type { Span } from './span.js';

/** A commit of which enough is known to be a sample. */
export type KnownCommit = CommitState & { readonly committedAt: number };
/** A pull request that has been merged; before, it does not exist for lead time. */
export type MergedState = PullRequestState & { readonly mergedAt: number };

/**
 * The commit graph and the memo as of an instant. What is not loaded counts as unknown for now, and is noted, so that
 * one run asks for everything it can come across.
 */
export class Knowledge {
  readonly needs = {
    commits: new Set<string>(),
    changesOf: new Set<string>(),
    patches: new Set<string>(),
    carried: new Set<string>(),
  };

  constructor(
    private readonly graph: CommitGraph,
    private readonly memo: LinkMemo | undefined,
  ) {}

  get complete(): boolean {
    return Object.values(this.needs).every((needed) => needed.size === 0);
  }

  commit(sha: string, span: Span): KnownCommit | undefined {
    const timeline = this.graph.commit(sha);
    if (timeline === 'not_loaded') this.needs.commits.add(sha);
    if (typeof timeline === 'string') return undefined;
    const state = span.read(timeline);
    return state !== undefined && hasDate(state) ? state : undefined;
  }

  changesOf(sha: string): readonly Timeline<PullRequestState>[] {
    const changes = this.graph.changesOf(sha);
    if (changes !== 'not_loaded') return changes;
    this.needs.changesOf.add(sha);
    return [];
  }

  commitsOfPatch(patchId: string): readonly string[] {
    const shas = this.graph.commitsOfPatch(patchId);
    if (shas !== 'not_loaded') return shas;
    this.needs.patches.add(patchId);
    return [];
  }

  /** Stored rows that carried the commit; undefined: not loaded yet. */
  carriersOf(sha: string): readonly Carrying[] | undefined {
    if (this.memo === undefined) return [];
    const carriers = this.memo.carriersOf(sha);
    if (carriers !== 'not_loaded') return carriers;
    this.needs.carried.add(sha);
    return undefined;
  }
}

const hasDate = (state: CommitState): state is KnownCommit => state.committedAt !== null;

/** Its predecessors: the parents where they are known, else what the branch pointed to before it landed. */
export function predecessorsOf(commit: CommitState): readonly string[] {
  return commit.parents ?? (commit.landedAfter === null ? [] : [commit.landedAfter]);
}
