import { z } from 'zod';
import { idOrIds, instant, patchFields } from '../envelope.js';

/** Kinds of deployment (metrics.md §2, "Kind"); `flag` is a feature-flag change reported as a deployment. */
export const deploymentKinds = ['change', 'hotfix', 'config', 'rollback', 'redeploy', 'flag'] as const;

/**
 * One attempt to bring a version of a service into a target of an environment.
 * Attempts with the same (service, environment, group) are one deployment.
 */
export const deployment = z.looseObject({
  ...patchFields,
  /** Id of this attempt, unique over all sources. */
  id: z.string().min(1),
  /** Run or release that attempts belong to; without it each attempt is a deployment of its own. */
  group: z.string().nullish(),
  /** Region, cluster or customer; without it the environment is one target. */
  target: z.string().nullish(),
  service: z.string().nullish(),
  environment: z.string().nullish(),
  /** production, staging, …; missing: from the environment's name and the catalogue. */
  envTier: z.string().nullish(),
  /** The kind of sender (github, argocd, …), for `assumeExposed` and witnesses. */
  source: z.string().nullish(),
  status: z.enum(['succeeded', 'failed', 'cancelled', 'in_progress']).nullish(),
  /** Whether a failed attempt reached users. Missing: unknown. */
  exposed: z.boolean().nullish(),
  startedAt: instant.nullish(),
  finishedAt: instant.nullish(),
  sha: z.string().nullish(),
  repo: z.string().nullish(),
  repositoryId: z.string().optional(),
  /** Version as people call it: a tag, an image, a build number. */
  version: z.string().nullish(),
  ref: z.string().nullish(),
  /**
   * Commits of several repositories that it brought at once. `sha` and `repo` are the service's own; without them the first
   * is.
   */
  components: z.array(z.object({ repository: z.string().min(1), sha: z.string().min(1) })).nullish(),
  /** Images and packages it brought: digests, image references or package URLs. Tell the commit where `sha` does not. */
  artifacts: z.array(z.string()).nullish(),
  configVersion: z.union([z.string(), z.number()]).nullish(),
  kind: z.enum(deploymentKinds).nullish(),
  rollbackOf: z.string().nullish(),
  fixes: idOrIds.nullish(),
  fixesIncident: idOrIds.nullish(),
  planned: z.boolean().nullish(),
  trigger: z.enum(['auto', 'manual']).nullish(),
  /** Who started it: a login, a name, an address. Rows hold a keyed hash of it, here and of every other person. */
  actor: z.string().nullish(),
  url: z.string().nullish(),
  /** Exact list of SHAs carried, where the pipeline sends it: outranks ancestry. */
  commits: z.array(z.string()).nullish(),
  flags: z.array(z.string()).nullish(),
  steps: z.object({ automated: z.number(), manual: z.number() }).nullish(),
  failedMark: z.boolean().nullish(),
});
