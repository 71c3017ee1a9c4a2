import { seededRandom } from '@leadline/statistics';
import { instantText, MINUTE, SECOND } from './time.js';

/** A signed hook in waiting, as {@link organisation} makes them, but cheap. */
export interface BulkDelivery {
  /** Epoch milliseconds; ascends. */
  readonly at: number;
  readonly kind: 'hook';
  readonly event: 'push' | 'deployment' | 'deployment_status';
  readonly deliveryId: string;
  readonly body: string;
}

export interface BulkInput {
  /** How many there are in all. */
  readonly deliveries: number;
  readonly services: number;
  readonly seed: number;
  /** Instant of the last; epoch milliseconds. Default 2026-01-01T00:00:00Z. */
  readonly until?: number;
  /** Time between two deliveries, in milliseconds. Default 1500: a million take 17 days. */
  readonly spacing?: number;
}

const DEFAULT_UNTIL = Date.UTC(2026, 0, 1);
const DEFAULT_SPACING = 1.5 * SECOND;
const ROLLBACK = 0.04;
const BROKEN = 0.02;

/**
 * Any number of GitHub deliveries of about 2 KB, service after service in turn: a push to main, its deployment, and how that
 * went (two pushes of three are deployed at once, the third waits for the next). Each push lands on the one before it; now
 * and then an older SHA is deployed again. Bodies are put together from prepared text, never from objects.
 */
export function* syntheticDeliveries(input: BulkInput): Generator<BulkDelivery, void> {
  const { deliveries, services, seed, until = DEFAULT_UNTIL, spacing = DEFAULT_SPACING } = input;
  const random = seededRandom(seed);
  const states = Array.from({ length: services }, (_, index) => createService(index, random));
  // GitHub counts whole seconds; what happened is told a little later.
  const start = until - deliveries * spacing;
  for (let index = 0; index < deliveries; index += 1) {
    const at = Math.floor(start + (index + 1) * spacing);
    const state = states[Math.floor(index / 4) % services] as BulkService;
    yield { at, kind: 'hook', deliveryId: deliveryIdOf(random), ...state.next(at) };
  }
}

interface BulkService {
  next(at: number): { readonly event: BulkDelivery['event']; readonly body: string };
}

const hexWords = Array.from({ length: 65_536 }, (_, word) => word.toString(16).padStart(4, '0'));
const word = (random: () => number): string => hexWords[Math.floor(random() * 65_536)] as string;

function shaFrom(random: () => number): string {
  let sha = '';
  for (let part = 0; part < 10; part += 1) sha += word(random);
  return sha;
}

function deliveryIdOf(random: () => number): string {
  const [a, b, c, d, e, f, g] = [
    word(random),
    word(random),
    word(random),
    word(random),
    word(random),
    word(random),
    word(random),
  ];
  return `${a}${b}-${c}-4${d.slice(1)}-a${e.slice(1)}-${f}${g}${word(random)}`;
}

function createService(index: number, random: () => number): BulkService {
  const text = bodyText(index);
  let [tip, live, liveBefore] = [shaFrom(random), '', ''];
  let id = (index + 1) * 100_000_000;
  let step = 0;
  let deployed = { id: 0, sha: '', at: 0 };
  return {
    next: (at) => {
      const turn = step % 8;
      step += 1;
      // push, deployment, status, push · push, deployment, status, status of a retry
      if (turn === 0 || turn === 3 || turn === 4) {
        const before = tip;
        tip = shaFrom(random);
        return { event: 'push', body: text.push(before, tip, at) };
      }
      if (turn === 1 || turn === 5) {
        const isRollback = liveBefore !== '' && random() < ROLLBACK;
        deployed = { id: (id += 7), sha: isRollback ? liveBefore : tip, at };
        return { event: 'deployment', body: text.deployment(deployed) };
      }
      const state = turn === 6 ? 'in_progress' : random() < BROKEN ? 'failure' : 'success';
      if (state === 'success') [liveBefore, live] = [live, deployed.sha];
      return { event: 'deployment_status', body: text.status(deployed, (id += 1), state, at) };
    },
  };
}

interface BulkDeployment {
  readonly id: number;
  readonly sha: string;
  readonly at: number;
}

