import { instantMs, list, text, truth } from './attributes.js';
import { foldPatches, type Patch } from './patches.js';
import type { Timeline } from './timeline.js';

/** A commit as it was known at a moment. */
export interface CommitState {
  readonly sha: string;
  readonly repository: string;
  /** Committer date, epoch milliseconds; null: only mentioned so far. */
  readonly committedAt: number | null;
  readonly parents: readonly string[] | null;
  readonly landedAfter: string | null;
  readonly bot: boolean;
  readonly patchId: string | null;
  readonly title: string;
  readonly flags: readonly string[];
  readonly paths: readonly string[] | null;
  /** Landing on the deployed branch without a pull request, epoch milliseconds. */
  readonly pushedAt: number | null;
}

export function foldCommit(patches: readonly Patch[]): Timeline<CommitState> {
  return foldPatches(patches, (said) => ({
    sha: text(said, 'sha') ?? '',
    repository: text(said, 'repo') ?? '',
    committedAt: instantMs(said, 'committedAt'),
    parents: list(said, 'parents'),
    landedAfter: text(said, 'landedAfter'),
    bot: truth(said, 'bot') ?? false,
    patchId: text(said, 'patchId'),
    title: text(said, 'title') ?? '',
    flags: list(said, 'flags') ?? [],
    paths: list(said, 'paths'),
    pushedAt: instantMs(said, 'pushedAt'),
  }));
}
