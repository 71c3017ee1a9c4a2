import { instantMs, list, text, truth } from './attributes.js';
import { foldPatches, type Patch } from './patches.js';
import type { Timeline } from './timeline.js';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export interface Review {
  readonly at: number;
  readonly by: string;
  readonly bot: boolean;
  readonly state: string;
}

/** A pull request as it was known at a moment; instants in epoch milliseconds. */
export interface PullRequestState {
  /** Entity: "change:<repository>#<number>". */
  readonly change: string;
  readonly repository: string;
  readonly number: string;
  readonly commits: readonly string[] | null;
  readonly headSha: string | null;
  readonly baseSha: string | null;
  readonly mergedAt: number | null;
  readonly mergeSha: string | null;
  readonly landed: readonly string[];
  readonly method: MergeMethod | null;
  readonly openedAt: number | null;
  readonly readyAt: number | null;
  readonly title: string;
  readonly url: string;
  readonly bot: boolean;
  readonly author: string | null;
  readonly flags: readonly string[];
  readonly reviews: readonly Review[];
}

export function foldPullRequest(entity: string, patches: readonly Patch[]): Timeline<PullRequestState> {
  return foldPatches(patches, (said, applied) => ({
    change: entity,
    repository: text(said, 'repo') ?? '',
    number: text(said, 'number') ?? '',
    commits: list(said, 'commits'),
    headSha: text(said, 'headSha'),
    baseSha: text(said, 'baseSha'),
    mergedAt: instantMs(said, 'mergedAt'),
    mergeSha: text(said, 'mergeSha'),
    landed: list(said, 'landed') ?? [],
    method: methodOf(text(said, 'method')),
    openedAt: instantMs(said, 'openedAt'),
    readyAt: instantMs(said, 'readyAt'),
    title: text(said, 'title') ?? '',
    url: text(said, 'url') ?? '',
    bot: truth(said, 'bot') ?? false,
    author: text(said, 'author'),
    flags: list(said, 'flags') ?? [],
    reviews: reviewsOf(applied),
  }));
}

const methodOf = (method: string | null): MergeMethod | null =>
  method === 'merge' || method === 'squash' || method === 'rebase' ? method : null;

/** Reviews are a set: a review is one by its instant and author, and the last said of it holds. */
function reviewsOf(applied: readonly Patch[]): Review[] {
  const reviews = new Map<string, Review>();
  for (const { data } of applied) {
    for (const review of (data['reviews'] as ReviewSaid[] | null | undefined) ?? []) {
      const at = Date.parse(review.at);
      reviews.set(`${at} ${review.by}`, { at, by: review.by, bot: review.bot ?? false, state: review.state });
    }
  }
  return [...reviews.values()].sort((a, b) => a.at - b.at || (a.by < b.by ? -1 : 1));
}

interface ReviewSaid {
  at: string;
  by: string;
  bot?: boolean | null;
  state: string;
}
