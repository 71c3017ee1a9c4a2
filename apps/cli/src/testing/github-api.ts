import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What GitHub has of one repository, as its API lists it. */
export interface GithubWorld {
  readonly repository: Readonly<Record<string, unknown>>;
  pulls: Listed[];
  reviews: Record<number, object[]>;
  pullCommits: Record<number, object[]>;
  deployments: (Listed & { statuses: object[] })[];
  releases: Listed[];
  tags: Record<string, object>;
  runs: (Listed & { earlier?: object[] })[];
  issues: Listed[];
  commits: (Listed & { sha: string })[];
}

interface Listed extends Readonly<Record<string, unknown>> {
  readonly created_at?: string;
  readonly updated_at?: string;
}

export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** Half of the answer, then the end of the connection. */
  | 'cut_off'
  | 'not_json'
  | { readonly delayMs: number };

export interface GithubApi {
  readonly address: string;
  /** Paths with queries, in order, refused ones included. */
  readonly asked: readonly string[];
  /** What the requests carried to be let in. */
  readonly authorisations: ReadonlySet<string | undefined>;
  readonly close: () => Promise<void>;
}

export interface Behaviour {
  /** As many as a page holds, whatever is asked for. */
  readonly pageSize?: number;
  /** Called before the n-th request (from 0) is answered: what goes wrong; may change the world. */
  /** A search tells of no more than 1,000; here, that there are more than those where it finds more than so many. */
  readonly searchEndsAt?: number;
  readonly before?: (path: string, n: number) => Fault | undefined;
}

/** A server that answers as GitHub's REST API does, of one repository. */
export async function givenGithub(
  world: GithubWorld,
  { pageSize = 3, searchEndsAt = 1_000, before }: Behaviour = {},
  port = 0,
): Promise<GithubApi> {
  const asked: string[] = [];
  const authorisations = new Set<string | undefined>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const fault = before?.(path, asked.length);
    asked.push(path);
    authorisations.add(request.headers.authorization);
    const url = new URL(path, 'http://github.invalid');
    const found = answerOf(world, url, searchEndsAt);
    const answer = Array.isArray(found?.list) ? paged(found, url, pageSize) : { body: found?.body, link: '' };
    if (fault === undefined) {
      send(response, found === undefined ? 404 : 200, answer);
      return;
    }
    if (fault === 'cut_off') {
      const text = JSON.stringify(answer.body);
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    if (fault === 'not_json') return void response.writeHead(200).end('[{"number":');
    if ('delayMs' in fault) {
      setTimeout(() => send(response, 200, answer), fault.delayMs);
      return;
    }
    send(response, fault.status, { body: fault.body ?? { message: 'no' }, link: '' }, fault.headers);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    authorisations,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly body?: unknown;
  readonly list?: readonly object[];
  /** How a page stands in the body. */
  readonly wrap?: (page: readonly object[], total: number) => unknown;
}

function answerOf(world: GithubWorld, { pathname, searchParams }: URL, searchEndsAt: number): Answer | undefined {
  const root = `/repos/${String(world.repository['full_name'])}`;
  if (pathname === root) return { body: world.repository };
  if (pathname === '/orgs/acme/repos') return { list: [world.repository] };
  const [, list = '', id = '', below = ''] =
    /^\/([^/]+)(?:\/([^/]+))?(?:\/(.+))?$/.exec(pathname.slice(root.length)) ?? [];
  const since = searchParams.get('since') ?? '';
  switch (`${list}/${id === '' ? '' : list === 'actions' ? 'runs' : ':'}/${below.replace(/^\d+\/.*/, ':')}`) {
    case 'pulls//':
      return { list: world.pulls.toSorted(byTime('updated_at')).reverse() };
    case 'pulls/:/reviews':
      return { list: world.reviews[Number(id)] ?? [] };
    case 'pulls/:/commits':
      return { list: world.pullCommits[Number(id)] ?? [] };
    case 'deployments//':
      return {
        list: world.deployments
          .toSorted(byTime('created_at'))
          .reverse()
          .map((each) => ({ ...each, statuses: undefined })),
      };
    case 'deployments/:/statuses':
      return { list: world.deployments.find((each) => each['id'] === Number(id))?.statuses ?? [] };
    case 'releases//':
      return { list: world.releases };
    case 'commits/:/':
      return { body: world.tags[decodeURIComponent(id).replace('refs/tags/', '')] };
    case 'commits//':
      return { list: from(world.commits, searchParams.get('sha') ?? '') };
    case 'actions/runs/': {
      const [begin = '', end = ''] = (searchParams.get('created') ?? '').split('..');
      const list = world.runs.filter(({ created_at = '' }) => begin <= created_at && created_at <= end);
      return {
        list,
        wrap: (page, total) => ({ total_count: total > searchEndsAt ? 1_001 : total, workflow_runs: page }),
      };
    }
    case 'actions/runs/:': {
      const [, run, attempt] = /^(\d+)\/attempts\/(\d+)$/.exec(below) ?? [];
      return { body: world.runs.find((each) => each['id'] === Number(run))?.earlier?.[Number(attempt) - 1] };
    }
    case 'issues//': {
      const listed = [
        ...world.issues,
        ...world.pulls.map((pull) => ({ ...pull, id: Number(pull['number']), pull_request: {} })),
      ];
      return { list: listed.filter(({ updated_at = '' }) => updated_at >= since).toSorted(byTime('updated_at')) };
    }
    default:
      return undefined;
  }
}

const byTime =
  (name: 'created_at' | 'updated_at') =>
  (a: Listed, b: Listed): number =>
    (a[name] ?? '') < (b[name] ?? '') ? -1 : 1;

/** Commits from one on: the branch stands for its newest. */
function from(commits: GithubWorld['commits'], ref: string): object[] {
  const at = ref === 'main' ? 0 : commits.findIndex(({ sha }) => sha === ref);
  return commits.slice(Math.max(at, 0));
}

function paged({ list = [], wrap }: Answer, url: URL, pageSize: number): { body: unknown; link: string } {
  const size = Math.min(Number(url.searchParams.get('per_page') ?? 30), pageSize);
  const page = Number(url.searchParams.get('page') ?? 1);
  const items = list.slice((page - 1) * size, page * size);
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  const link = page * size < list.length ? `<${next.href}>; rel="next", <${url.href}>; rel="last"` : '';
  return { body: wrap === undefined ? items : wrap(items, list.length), link };
}

function send(
  response: ServerResponse,
  status: number,
  { body, link }: { readonly body?: unknown; readonly link: string },
  headers: Readonly<Record<string, string>> = {},
): void {
  const paging: Record<string, string> = link === '' ? {} : { link };
  const text = JSON.stringify(body ?? { message: 'Not Found' });
  response.writeHead(status, { 'content-type': 'application/json', ...paging, ...headers }).end(text);
}
