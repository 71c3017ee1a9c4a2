import { carrierClasses, type ChangeElement, type CommitElement } from '@leadline/tables';
import type { PullRequestState } from '../../fold/pull-request.js';
import type { Carried, Carriers, Walked } from './carriers.js';
import { type Chain, isBefore } from './chain.js';
import type { FlagElement, LinkOptions } from './facts.js';
import { flagsOfCommit, flagsOfRequest } from './flags.js';
import type { KnownCommit, Knowledge } from './knowledge.js';
import { names, tellsOriginals } from './ownership.js';
import { type CommitOpenings, earlier, type Sought } from './openings.js';
import type { MergedRequest, PullRequests } from './pull-requests.js';
import { reviewedAt } from './reviews.js';
import { Span } from './span.js';

export interface Elements {
  readonly commits: CommitElement[];
  readonly changes: ChangeElement[];
  readonly flags: FlagElement[];
  readonly shas: ReadonlySet<string>;
}

type CommitFacts = Omit<CommitElement, 'knownFrom' | 'knownUntil'>;
type ChangeFacts = Omit<ChangeElement, 'knownFrom' | 'knownUntil'>;

/** What is looked up for the elements of all rows of a service. */
export interface Sources {
  readonly chain: Chain;
  readonly carriers: Carriers;
  readonly knowledge: Knowledge;
  readonly requests: PullRequests;
  readonly openings: CommitOpenings;
  readonly options: LinkOptions;
}

/** The samples of one deployment: for every commit it carried, each interval in which nothing said of it changed. */
export class RowElements implements Elements {
  readonly commits: CommitElement[] = [];
  readonly changes: ChangeElement[] = [];
  readonly flags: FlagElement[] = [];
  readonly shas = new Set<string>();
  private readonly sought = new Map<string, Sought[]>();

  private readonly heads: readonly Carried[];

  constructor(
    row: Walked,
    private readonly sources: Sources,
  ) {
    this.heads = row.carried.filter(({ sha, version }) => isHead(sha, version));
    for (const carried of row.carried) this.seekOriginals(carried);
    for (const carried of row.carried) {
      this.shas.add(carried.sha);
      if (!carried.joins) this.describe(carried);
    }
  }

  /**
   * Where a pull request does not tell its originals, or which commits landed, those that were found belong to it in the
   * deployment that carries a commit it names. One that carries only such commits (it was deployed from the branch) does
   * not know of the pull request: to it they are direct pushes.
   */
  private seekOriginals({ sha, from, until }: Carried): void {
    for (const timeline of this.sources.knowledge.changesOf(sha)) {
      if (timeline.every(({ state }) => isToldWhole(state))) continue;
      for (let at = from; at < until;) {
        const span = new Span(at);
        const request = this.sources.requests.at(timeline, span);
        const end = Math.min(span.until, until);
        if (request !== undefined && names(request.state, sha)) {
          const found = [...(tellsOriginals(request.state) ? [] : request.originals), ...request.landed];
          for (const one of found) this.remember(one, { timeline, from: at, until: end });
        }
        at = end;
      }
    }
  }

  private remember(sha: string, sought: Sought): void {
    const known = this.sought.get(sha);
    if (known === undefined) this.sought.set(sha, [sought]);
    else known.push(sought);
  }

  private describe(carried: Carried): void {
    const { knowledge, openings, options } = this.sources;
    for (let at = carried.from; at < carried.until;) {
      const span = new Span(at);
      const commit = knowledge.commit(carried.sha, span);
      const { requests, shas } = openings.requestsOf(carried.sha, span, this.sought);
      const owner = requests[0];
      const closed = requests.filter((request) => request.isChange && request.closesWith === carried.sha);
      for (const sha of shas) this.shas.add(sha);

      const commits: CommitFacts[] = [];
      const delivered = closed.filter((request) => this.touchesService(request, span));
      const changes: ChangeFacts[] = delivered.map((request) => this.ofRequest(request, span));
      const flags = delivered.flatMap((request) => flagsOfRequest(request, knowledge, span));
      if (commit !== undefined && isOfService(commit, options)) {
        const facts = this.ofCommit(commit, owner, carried, span);
        commits.push(facts);
        flags.push(...flagsOfCommit(commit, owner));
        if (owner === undefined) changes.push(directPush(facts, commit));
      }
      const [knownFrom, knownUntil] = [at, Math.min(span.until, carried.until)];
      // One spread, and behind the others: two of them cost thirty times as much (V8 11.3).
      for (const facts of commits) this.commits.push({ knownFrom, knownUntil, ...facts });
      for (const facts of changes) this.changes.push({ knownFrom, knownUntil, ...facts });
      for (const facts of flags) this.flags.push({ knownFrom, knownUntil, ...facts });
      at = knownUntil;
    }
  }

