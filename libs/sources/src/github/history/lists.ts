import { z } from 'zod';
import { type ApiAnswer, goesOn, isoSecond, nextByUpdate, notSeen, query, read, type Read } from '../../history.js';
import { commitFields, commitsHook, issueHooks, pullRequestHooks, releaseHook, workflowRunHook } from './bodies.js';
import { bodyOf, listedTimes, time, isSince } from '../../api-reading.js';
import { deploymentFields, type GithubStep, repositoryFields, type RepositoryFields, type StepOf } from './steps.js';

/** As many as a page can hold. */
export const PAGE = 100;
/** A search for runs answers no more than these, however many there are. */
const MOST_RUNS = 1_000;
/** By how much the clock here may be ahead of GitHub's. */
const CLOCK_DIFFERENCE_MS = 300_000;
/** Runs of one second are not told apart any more. */
const SHORTEST_SPAN_MS = 1_000;

/** Everything that is listed of a repository. */
export function ofRepository(repository: RepositoryFields, since: number, until: number): GithubStep[] {
  const common = { repository, since, until, page: 1 };
  return [
    { kind: 'commits', ...common, tip: repository.default_branch },
    { kind: 'pull_requests', ...common, again: false },
    { kind: 'deployments', ...common },
    { kind: 'releases', ...common },
    { kind: 'workflow_runs', ...common },
    { kind: 'issues', ...common, seen: [] },
  ];
}

export function readRepository({ since, until }: StepOf<'repository'>, answer: ApiAnswer): Read {
  return read({ next: ofRepository(bodyOf(repositoryFields, answer), since, until), found: { repositories: 1 } });
}

const listedRepository = repositoryFields.extend({
  archived: z.boolean().optional(),
  disabled: z.boolean().optional(),
  fork: z.boolean().optional(),
  pushed_at: time.nullish(),
});

/** Of an account's repositories those that may have a part in it: no forks, nothing that rests since before. */
export function readAccount(step: StepOf<'account'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedRepository), answer);
  const live = listed.filter(
    ({ archived, disabled, fork, pushed_at }) =>
      !archived && !disabled && !fork && pushed_at != null && isSince(pushed_at, step.since),
  );
  const following = goesOn(listed, answer) ? [{ ...step, page: step.page + 1 }] : [];
  const fields = live.map((repository) => repositoryFields.parse(repository));
  const next = [...following, ...fields.flatMap((repository) => ofRepository(repository, step.since, step.until))];
  return read({ next, found: { repositories: live.length } });
}

const listedPullRequest = z.looseObject({
  number: z.number().int(),
  ...listedTimes,
  merged_at: time.nullish(),
  user: z.looseObject({ id: z.number().int() }).nullable(),
  head: z.looseObject({ sha: z.string() }),
});

/** Newest update first. What changes meanwhile moves to the front, so the front is looked at again at the end. */
export function readPullRequests(step: StepOf<'pull_requests'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedPullRequest), answer);
  const wanted = listed.filter(({ updated_at }) => isSince(updated_at, step.since));
  const { repository } = step;
  const isOver = wanted.length < listed.length || !goesOn(listed, answer);
  const following = isOver
    ? step.again || step.page === 1
      ? []
      : [{ ...step, page: 1, since: step.until - CLOCK_DIFFERENCE_MS, again: true }]
    : [{ ...step, page: step.page + 1 }];
  const reviewed = wanted.map(({ number, user }) => ({ number, author: user?.id ?? null }));
  // One that was closed without a merge brought no commit anywhere.
  const carrying = wanted.filter(
    ({ closed_at, merged_at }) => (closed_at ?? null) === null || (merged_at ?? null) !== null,
  );
  const commits = carrying.map(({ number, head }) => ({ number, head: head.sha }));
  return read({
    deliveries: wanted.flatMap((pull) => pullRequestHooks(repository, pull)),
    next: [
      ...following,
      ...(reviewed.length > 0 ? [{ kind: 'reviews', repository, of: reviewed, page: 1 }] : []),
      ...(commits.length > 0 ? [{ kind: 'pull_request_commits', repository, of: commits, page: 1, commits: [] }] : []),
    ],
    found: { 'pull requests': wanted.length },
  });
}

const listedDeployment = z.looseObject({
  ...deploymentFields.shape,
  // Text, where whoever made the deployment put text there.
  payload: z.unknown().optional(),
});
const payloadFields = z.object({ version: z.string() });

/** Newest first; one that began before has no part in it. */
export function readDeployments(step: StepOf<'deployments'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedDeployment), answer);
  const wanted = listed.filter(({ created_at }) => isSince(created_at, step.since));
  const { repository } = step;
  const isOver = wanted.length < listed.length || !goesOn(listed, answer);
  const of = wanted.map(({ payload, ...deployment }) =>
    deploymentFields.parse({ ...deployment, payload: payloadFields.safeParse(payload).data }),
  );
  return read({
    next: [
      ...(isOver ? [] : [{ ...step, page: step.page + 1 }]),
      ...(of.length > 0 ? [{ kind: 'deployment_statuses', repository, of, page: 1, statuses: [] }] : []),
    ],
    found: { deployments: of.length },
  });
}

