import { createHash } from 'node:crypto';
import type { Hook } from './client.js';

/** Secret of every endpoint here. */
export const SECRET = 'secret-of-the-hook';

const DAY = '2026-03-02';
/** "10:30" of the day everything happens on. */
export const at = (time: string): string => `${DAY}T${time}:00Z`;

/** A full SHA, told apart by a few letters of one's own. */
export const sha = (name: string): string => createHash('sha1').update(name).digest('hex');
const NONE = '0'.repeat(40);

/** A repository of GitHub; its id stays when its name changes. */
export interface Repository {
  readonly id: number;
  readonly name: string;
}

export interface Pushed {
  readonly name: string;
  readonly at: string;
  readonly message?: string;
  readonly paths?: readonly string[];
  /** Who put it there: GitHub itself, where a button or the merge queue did. */
  readonly by?: 'web-flow' | 'ada';
}

const repositoryOf = ({ id, name }: Repository): object => {
  const [owner, own] = name.split('/');
  return { id, name: own, full_name: name, owner: { login: owner, type: 'Organization' }, default_branch: 'main' };
};

let deliveries = 0;
const github = (event: string, repository: Repository, body: object, more: object = {}): Hook => ({
  endpoint: 'github',
  event,
  id: `5f6a1c52-0000-4000-8000-${String((deliveries += 1)).padStart(12, '0')}`,
  body: JSON.stringify({ ...body, repository: { ...repositoryOf(repository), ...more } }),
  secret: SECRET,
});

/** A push of commits, oldest first, that landed after another one; to the default branch where no other is named. */
export function push(repository: Repository, after: string | null, commits: readonly Pushed[], branch = 'main'): Hook {
  const last = commits.at(-1);
  return moved(repository, branch, { before: after, after: last?.name ?? null, at: last?.at ?? '00:00', commits });
}

interface Moved {
  readonly before: string | null;
  readonly after: string | null;
  readonly at: string;
  readonly commits: readonly Pushed[];
}

/** A push that moves, makes or takes away a branch. */
function moved(repository: Repository, branch: string, { before, after, at: time, commits }: Moved): Hook {
  const listed = commits.map((commit) => ({
    id: sha(commit.name),
    timestamp: at(commit.at),
    message: commit.message ?? commit.name,
    author: { name: 'Ada', username: 'ada' },
    committer: { name: 'x', username: commit.by ?? 'ada' },
    added: [],
    modified: commit.paths ?? ['main.ts'],
    removed: [],
  }));
  const body = {
    ref: `refs/heads/${branch}`,
    before: before === null ? NONE : sha(before),
    after: after === null ? NONE : sha(after),
    created: before === null,
    deleted: after === null,
    forced: false,
    pusher: { name: 'ada' },
    head_commit: listed.at(-1) ?? null,
    commits: listed,
  };
  return github('push', repository, body, { pushed_at: Date.parse(at(time)) / 1000 });
}

/** A branch that was made at a commit which is there already. */
export const branched = (repository: Repository, branch: string, from: string, time: string): Hook =>
  moved(repository, branch, { before: null, after: from, at: time, commits: [] });

/** A branch that was taken away. */
export const removed = (repository: Repository, branch: string, tip: string, time: string): Hook =>
  moved(repository, branch, { before: tip, after: null, at: time, commits: [] });

export interface Merged {
  readonly number: number;
  readonly head: string;
  readonly base: string;
  readonly merge: string;
  readonly openedAt: string;
  readonly mergedAt: string;
  readonly into?: string;
  /** Who opened it: a person where none is named. */
  readonly bot?: string;
  readonly title?: string;
}

/** A pull request when it was merged. */
export function merged(repository: Repository, request: Merged): Hook {
  const { number, head, base, merge, openedAt, mergedAt, into = 'main', bot, title = `Number ${number}` } = request;
  return github('pull_request', repository, {
    action: 'closed',
    number,
    pull_request: {
      id: repository.id * 1000 + number,
      number,
      title,
      html_url: `https://github.com/${repository.name}/pull/${number}`,
      state: 'closed',
      merged: true,
      draft: false,
      user: bot === undefined ? { id: 7, login: 'ada', type: 'User' } : { id: 8, login: bot, type: 'Bot' },
      created_at: at(openedAt),
      updated_at: at(mergedAt),
      closed_at: at(mergedAt),
      merged_at: at(mergedAt),
      merge_commit_sha: sha(merge),
      head: { ref: `branch-${number}`, sha: sha(head) },
      base: { ref: into, sha: sha(base) },
      labels: [],
    },
  });
}

