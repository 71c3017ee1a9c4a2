import { z } from 'zod';
import { instant, patchFields } from '../envelope.js';

/** A pull or merge request: a change that people review. One entity per (repository, number). */
export const pullRequest = z.looseObject({
  ...patchFields,
  repo: z.string().min(1),
  repositoryId: z.string().optional(),
  /** The project that holds the repository, where ids of repositories alone do not say which one it is. */
  projectId: z.string().optional(),
  number: z.union([z.number().int(), z.string()]),
  /** Original commits, oldest first. */
  commits: z.array(z.string()).nullish(),
  /** Tip of the branch that was proposed. */
  headSha: z.string().nullish(),
  /** Branch it was proposed for, and its tip when it was opened. */
  baseRef: z.string().nullish(),
  baseSha: z.string().nullish(),
  mergedAt: instant.nullish(),
  /** Commit that the merge put on the base branch. */
  mergeSha: z.string().nullish(),
  /** Commits that landed on the base branch, oldest first (rebase: one per original). */
  landed: z.array(z.string()).nullish(),
  method: z.enum(['merge', 'squash', 'rebase']).nullish(),
  openedAt: instant.nullish(),
  /** When a draft became ready for review. */
  readyAt: instant.nullish(),
  closedAt: instant.nullish(),
  title: z.string().nullish(),
  url: z.string().nullish(),
  /** Who opened it, by the name that `actor` of a deployment would give them. */
  author: z.string().nullish(),
  bot: z.boolean().nullish(),
  /** Reviews are a set: those of all events are united by (at, by). */
  reviews: z.array(z.object({ at: instant, by: z.string(), bot: z.boolean().nullish(), state: z.string() })).nullish(),
  labels: z.array(z.string()).nullish(),
  /** Keys of the issues it belongs to, such as "SHOP-1184" or "acme/shop#12"; found in description and branch. Those in `title` need not be repeated. */
  issues: z.array(z.string()).nullish(),
  flags: z.array(z.string()).nullish(),
});
