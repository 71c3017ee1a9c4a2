import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HookRequest } from '@leadline/sources';

const sha = (n: number): string => n.toString(16).padStart(40, 'd');
const ada = { id: 7, username: 'ada', name: 'Ada', state: 'active' };
const bob = { id: 8, username: 'bob', name: 'Bob', state: 'active' };

const project = {
  id: 30,
  path_with_namespace: 'acme/web/shop',
  web_url: 'https://gitlab.com/acme/web/shop',
  default_branch: 'main',
  ci_config_path: '',
};

/** 10:00 on a day of May 2026, so many minutes later; lists stamp milliseconds, hooks whole seconds in a dialect of their own. */
const at = (day: number, minutes = 0): string => new Date(Date.UTC(2026, 4, day, 10, minutes, 5, 123)).toISOString();
const inHooks = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

interface Listed extends Readonly<Record<string, unknown>> {
  readonly updated_at: string;
}

export interface GitlabWorld {
  mergeRequests: Listed[];
  notes: Record<number, object[]>;
  requestCommits: Record<number, object[]>;
  deployments: Listed[];
  pipelines: Listed[];
  releases: object[];
  issues: Listed[];
  commits: object[];
}

const commit = (n: number, committed_date: string, parents: readonly number[]) => ({
  id: sha(n),
  short_id: sha(n).slice(0, 8),
  parent_ids: parents.map(sha),
  committed_date,
  authored_date: committed_date,
  title: `Change ${n}`,
  message: `Change ${n}\n`,
  author_name: 'Ada',
});

const requestOf = (n: number) => ({
  id: 900 + n,
  iid: n,
  title: `Change ${n}`,
  state: 'merged',
  created_at: at(n, 5),
  updated_at: at(n, 30),
  merged_at: at(n, 30),
  closed_at: null,
  target_branch: 'main',
  author: ada,
  labels: ['backend'],
  sha: sha(1000 + n),
  merge_commit_sha: sha(n),
  squash_commit_sha: null,
  web_url: `https://gitlab.com/acme/web/shop/-/merge_requests/${n}`,
});

const approvalOf = (n: number) => ({
  id: 4000 + n,
  body: 'approved this merge request',
  system: true,
  created_at: at(n, 20),
  author: bob,
});

const commentOf = (n: number) => ({ id: 5000 + n, body: 'Nice', system: false, created_at: at(n, 15), author: bob });

const pipelineOf = (n: number) => ({
  id: 300 + n,
  iid: n,
  status: 'success',
  ref: 'main',
  tag: false,
  sha: sha(n),
  source: 'push',
  web_url: `https://gitlab.com/acme/web/shop/-/pipelines/${300 + n}`,
  created_at: at(n, 31),
  started_at: at(n, 31),
  finished_at: at(n, 70),
  updated_at: at(n, 70),
});

const deploymentOf = (n: number) => ({
  id: 70 + n,
  iid: n,
  ref: 'main',
  sha: sha(n),
  status: 'success',
  created_at: at(n, 31),
  updated_at: at(n, 64),
  environment: { id: 1, name: 'live-eu', external_url: '' },
  deployable: {
    id: 7000 + n,
    status: 'success',
    started_at: at(n, 60),
    finished_at: at(n, 64),
    web_url: `https://gitlab.com/acme/web/shop/-/jobs/${7000 + n}`,
    pipeline: { id: 300 + n },
  },
});

const incidentOf = (n: number) => ({
  id: 2000 + n,
  iid: 500 + n,
  title: `Down ${n}`,
  state: 'closed',
  issue_type: 'incident',
  severity: 'HIGH',
  labels: ['incident'],
  created_at: at(n, 70),
  updated_at: at(n, 100),
  closed_at: at(n, 100),
  web_url: `https://gitlab.com/acme/web/shop/-/issues/${500 + n}`,
});

const dayOf = (n: number) => ({
  request: requestOf(n),
  approval: approvalOf(n),
  comment: commentOf(n),
  pipeline: pipelineOf(n),
  deployment: deploymentOf(n),
  incident: incidentOf(n),
});

/** So many days of a shop, as GitLab lists them. */
export function shopAtGitlab(days: number): GitlabWorld {
  const all = Array.from({ length: days }, (_, index) => ({ n: index + 1, ...dayOf(index + 1) }));
  return {
    mergeRequests: all.map(({ request }) => request),
    notes: Object.fromEntries(all.map(({ n, approval, comment }) => [n, [comment, approval]])),
    requestCommits: Object.fromEntries(all.map(({ n }) => [n, [commit(1000 + n, at(n), [n - 1])]])),
    deployments: all.map(({ deployment }) => deployment),
    pipelines: all.map(({ pipeline }) => pipeline),
    releases: [{ tag_name: 'v1', created_at: at(1, 50), released_at: at(1, 50), commit: { id: sha(1) }, _links: {} }],
    issues: all.map(({ incident }) => incident),
    commits: all.map(({ n }) => commit(n, at(n, 30), [n - 1, 1000 + n])).reverse(),
  };
}

