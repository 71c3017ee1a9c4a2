import { z } from 'zod';

/** What bodies of hooks say of their project, as far as it is read. */
export const projectFields = z.object({
  id: z.number().int(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  default_branch: z.string().nullish(),
  ci_config_path: z.string().nullish(),
});
export type ProjectFields = z.infer<typeof projectFields>;

const page = z.number().int().positive();
const at = z.number().int();
const wanted = { since: at, until: at };
const ofProject = { project: projectFields };
/** From the earliest update on: `after` (epoch milliseconds) moves with what was read. */
const byUpdate = { ...ofProject, ...wanted, after: at, page, seen: z.array(z.string()) };

/** Lists come first, what is asked of each of their members after them. */
const step = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('project'), path: z.string(), ...wanted }),
  z.object({ kind: z.literal('group'), path: z.string(), page, ...wanted }),
  z.object({ kind: z.literal('commits'), ...ofProject, ...wanted, page, tip: z.string() }),
  z.object({ kind: z.literal('merge_requests'), ...byUpdate }),
  z.object({
    kind: z.literal('notes'),
    ...ofProject,
    of: z.array(z.object({ iid: page, author: z.number().int(), title: z.string(), created_at: z.string() })),
    page,
  }),
  z.object({
    kind: z.literal('merge_request_commits'),
    ...ofProject,
    of: z.array(z.object({ iid: page, sha: z.string() })),
    page,
    commits: z.array(z.unknown()),
  }),
  /** Tiers by the name of the environment, which deployments do not tell. */
  z.object({
    kind: z.literal('environments'),
    ...ofProject,
    ...wanted,
    page,
    tiers: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('deployments'), ...byUpdate, tiers: z.record(z.string(), z.string()) }),
  z.object({ kind: z.literal('pipelines'), ...byUpdate }),
  z.object({ kind: z.literal('pipeline_details'), ...ofProject, of: z.array(z.number().int()) }),
  z.object({ kind: z.literal('releases'), ...ofProject, ...wanted, page }),
  z.object({ kind: z.literal('issues'), ...byUpdate }),
]);

export type GitlabStep = z.infer<typeof step>;
export type StepOf<K extends GitlabStep['kind']> = Extract<GitlabStep, { kind: K }>;

/** A step as it was kept; undefined: it is none of this version. */
export const gitlabStepOf = (kept: unknown): GitlabStep | undefined => step.safeParse(kept).data;