/** The repository as GitHub describes it, without the closing brace: what differs from body to body follows. */
function repositoryText(index: number, name: string): string {
  const fullName = `bulk/${name}`;
  return JSON.stringify({
    id: 900_000_000 + index,
    node_id: `R_kgDO${index}`,
    name,
    full_name: fullName,
    private: true,
    owner: { login: 'bulk', id: 42, node_id: 'O_kgDOB', type: 'Organization', site_admin: false },
    html_url: `https://github.com/${fullName}`,
    description: 'A service that exists to be counted, with a description of the usual length',
    fork: false,
    url: `https://api.github.com/repos/${fullName}`,
    created_at: '2021-02-03T04:05:06Z',
    clone_url: `https://github.com/${fullName}.git`,
    size: 4711,
    language: 'Go',
    topics: [],
    visibility: 'private',
    default_branch: 'main',
  }).slice(0, -1);
}

/** The bodies of one service: everything that stays the same is written once. */
function bodyText(index: number) {
  const name = `service-${index + 1}`;
  const fullName = `bulk/${name}`;
  const api = `https://api.github.com/repos/${fullName}`;
  const user = (login: string, type: string): string =>
    JSON.stringify({
      login,
      id: 1000 + index,
      node_id: 'U_kgDOA',
      avatar_url: 'https://avatars.githubusercontent.com/u/1000?v=4',
      type,
      site_admin: false,
    });
  const person = JSON.stringify({ name: 'Bulk Person', email: 'bulk@example.org', username: 'bulk-person' });
  const bot = user('github-actions[bot]', 'Bot');
  const repository = repositoryText(index, name);
  const tail = (pushedAt: string | number, sender: string): string =>
    `"repository":${repository},"pushed_at":${typeof pushedAt === 'number' ? pushedAt : `"${pushedAt}"`}},` +
    `"organization":{"login":"bulk","id":42,"url":"https://api.github.com/orgs/bulk"},"sender":${sender}}`;
  const deploymentText = ({ id, sha, at }: BulkDeployment, updated: string): string =>
    `"deployment":{"url":"${api}/deployments/${id}","id":${id},"sha":"${sha}","ref":"main","task":"deploy","payload":{},` +
    `"original_environment":"production","environment":"production","description":null,"creator":${bot},` +
    `"created_at":"${instantText(at)}","updated_at":"${updated}","statuses_url":"${api}/deployments/${id}/statuses",` +
    `"repository_url":"${api}","transient_environment":false,"production_environment":true}`;
  const committer = user('bulk-person', 'User');
  return {
    push: (before: string, after: string, at: number): string => {
      const commit =
        `{"id":"${after}","tree_id":"${before}","distinct":true,"message":"Change ${after.slice(0, 8)} of ${name}",` +
        `"timestamp":"${instantText(at - 30 * MINUTE)}","url":"https://github.com/${fullName}/commit/${after}",` +
        `"author":${person},"committer":${person},"added":[],"removed":[],"modified":["src/main.go"]}`;
      return (
        `{"ref":"refs/heads/main","before":"${before}","after":"${after}","created":false,"deleted":false,"forced":false,` +
        `"base_ref":null,"compare":"https://github.com/${fullName}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}",` +
        `"commits":[${commit}],"head_commit":${commit},` +
        `"pusher":{"name":"bulk-person","email":"bulk@example.org"},${tail(Math.floor(at / 1000), committer)}`
      );
    },
    deployment: (view: BulkDeployment): string => {
      const at = instantText(view.at);
      return `{"action":"created",${deploymentText(view, at)},${tail(at, bot)}`;
    },
    status: (view: BulkDeployment, id: number, state: string, now: number): string => {
      const at = instantText(now);
      return (
        `{"action":"created","deployment_status":{"url":"${api}/deployments/${view.id}/statuses/${id}","id":${id},` +
        `"state":"${state}","creator":${bot},"description":"","environment":"production","target_url":"",` +
        `"created_at":"${at}","updated_at":"${at}","deployment_url":"${api}/deployments/${view.id}"},` +
        `${deploymentText(view, at)},${tail(at, bot)}`
      );
    },
  };
}
