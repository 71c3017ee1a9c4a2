import type { HookRequest } from '@leadline/sources';
import type { GithubWorld } from './github-api.js';

const sha = (n: number): string => n.toString(16).padStart(40, 'c');
/** The commit that lands on day n. */
export const shaOfDay = sha;

const ada = { id: 7, login: 'ada', type: 'User', node_id: 'x', site_admin: false };
const bob = { id: 8, login: 'bob', type: 'User', node_id: 'y', site_admin: false };

/** 10:00 on a day of May 2026, so many minutes later. */
export const at = (day: number, minutes = 0): string =>
  new Date(Date.UTC(2026, 4, day, 10, minutes)).toISOString().replace('.000Z', 'Z');

const repository = { id: 4217, name: 'shop', full_name: 'acme/shop', default_branch: 'main' };

const commit = (n: number, committedAt: string, parents: number[]) => ({
  sha: sha(n),
  node_id: 'z',
  commit: {
    message: `Change ${n}\n\nFlag: checkout-${n}`,
    author: { name: 'Ada', email: 'ada@example.org', date: committedAt },
    committer: { name: 'GitHub', email: 'noreply@github.com', date: committedAt },
  },
  author: ada,
  committer: null,
  parents: parents.map((parent) => ({ sha: sha(parent), url: 'https://api.github.com/x' })),
});

const pullOf = (n: number) => ({
  id: 900 + n,
  number: n,
  title: `Change ${n}`,
  html_url: `https://github.com/acme/shop/pull/${n}`,
  state: 'closed',
  draft: false,
  user: ada,
  created_at: at(n, 5),
  updated_at: at(n, 30),
  closed_at: at(n, 30),
  merged_at: at(n, 30),
  merge_commit_sha: sha(n),
  head: { ref: 'main', sha: sha(1000 + n), repo: { full_name: 'ada/shop' } },
  base: { ref: 'main', sha: sha(n - 1), repo: { full_name: 'acme/shop' } },
  labels: [{ id: 1, name: 'backend', color: 'red' }],
});

const reviewOf = (n: number) => ({
  id: 5000 + n,
  user: bob,
  state: 'APPROVED',
  submitted_at: at(n, 20),
  body: 'fine',
  commit_id: sha(1000 + n),
});

const runOf = (n: number) => ({
  id: 30_000 + n,
  name: 'CI',
  path: '.github/workflows/ci.yml',
  run_attempt: 1,
  status: 'completed',
  conclusion: 'success',
  head_sha: sha(n),
  head_branch: 'main',
  html_url: `https://github.com/acme/shop/actions/runs/${30_000 + n}`,
  created_at: at(n, 31),
  run_started_at: at(n, 31),
  updated_at: at(n, 40),
});

const deploymentOf = (n: number) => ({
  id: 70 + n,
  sha: sha(n),
  ref: 'main',
  task: 'deploy',
  environment: 'production',
  production_environment: true,
  payload: n % 2 === 0 ? { version: `1.${n}.0` } : '',
  creator: { id: 9, login: 'github-actions[bot]', type: 'Bot' },
  created_at: at(n, 60),
  updated_at: at(n, 64),
});

const issueOf = (n: number) => ({
  id: 2000 + n,
  number: 500 + n,
  title: `Down ${n}`,
  html_url: `https://github.com/acme/shop/issues/${500 + n}`,
  state: 'closed',
  state_reason: 'completed',
  user: bob,
  labels: [{ id: 2, name: 'incident' }],
  created_at: at(n, 70),
  updated_at: at(n, 100),
  closed_at: at(n, 100),
});

const statusOf = (n: number, id: number, state: string, minutes: number) => ({
  id,
  state,
  environment: 'production',
  created_at: at(n, minutes),
  updated_at: at(n, minutes),
  log_url: `https://github.com/acme/shop/actions/runs/${40_000 + n}/job/1`,
  target_url: '',
});

/** On day n: a commit on a branch, its pull request, the squashed commit on main, and its deployment an hour later. */
const dayOf = (n: number) => ({
  pull: pullOf(n),
  review: reviewOf(n),
  run: runOf(n),
  deployment: deploymentOf(n),
  statuses: [statusOf(n, 800 + 2 * n + 1, 'success', 64), statusOf(n, 800 + 2 * n, 'in_progress', 61)],
  issue: issueOf(n),
  original: commit(1000 + n, at(n), [n - 1]),
  squashed: commit(n, at(n, 30), [n - 1]),
});

/** So many days of a shop, oldest first, as GitHub lists them. */
export function shopAtGithub(days: number): GithubWorld {
  const all = Array.from({ length: days }, (_, index) => ({ n: index + 1, ...dayOf(index + 1) }));
  return {
    repository: { ...repository, pushed_at: at(days, 30), archived: false, fork: false, private: true },
    pulls: all.map(({ pull }) => pull),
    reviews: Object.fromEntries(all.map(({ n, review }) => [n, [review]])),
    pullCommits: Object.fromEntries(all.map(({ n, original }) => [n, [original]])),
    deployments: all.map(({ deployment, statuses }) => ({ ...deployment, statuses })),
    releases: [],
    tags: {},
    runs: all.map(({ run }) => run),
    issues: all.map(({ issue }) => issue),
    commits: all.map(({ squashed }) => squashed).reverse(),
  };
}

/** What GitHub's hooks told of day n while it happened, in order. */
export function hooksOfDay(n: number): HookRequest[] {
  const { pull, review, run, deployment, statuses, issue } = dayOf(n);
  const open = { ...pull, state: 'open', merged_at: null, closed_at: null, merge_commit_sha: null };
  const [success, begun] = statuses;
  const workflow_run = { id: 40_000 + n };
  const squashed = {
    id: sha(n),
    timestamp: at(n, 30),
    message: `Change ${n}\n\nFlag: checkout-${n}`,
    author: { name: 'Ada', username: 'ada' },
  };
  const pushed = { ...repository, pushed_at: Date.parse(at(n, 30)) / 1000 };
  const push = {
    ref: 'refs/heads/main',
    before: sha(n - 1),
    after: sha(n),
    forced: false,
    commits: [squashed],
    head_commit: squashed,
  };
  return [
    hook('pull_request', { action: 'opened', number: n, pull_request: { ...open, updated_at: at(n, 5) } }),
    hook('pull_request_review', { action: 'submitted', review: { ...review, state: 'approved' }, pull_request: open }),
    hook('pull_request', { action: 'closed', number: n, pull_request: pull }),
    hook('push', push, pushed),
    hook('workflow_run', { action: 'completed', workflow_run: run, workflow: { path: run.path } }),
    hook('deployment', { action: 'created', deployment, workflow_run }),
    hook('deployment_status', { action: 'created', deployment, deployment_status: begun, workflow_run }),
    hook('deployment_status', { action: 'created', deployment, deployment_status: success, workflow_run }),
    hook('issues', {
      action: 'opened',
      issue: { ...issue, updated_at: at(n, 70), closed_at: null, state_reason: null },
    }),
    hook('issues', { action: 'closed', issue }),
  ];
}

function hook(event: string, body: object, of: object = repository): HookRequest {
  const text = JSON.stringify({ ...body, repository: of });
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': `${event}-${text.length}`,
  };
  return { headers, body: Buffer.from(text) };
}
