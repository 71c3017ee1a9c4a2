import type { MergeMethod, PullRequestState } from '../../fold/pull-request.js';
import type { Timeline } from '../../fold/timeline.js';
import { type KnownCommit, type Knowledge, type MergedState, predecessorsOf } from './knowledge.js';
import { originalsFromTip } from './originals.js';
import { belongsToEarlier, mergedState, names, tellsOriginals } from './ownership.js';
import { Remembered, type Span } from './span.js';

/** The farthest the tip of a proposal is sought behind its merge commit, to tell merges from squashes. */
const mostSteps = 250;

/** What a merged pull request means for lead time. */
export interface MergedRequest {
  readonly state: MergedState;
  /** Null: not told, or later than the instant. */
  readonly openedAt: number | null;
  readonly method: MergeMethod;
  /** Original commits, oldest first, told or found from the tip. */
  readonly originals: readonly string[];
  /** Those of them that are known and belong to no pull request merged earlier. */
  readonly ownOriginals: readonly KnownCommit[];
  /** What the merge put on the base branch, oldest first. */
  readonly landed: readonly string[];
  /** The request is deployed with this commit. */
  readonly closesWith: string | undefined;
  /** Whether any of its commits is its own; if not, it is no change beside those merged earlier. */
  readonly isChange: boolean;
  /** Earliest original commit; null: none is known. */
  readonly firstOriginalAt: number | null;
  /** SHAs all this depends on. */
  readonly shas: readonly string[];
}

/** The pull requests a commit is in. */
export interface RequestsOfCommit {
  readonly requests: readonly MergedRequest[];
  /** SHAs on which it depends which they are: of those too that it turned out not to be in. */
  readonly shas: ReadonlySet<string>;
}

/** The merged pull requests of a service's commits, each looked at once for every interval in which it is the same. */
export class PullRequests {
  private readonly remembered = new Remembered<MergedRequest | undefined>();

  constructor(private readonly knowledge: Knowledge) {}

  /** Undefined: not merged at the instant. */
  at(timeline: Timeline<PullRequestState>, span: Span): MergedRequest | undefined {
    const change = timeline[0]?.state.change;
    if (change === undefined) return undefined;
    return this.remembered.at(change, span, (own) => {
      const state = mergedState(timeline, own);
      return state === undefined ? undefined : this.lookAt(state, own);
    });
  }

  /** Pull requests that name the commit, or whose originals sought from the tip contain it. */
  of(sha: string, span: Span): RequestsOfCommit {
    const lookedAt = this.knowledge.changesOf(sha).flatMap((timeline) => this.at(timeline, span) ?? []);
    return {
      requests: lookedAt.filter((request) => names(request.state, sha) || contains(request, sha)),
      shas: new Set(lookedAt.flatMap((request) => request.shas)),
    };
  }

  private lookAt(state: MergedState, span: Span): MergedRequest {
    const { knowledge } = this;
    const tip = state.headSha ?? state.commits?.at(-1) ?? null;
    const told = tellsOriginals(state);
    const sought = !told && tip !== null ? originalsFromTip(state, tip, knowledge, span) : undefined;
    const originals = (told ? state.commits : sought?.shas) ?? [];
    const merge = methodOf(state, tip, knowledge, span);
    const rebase = rebaseOf(state, { originals, method: merge.method }, knowledge, span);
    const method = rebase.landed === undefined ? merge.method : 'rebase';
    const landed =
      rebase.landed ?? (state.landed.length > 0 || state.mergeSha === null ? state.landed : [state.mergeSha]);

    const own = (sha: string): boolean => !belongsToEarlier(sha, state, knowledge, span);
    const ownOriginals = originals.flatMap((sha) => (own(sha) ? (knowledge.commit(sha, span) ?? []) : []));
    const closesWith = state.mergeSha ?? landed.at(-1) ?? originals.at(-1);
    const ends = [state.mergeSha, tip].filter((sha) => sha !== null);
    return {
      state,
      openedAt: state.openedAt !== null && span.reached(state.openedAt) ? state.openedAt : null,
      method,
      originals,
      ownOriginals,
      landed,
      closesWith,
      isChange: [...(closesWith === undefined ? [] : [closesWith]), ...landed, ...originals].some(own),
      firstOriginalAt: earliest(ownOriginals),
      shas: [
        ...new Set([...originals, ...landed, ...ends, ...(sought?.visited ?? []), ...merge.visited, ...rebase.visited]),
      ],
    };
  }
}

