import { z } from 'zod';

/** What bodies of hooks say of their repository, as far as it is read. */
export const repositoryFields = z.object({
  id: z.number().int(),
  name: z.string(),
  full_name: z.string().regex(/^[^/\s?#]+\/[^/\s?#]+$/),
  default_branch: z.string(),
});
export type RepositoryFields = z.infer<typeof repositoryFields>;

const page = z.number().int().positive();
const at = z.number().int();
const wanted = { since: at, until: at };
const ofRepository = { repository: repositoryFields };
const user = z.object({ id: z.number().int(), login: z.string(), type: z.string().optional() }).nullable();

/** A deployment, with what its hooks say of it. */
export const deploymentFields = z.object({
  id: z.number().int(),
  sha: z.string(),
  ref: z.string(),
  task: z.string().optional(),
  environment: z.string(),
  production_environment: z.boolean().optional(),
  created_at: z.string(),
  creator: user.optional(),
  payload: z.object({ version: z.string().optional() }).optional(),
});

export const statusFields = z.object({
  id: z.number().int(),
  state: z.string(),
  environment: z.string().optional(),
  created_at: z.string(),
  log_url: z.string().nullish(),
  target_url: z.string().nullish(),
});

/** Lists come first, what is asked of each of their members after them: a list read in one go shifts least meanwhile. */
const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repository'), name: z.string(), ...wanted }),
  z.object({ kind: z.literal('account'), name: z.string(), owner: z.enum(['orgs', 'users']), page, ...wanted }),
  /** From the newest update on. `again`: the second look at what changed during the first. */
  z.object({ kind: z.literal('pull_requests'), ...ofRepository, ...wanted, page, again: z.boolean() }),
  z.object({
    kind: z.literal('reviews'),
    ...ofRepository,
    of: z.array(z.object({ number: page, author: z.number().int().nullable() })),
    page,
  }),
  z.object({
    kind: z.literal('pull_request_commits'),
    ...ofRepository,
    of: z.array(z.object({ number: page, head: z.string() })),
    page,
    commits: z.array(z.unknown()),
  }),
  z.object({ kind: z.literal('deployments'), ...ofRepository, ...wanted, page }),
  z.object({
    kind: z.literal('deployment_statuses'),
    ...ofRepository,
    of: z.array(deploymentFields),
    page,
    statuses: z.array(statusFields),
  }),
  z.object({ kind: z.literal('releases'), ...ofRepository, ...wanted, page }),
  z.object({ kind: z.literal('tagged_commits'), ...ofRepository, of: z.array(z.string()) }),
  z.object({ kind: z.literal('workflow_runs'), ...ofRepository, ...wanted, page }),
  z.object({
    kind: z.literal('run_attempts'),
    ...ofRepository,
    of: z.array(z.object({ run: z.number().int(), attempt: page })),
  }),
  /** From the earliest update on: `since` moves with what was read. */
  z.object({ kind: z.literal('issues'), ...ofRepository, ...wanted, page, seen: z.array(z.string()) }),
  /** `tip`: the commit the first page began with, so that pushes meanwhile shift nothing. */
  z.object({ kind: z.literal('commits'), ...ofRepository, ...wanted, page, tip: z.string() }),
]);

export type GithubStep = z.infer<typeof step>;
export type StepOf<K extends GithubStep['kind']> = Extract<GithubStep, { kind: K }>;

/** A step as it was kept; undefined: it is none of this version. */
export const githubStepOf = (kept: unknown): GithubStep | undefined => step.safeParse(kept).data;