/** What GitLab's hooks told of day n while it happened, in order. */
export function gitlabHooksOfDay(n: number): HookRequest[] {
  const { pipeline, incident } = dayOf(n);
  const times = (listed: { readonly created_at: string; readonly updated_at: string }) => ({
    created_at: inHooks(listed.created_at),
    updated_at: inHooks(listed.updated_at),
  });
  return [
    ...requestHooks(n),
    hook('pipeline', {
      object_attributes: {
        ...pipeline,
        ...times(pipeline),
        finished_at: inHooks(pipeline.finished_at),
        url: pipeline.web_url,
      },
      builds: [],
    }),
    deploymentHook(n),
    hook('work_item', {
      labels: [{ title: 'incident' }],
      object_attributes: {
        ...incident,
        ...times(incident),
        closed_at: inHooks(incident.closed_at),
        labels: [{ title: 'incident' }],
        url: incident.web_url,
        type: 'Incident',
        severity: 'high',
        action: 'close',
      },
    }),
  ];
}

function requestHooks(n: number): HookRequest[] {
  const { request, comment } = dayOf(n);
  const attributes = {
    id: request.id,
    iid: n,
    title: request.title,
    url: request.web_url,
    target_branch: 'main',
    author_id: ada.id,
    created_at: inHooks(request.created_at),
    last_commit: { id: request.sha },
    labels: [{ title: 'backend' }],
  };
  const opened = { ...attributes, action: 'open', state: 'opened', updated_at: inHooks(at(n, 5)) };
  const ended = { action: 'merge', state: 'merged', updated_at: inHooks(at(n, 30)), merge_commit_sha: sha(n) };
  return [
    hook('merge_request', { user: ada, object_attributes: opened }),
    hook('note', {
      user: bob,
      object_attributes: { id: comment.id, author_id: bob.id, created_at: inHooks(comment.created_at) },
      merge_request: { iid: n, author_id: ada.id },
    }),
    hook('merge_request', { user: bob, object_attributes: { ...attributes, ...ended } }),
  ];
}

function deploymentHook(n: number): HookRequest {
  const { id, deployable } = deploymentOf(n);
  return hook('deployment', {
    status: 'success',
    status_changed_at: inHooks(at(n, 64)),
    deployment_id: id,
    deployable_id: deployable.id,
    deployable_url: deployable.web_url,
    environment: 'live-eu',
    environment_tier: 'production',
    short_sha: sha(n).slice(0, 8),
    commit_url: `${project.web_url}/-/commit/${sha(n)}`,
    ref: 'main',
  });
}

function hook(object_kind: string, body: object): HookRequest {
  const text = JSON.stringify({ object_kind, ...body, project });
  return { headers: { 'content-type': 'application/json' }, body: Buffer.from(text) };
}

export interface GitlabApi {
  readonly address: string;
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** A server that answers as GitLab's REST API does, of one project in a group, three to a page. */
export async function givenGitlab(
  world: GitlabWorld,
  before: (
    path: string,
  ) => { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | undefined = () => undefined,
): Promise<GitlabApi> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const fault = before(path);
    if (fault !== undefined) {
      return void response
        .writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers })
        .end('{"message":"no"}');
    }
    const url = new URL(path, 'http://gitlab.invalid');
    const found = answerOf(world, url);
    if (!Array.isArray(found))
      return void response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? {}));
    const page = Number(url.searchParams.get('page') ?? 1);
    const isMore = page * 3 < found.length;
    const link: Record<string, string> = isMore ? { link: `<http://gitlab.invalid/x>; rel="next"` } : {};
    response.writeHead(200, link).end(JSON.stringify(found.slice((page - 1) * 3, page * 3)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v4`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function answerOf(world: GitlabWorld, { pathname, searchParams }: URL): unknown {
  const path = pathname.replace('/api/v4', '');
  const after = searchParams.get('updated_after') ?? '';
  const byUpdate = (listed: readonly Listed[]): Listed[] =>
    listed.filter(({ updated_at }) => updated_at >= after).toSorted((a, b) => (a.updated_at < b.updated_at ? -1 : 1));
  if (path === `/projects/${encodeURIComponent(project.path_with_namespace)}`) return project;
  if (path === '/groups/acme/projects') return [{ ...project, last_activity_at: at(8) }];
  const [, list = '', id = '', below = ''] =
    /^\/projects\/30\/([a-z_]+)(?:\/([a-z0-9]+))?(?:\/(\w+))?$/.exec(path) ?? [];
  switch (`${list}/${/^\d+$/.test(id) ? ':' : id}/${below}`) {
    case 'merge_requests//':
      return byUpdate(world.mergeRequests);
    case 'merge_requests/:/notes':
      return world.notes[Number(id)];
    case 'merge_requests/:/commits':
      return world.requestCommits[Number(id)];
    case 'environments//':
      return [{ name: 'live-eu', tier: 'production' }];
    case 'deployments//':
      return byUpdate(world.deployments);
    case 'pipelines//':
      return byUpdate(world.pipelines).map(({ id: pipeline, updated_at }) => ({ id: pipeline, updated_at }));
    case 'pipelines/:/':
      return world.pipelines.find((each) => each['id'] === Number(id));
    case 'releases//':
      return world.releases;
    case 'issues//':
      return byUpdate(world.issues);
    case 'repository/commits/':
      return world.commits;
    default:
      return undefined;
  }
}