const listedRelease = z.looseObject({
  id: z.number().int(),
  tag_name: z.string().min(1),
  draft: z.boolean().optional(),
  created_at: time,
  published_at: time.nullish(),
});

/** By when their commits were made, newest first: one may be published long after, so every page is read. */
export function readReleases(step: StepOf<'releases'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedRelease), answer);
  const wanted = listed.filter(
    ({ draft, created_at, published_at }) => !draft && isSince(published_at ?? created_at, step.since),
  );
  const { repository } = step;
  const of = wanted.map(({ tag_name }) => tag_name);
  return read({
    deliveries: wanted.map((release) => releaseHook(repository, release)),
    next: [
      ...(goesOn(listed, answer) ? [{ ...step, page: step.page + 1 }] : []),
      ...(of.length > 0 ? [{ kind: 'tagged_commits', repository, of }] : []),
    ],
    found: { releases: wanted.length },
  });
}

const runsPage = z.object({
  total_count: z.number().int(),
  workflow_runs: z.array(z.looseObject({ id: z.number().int(), run_attempt: z.number().int().optional() })),
});

/** Where there are more than a search answers, each half of the time is searched on its own. */
export function readWorkflowRuns(step: StepOf<'workflow_runs'>, answer: ApiAnswer): Read {
  const { total_count, workflow_runs } = bodyOf(runsPage, answer);
  const { repository, since, until, page } = step;
  if (page === 1 && total_count > MOST_RUNS && until - since > SHORTEST_SPAN_MS) {
    const middle = Math.floor((since + until) / 2_000) * 1_000;
    return read({
      next: [
        { ...step, since: middle },
        { ...step, until: middle },
      ],
    });
  }
  const earlier = workflow_runs.flatMap(({ id, run_attempt = 1 }) =>
    Array.from({ length: run_attempt - 1 }, (_, index) => ({ run: id, attempt: index + 1 })),
  );
  return read({
    deliveries: workflow_runs.map((run) => workflowRunHook(repository, run)),
    next: [
      ...(goesOn(workflow_runs, answer) ? [{ ...step, page: page + 1 }] : []),
      ...(earlier.length > 0 ? [{ kind: 'run_attempts', repository, of: earlier }] : []),
    ],
    found: { 'workflow runs': workflow_runs.length },
  });
}

const listedIssue = z.looseObject({ id: z.number().int(), ...listedTimes, pull_request: z.unknown().optional() });

/** Earliest update first; each page begins where the last ended, so that nothing is passed over that moves meanwhile. */
export function readIssues(step: StepOf<'issues'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedIssue), answer);
  const wanted = notSeen(listed, step.seen).filter(({ pull_request }) => pull_request === undefined);
  const next = nextByUpdate({ ...step, after: step.since }, listed, answer, 1_000);
  return read({
    deliveries: wanted.flatMap((issue) => issueHooks(step.repository, issue)),
    next: next === undefined ? [] : [{ ...step, since: next.after, page: next.page, seen: next.seen }],
    found: { issues: wanted.length },
  });
}

export const listedCommit = z.looseObject({
  sha: z.string(),
  commit: z.looseObject({ committer: z.looseObject({ date: time }) }),
});

export function readCommits(step: StepOf<'commits'>, answer: ApiAnswer): Read {
  const listed = bodyOf(z.array(listedCommit), answer);
  const { repository } = step;
  const tip = step.page === 1 ? (listed[0]?.sha ?? step.tip) : step.tip;
  return read({
    deliveries: listed.length > 0 ? [commitsHook(repository, listed.map(commitFields))] : [],
    next: goesOn(listed, answer) ? [{ ...step, tip, page: step.page + 1 }] : [],
    found: { commits: listed.length },
  });
}

/** Path of a list, in the order that its reader counts on. */
export function listPath(step: GithubStep): string | undefined {
  switch (step.kind) {
    case 'repository':
      return `/repos/${step.name}`;
    case 'account':
      return `/${step.owner}/${step.name}/repos?${query({ per_page: PAGE, page: step.page, sort: 'full_name' })}`;
    case 'commits':
      return below(step, 'commits', { sha: step.tip, since: isoSecond(step.since), page: step.page });
    case 'pull_requests':
      return below(step, 'pulls', { state: 'all', sort: 'updated', direction: 'desc', page: step.page });
    case 'deployments':
      return below(step, 'deployments', { page: step.page });
    case 'releases':
      return below(step, 'releases', { page: step.page });
    case 'workflow_runs':
      return below(step, 'actions/runs', {
        created: `${isoSecond(step.since)}..${isoSecond(step.until)}`,
        page: step.page,
      });
    case 'issues':
      return below(step, 'issues', {
        state: 'all',
        sort: 'updated',
        direction: 'asc',
        since: isoSecond(step.since),
        page: step.page,
      });
    default:
      return undefined;
  }
}

function below(
  { repository }: { readonly repository: RepositoryFields },
  path: string,
  parameters: Readonly<Record<string, string | number>>,
): string {
  return `/repos/${repository.full_name}/${path}?${query({ per_page: PAGE, ...parameters })}`;
}
