import type { PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import type { KnownCommit, Knowledge } from './knowledge.js';
import { mergedBefore } from './ownership.js';
import { contains, earliest, type MergedRequest, type PullRequests, type RequestsOfCommit } from './pull-requests.js';
import { Remembered, type Span } from './span.js';

/** The instants at which an option may open the clock; epoch milliseconds. */
export interface Openings {
  readonly committedAt: number;
  readonly repairedAt: number;
  readonly firstCommitAt: number;
  readonly openedAt: number;
  readonly mergedAt: number;
}

export interface PatchOpenings {
  readonly earliest: Openings | undefined;
  /** SHAs it depends on. */
  readonly shas: ReadonlySet<string>;
}

/** A pull request of which it was found what it proposed or what landed: known in [from, until) to whoever carries it. */
export interface Sought {
  readonly timeline: Timeline<PullRequestState>;
  readonly from: number;
  readonly until: number;
}

/** By commit. */
export type SoughtOriginals = ReadonlyMap<string, readonly Sought[]>;

const noneSought: SoughtOriginals = new Map();

/** When the lead time of a commit opens, by metrics.md §3.2 "Opening". */
export class CommitOpenings {
  private readonly patches = new Remembered<PatchOpenings>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly requests: PullRequests,
  ) {}

  /** The pull requests the commit is in. It belongs to the first, the one merged first; none: a direct push. */
  requestsOf(sha: string, span: Span, sought: SoughtOriginals = noneSought): RequestsOfCommit {
    const own = this.requests.of(sha, span);
    const requests = new Map(own.requests.map((request) => [request.state.change, request]));
    const shas = new Set(own.shas);
    for (const { timeline, from, until } of sought.get(sha) ?? []) {
      const request = span.within(from, until) ? this.requests.at(timeline, span) : undefined;
      for (const needed of request?.shas ?? []) shas.add(needed);
      if (request !== undefined && contains(request, sha)) requests.set(request.state.change, request);
    }
    return { requests: [...requests.values()].sort((a, b) => (mergedBefore(a.state, b.state) ? -1 : 1)), shas };
  }

  of(commit: KnownCommit, owner: MergedRequest | undefined, span: Span): Openings {
    const { committedAt } = commit;
    if (owner === undefined) {
      const own = committedAt;
      return { committedAt, repairedAt: own, firstCommitAt: own, openedAt: own, mergedAt: own };
    }
    const firstCommitAt = owner.firstOriginalAt ?? committedAt;
    return {
      committedAt,
      repairedAt: this.repaired(commit, owner, span),
      firstCommitAt,
      openedAt: owner.openedAt ?? firstCommitAt,
      mergedAt: owner.state.mergedAt,
    };
  }

  /** Of each opening the earliest over all known commits with the patch id. */
  ofPatch(patchId: string, span: Span): PatchOpenings {
    return this.patches.at(patchId, span, (own) => {
      let earliest: Openings | undefined;
      const shas = new Set<string>();
      for (const sha of this.knowledge.commitsOfPatch(patchId)) {
        shas.add(sha);
        const commit = this.knowledge.commit(sha, own);
        if (commit?.patchId !== patchId) continue;
        const found = this.requestsOf(sha, own);
        for (const needed of found.shas) shas.add(needed);
        earliest = earlier(earliest, this.of(commit, found.requests[0], own));
      }
      return { earliest, shas };
    });
  }

  /** Forges reset committer dates when they squash or rebase; an original commit keeps its own. */
  private repaired(commit: KnownCommit, owner: MergedRequest, span: Span): number {
    const { sha, committedAt } = commit;
    if (owner.originals.includes(sha)) return committedAt;
    switch (owner.method) {
      case 'merge':
        return committedAt;
      case 'squash':
        return owner.firstOriginalAt ?? committedAt;
      case 'rebase':
        return this.rebased(commit, owner, span);
    }
  }

  private rebased({ sha, committedAt, patchId }: KnownCommit, owner: MergedRequest, span: Span): number {
    const position = owner.landed.indexOf(sha);
    if (position >= 0 && owner.landed.length === owner.originals.length) {
      const original = owner.originals[position];
      return (original === undefined ? undefined : this.knowledge.commit(original, span)?.committedAt) ?? committedAt;
    }
    const twins = owner.originals.flatMap((original) => {
      const candidate = patchId === null ? undefined : this.knowledge.commit(original, span);
      return candidate?.patchId === patchId ? (candidate ?? []) : [];
    });
    return earliest(twins) ?? owner.firstOriginalAt ?? committedAt;
  }
}

export function earlier(a: Openings | undefined, b: Openings): Openings {
  if (a === undefined) return b;
  return {
    committedAt: Math.min(a.committedAt, b.committedAt),
    repairedAt: Math.min(a.repairedAt, b.repairedAt),
    firstCommitAt: Math.min(a.firstCommitAt, b.firstCommitAt),
    openedAt: Math.min(a.openedAt, b.openedAt),
    mergedAt: Math.min(a.mergedAt, b.mergedAt),
  };
}