  private ofCommit(
    commit: KnownCommit,
    owner: MergedRequest | undefined,
    { version }: Carried,
    span: Span,
  ): CommitFacts {
    const { openings } = this.sources;
    const { sha, patchId } = commit;
    const own = openings.of(commit, owner, span);
    const patches = patchId === null ? undefined : openings.ofPatch(patchId, span);
    for (const needed of patches?.shas ?? []) this.shas.add(needed);
    const patch = earlier(patches?.earliest, own);
    return {
      sha,
      ...own,
      bot: commit.bot ? 1 : 0,
      merge: isMerge(commit, owner) ? 1 : 0,
      head: isHead(sha, version) ? 1 : 0,
      patchId: patchId ?? '',
      patchCommittedAt: patch.committedAt,
      patchRepairedAt: patch.repairedAt,
      patchFirstCommitAt: patch.firstCommitAt,
      patchOpenedAt: patch.openedAt,
      patchMergedAt: patch.mergedAt,
      patchShipped: patchId === null ? 0 : this.shippedBefore(commit, patchId, version, span),
      change: owner?.state.change ?? '',
    };
  }

  /** Classes of the deployments before this one that carried another commit with the patch. */
  private shippedBefore(commit: KnownCommit, patchId: string, version: Carried['version'], span: Span): number {
    const { chain, carriers, knowledge } = this.sources;
    let classes = 0;
    const ship = (by: Carried['version'] | undefined): void => {
      if (by !== undefined && isBefore(by, version)) classes |= 1 << carrierClasses.indexOf(by.kindClass);
    };
    for (const sha of knowledge.commitsOfPatch(patchId)) {
      if (sha === commit.sha) continue;
      const stored = knowledge.carriersOf(sha) ?? [];
      if (knowledge.commit(sha, span)?.patchId !== patchId) continue;
      for (const { version: by, from, until } of carriers.carriedEver.get(sha) ?? []) {
        if (span.within(from, until)) ship(by);
      }
      for (const { row, from, until } of stored) {
        if (chain.isReused(row) && span.within(from, until)) ship(chain.versionAt(row, span));
      }
    }
    return classes;
  }

  private ofRequest(request: MergedRequest, span: Span): ChangeFacts {
    const { state, openedAt, closesWith } = request;
    const { knowledge, openings } = this.sources;
    const landed = [...new Set([...request.landed, closesWith ?? ''])].flatMap(
      (sha) => knowledge.commit(sha, span) ?? [],
    );
    const commits = request.ownOriginals.length > 0 ? request.ownOriginals : landed;
    const firstCommitAt = Math.min(...commits.map(({ committedAt }) => committedAt));
    const carriesHead = this.heads.some(
      ({ sha, from, until }) =>
        span.within(from, until) &&
        openings.requestsOf(sha, span, this.sought).requests[0]?.state.change === state.change,
    );
    return {
      change: state.change,
      title: state.title,
      url: state.url,
      firstCommitAt,
      openedAt: openedAt ?? firstCommitAt,
      mergedAt: state.mergedAt,
      bot: commits.every(({ bot }) => bot) ? 1 : 0,
      merge: 0,
      head: carriesHead ? 1 : 0,
      ...reviewedAt(request),
      pushedAt: null,
    };
  }

  /** Whether any commit that the pull request landed is the service's; a merge commit is judged by what it merged. */
  private touchesService(request: MergedRequest, span: Span): boolean {
    const { knowledge, options } = this.sources;
    const merged = request.method === 'merge' ? request.ownOriginals : [];
    if (merged.length > 0) return merged.some((commit) => isOfService(commit, options));
    return [...new Set([...request.landed, request.closesWith ?? ''])].some((sha) => {
      const commit = knowledge.commit(sha, span);
      return commit !== undefined && isOfService(commit, options);
    });
  }
}

/** Whether nothing of a pull request is sought: it tells what was proposed and what landed, or neither can be found. */
const isToldWhole = (request: PullRequestState): boolean =>
  tellsOriginals(request) ? request.landed.length > 0 || request.mergeSha === null : request.headSha === null;

/** The deployed commit itself, of each of its repositories. */
const isHead = (sha: string, { sha: own, others }: Carried['version']): boolean =>
  sha === own || (others?.includes(sha) ?? false);

const isOfService = ({ paths }: KnownCommit, options: LinkOptions): boolean =>
  paths === null || (options.paths?.(paths) ?? true);

/** By its parents; where they are not told, by what the pull request says of its merge commit. */
function isMerge(commit: KnownCommit, owner: MergedRequest | undefined): boolean {
  if (commit.parents !== null) return commit.parents.length > 1;
  return owner?.method === 'merge' && owner.state.mergeSha === commit.sha && !owner.originals.includes(commit.sha);
}

function directPush(facts: CommitFacts, { title, pushedAt }: KnownCommit): ChangeFacts {
  const { sha, firstCommitAt, openedAt, mergedAt, bot, merge, head } = facts;
  const own = { change: `commit:${sha}`, title, url: '', firstCommitAt, openedAt, mergedAt, bot, merge, head };
  return { ...own, readyAt: null, firstReviewAt: null, approvedAt: null, pushedAt };
}
