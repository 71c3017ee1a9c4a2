import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A commit of a repository. One entity per SHA: forks and renamed repositories share it. */
export const commit = z.looseObject({
  ...patchFields,
  /** Repository as "owner/name"; an attribute, never a key. */
  repo: z.string().optional(),
  /** The source's immutable id of the repository, where it gives one. */
  repositoryId: z.string().optional(),
  sha: z.string().min(1),
  /** Committer date: the clock of lead time (survives amend and rebase). */
  committedAt: instant.nullish(),
  authoredAt: instant.nullish(),
  /** Parent SHAs, first parent first. Absent when the source does not tell (pushes): then {@link landedAfter} is used. */
  parents: z.array(z.string()).nullish(),
  /** SHA the branch pointed to before this commit landed, by the order of a push. */
  landedAfter: z.string().nullish(),
  /** Whether an automaton wrote it. */
  bot: z.boolean().nullish(),
  /** Hash of the diff (`git patch-id --stable`): equal for cherry-picks of one patch. */
  patchId: z.string().nullish(),
  /** SHA this commit reverts. */
  reverts: z.string().nullish(),
  /** First line of the message. */
  title: z.string().nullish(),
  /** Who wrote it, by the name that `actor` of a deployment would give them. */
  author: z.string().nullish(),
  /** Flags named by a `Flag:` trailer or the catalogue. */
  flags: z.array(z.string()).nullish(),
  /** Keys of the issues it belongs to, such as "SHOP-1184" or "acme/shop#12"; found in message and branch. Those in `title` need not be repeated. */
  issues: z.array(z.string()).nullish(),
  /** When it landed on the deployed branch without a pull request. */
  pushedAt: instant.nullish(),
  /** Paths changed, for monorepo rules; absent when unknown. */
  paths: z.array(z.string()).nullish(),
});