/** Whether the commit is one that was proposed, or one that landed. */
export const contains = ({ originals, landed }: MergedRequest, sha: string): boolean =>
  originals.includes(sha) || landed.includes(sha);

export function earliest(commits: readonly KnownCommit[]): number | null {
  return commits.reduce<number | null>(
    (least, { committedAt }) => (least === null || committedAt < least ? committedAt : least),
    null,
  );
}

/**
 * How it was merged, inferred where it is not told: a merge if its merge commit has two parents or the proposal itself
 * is in the history of that commit, else one landed commit is a squash and several are a rebase.
 */
function methodOf(
  state: MergedState,
  tip: string | null,
  knowledge: Knowledge,
  span: Span,
): { method: MergeMethod; visited: readonly string[] } {
  if (state.method !== null) return { method: state.method, visited: [] };
  const several = state.landed.length > 1;
  if (state.mergeSha === null) {
    return { method: several ? 'rebase' : state.landed.length === 1 ? 'squash' : 'merge', visited: [] };
  }
  if ((knowledge.commit(state.mergeSha, span)?.parents?.length ?? 0) > 1) return { method: 'merge', visited: [] };
  if (tip === null) return { method: several ? 'rebase' : 'squash', visited: [] };
  const { contains, visited } = historyContains(state.mergeSha, tip, state.baseSha, { knowledge, span });
  return { method: contains ? 'merge' : several ? 'rebase' : 'squash', visited };
}

/** Whether the tip is the commit or one of its ancestors; commits older than the tip cannot lead to it. */
function historyContains(
  sha: string,
  tip: string,
  baseSha: string | null,
  { knowledge, span }: { knowledge: Knowledge; span: Span },
): { contains: boolean; visited: readonly string[] } {
  const oldest = knowledge.commit(tip, span)?.committedAt;
  const reached = new Set([sha]);
  for (const ancestor of reached) {
    if (ancestor === tip) return { contains: true, visited: [...reached] };
    const commit = knowledge.commit(ancestor, span);
    if (commit === undefined || ancestor === baseSha || reached.size > mostSteps) continue;
    if (oldest === undefined ? ancestor !== sha : commit.committedAt < oldest) continue;
    for (const predecessor of predecessorsOf(commit)) reached.add(predecessor);
  }
  return { contains: false, visited: [...reached] };
}

/**
 * What a rebase put on the base branch, where only the last of it is told: as many commits as were proposed, with their
 * titles. A squash of several is one commit, and those before it have titles of their own.
 */
function rebaseOf(
  { mergeSha, method: toldMethod, landed: toldLanded }: MergedState,
  { originals, method }: { readonly originals: readonly string[]; readonly method: MergeMethod },
  knowledge: Knowledge,
  span: Span,
): { landed?: readonly string[]; visited: readonly string[] } {
  const isOpen = toldLanded.length === 0 && toldMethod !== 'squash' && method !== 'merge';
  if (!isOpen || mergeSha === null || originals.length < 2) return { visited: [] };
  const landed: string[] = [];
  let sha: string | undefined = mergeSha;
  for (const original of originals.toReversed()) {
    if (sha === undefined) return { visited: landed };
    landed.unshift(sha);
    const [commit, proposed] = [knowledge.commit(sha, span), knowledge.commit(original, span)];
    if (commit === undefined || commit.title === '' || commit.title !== proposed?.title) return { visited: landed };
    const before: readonly string[] = predecessorsOf(commit);
    sha = before.length === 1 ? before[0] : undefined;
  }
  return { landed, visited: landed };
}