/** The group of a merge queue: a branch of its own, what is asked and told of it, and its end. */
export function queued(
  repository: Repository,
  group: { base: string; commits: readonly Pushed[]; end: string },
): Hook[] {
  const { base, commits, end } = group;
  const [head, number] = [commits.at(-1)?.name ?? '', commits.length];
  const branch = `gh-readonly-queue/main/pr-${number}-${sha(base)}`;
  const merge_group = {
    head_sha: sha(head),
    head_ref: `refs/heads/${branch}`,
    base_sha: sha(base),
    base_ref: 'refs/heads/main',
    head_commit: { id: sha(head), timestamp: at(end), message: head },
  };
  return [
    moved(repository, branch, { before: null, after: head, at: commits.at(-1)?.at ?? end, commits }),
    github('merge_group', repository, { action: 'checks_requested', merge_group }),
    github('merge_group', repository, { action: 'destroyed', reason: 'merged', merge_group }),
    removed(repository, branch, head, end),
  ];
}

export interface Rollout {
  readonly id: number;
  readonly commit: string;
  readonly from: string;
  readonly to: string;
  readonly environment?: string;
  /** The run of a workflow that it is a part of. */
  readonly run?: number;
}

/** A deployment of GitHub with how it ended. */
export function deployed(repository: Repository, rollout: Rollout): Hook[] {
  const { id, commit, from, to, environment = 'production', run } = rollout;
  const workflow_run = run === undefined ? null : { id: run };
  const deployment = {
    id,
    sha: sha(commit),
    ref: 'main',
    task: 'deploy',
    environment,
    created_at: at(from),
    updated_at: at(from),
    payload: {},
    creator: { id: 9, login: 'github-actions[bot]', type: 'Bot' },
  };
  const status = (current: string, time: string, more: number): Hook =>
    github('deployment_status', repository, {
      action: 'created',
      deployment_status: {
        id: id * 10 + more,
        state: current,
        environment,

        created_at: at(time),
        updated_at: at(time),
      },
      deployment,
      workflow_run,
    });
  return [
    github('deployment', repository, { action: 'created', deployment }),
    status('in_progress', from, 1),
    status('success', to, 2),
  ];
}

export const renamed = (repository: Repository, from: string): Hook =>
  github('repository', repository, {
    action: 'renamed',
    changes: { repository: { name: { from } } },
  });

/** A repository that another organisation has now, at a time of the day. */
export const transferred = (repository: Repository, from: string, time: string): Hook =>
  github(
    'repository',
    repository,
    { action: 'transferred', changes: { owner: { from: { organization: { login: from, id: 7 } } } } },
    { updated_at: at(time) },
  );

export interface Synced {
  readonly application: string;
  readonly repository: string;
  readonly commit: string;
  readonly from: string;
  readonly to: string;
  readonly images?: readonly string[];
}

/** A sync of Argo CD that succeeded. */
export function synced({ application, repository, commit, from, to, images = [] }: Synced): object {
  const source = { path: '.', repoURL: `https://github.com/${repository}.git`, targetRevision: 'HEAD' };
  return {
    timestamp: at(to),
    context: { argocdUrl: 'https://argocd.example.org' },
    app: {
      kind: 'Application',
      metadata: { name: application, namespace: 'argocd', uid: application, labels: { environment: 'production' } },
      spec: { destination: { server: 'https://kubernetes.default.svc', namespace: 'production' }, source },
      status: {
        summary: { images },
        operationState: {
          phase: 'Succeeded',
          startedAt: at(from),
          finishedAt: at(to),
          operation: { sync: { revision: sha(commit) } },
          syncResult: { revision: sha(commit), source },
        },
      },
    },
  };
}
