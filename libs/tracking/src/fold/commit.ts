import type { Catalogue } from '@leadline/events';
import { type Attributes, instantMs, list, text, truth } from './attributes.js';
import { matchesGlob } from './glob.js';
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

/** Flags are those of its trailers, and those the catalogue gives to the paths it changed. */
export function foldCommit(patches: readonly Patch[], catalogue: Catalogue): Timeline<CommitState> {
  return foldPatches(patches, (said) => ({
    sha: text(said, 'sha') ?? '',
    repository: text(said, 'repo') ?? '',
    committedAt: instantMs(said, 'committedAt'),
    parents: list(said, 'parents'),
    landedAfter: text(said, 'landedAfter'),
    bot: truth(said, 'bot') ?? false,
    patchId: text(said, 'patchId'),
    title: text(said, 'title') ?? '',
    flags: [...new Set([...(list(said, 'flags') ?? []), ...flagsByPath(said, catalogue)])],
    paths: list(said, 'paths'),
    pushedAt: instantMs(said, 'pushedAt'),
  }));
}

function flagsByPath(said: Attributes, { flags }: Catalogue): string[] {
  const [repository, changed] = [text(said, 'repo') ?? '', list(said, 'paths') ?? []];
  const isIn = (repositories: readonly string[]): boolean =>
    repositories.length === 0 || repositories.some((name) => name === repository || name.endsWith(`:${repository}`));
  return flags
    .filter(({ repositories }) => isIn(repositories))
    .filter(({ paths }) => changed.some((path) => paths.some((glob) => matchesGlob(glob, path))))
    .map(({ flag }) => flag);
}
