import type { HmacScheme } from '../signature.js';
import { signedBy, type TestEvents } from '../test-event.js';

/** A repository that nobody has. */
const repository = {
  id: 1,
  name: 'leadline-test',
  full_name: 'leadline/leadline-test',
  default_branch: 'main',
};
const sha = (digit: string): string => digit.repeat(40);

/** Bodies of hooks with all that their normalizers read, by the name GitHub gives the event. */
const bodies: Readonly<Record<string, (at: string) => object>> = {
  push: (at) => ({
    ref: 'refs/heads/main',
    before: sha('1'),
    after: sha('2'),
    forced: false,
    commits: [{ id: sha('2'), timestamp: at, message: 'Try the hook', author: { name: 'Leadline' } }],
    head_commit: { id: sha('2'), timestamp: at, message: 'Try the hook', author: { name: 'Leadline' } },
    repository,
  }),
  pull_request: (at) => ({
    action: 'closed',
    number: 1,
    pull_request: {
      number: 1,
      title: 'Try the hook',
      state: 'closed',
      merged: true,
      merge_commit_sha: sha('2'),
      created_at: at,
      updated_at: at,
      closed_at: at,
      merged_at: at,
      head: { sha: sha('3') },
      base: { ref: 'main', sha: sha('1') },
      labels: [],
      user: { login: 'leadline', type: 'User' },
    },
    repository,
  }),
  deployment: (at) => ({ action: 'created', deployment: deployment(at), repository }),
  deployment_status: (at) => ({
    action: 'created',
    deployment: deployment(at),
    deployment_status: { id: 1, state: 'success', environment: 'production', created_at: at },
    repository,
  }),
  issues: (at) => ({
    action: 'opened',
    issue: {
      id: 1,
      number: 2,
      title: 'Try the hook',
      created_at: at,
      updated_at: at,
      closed_at: null,
      labels: [{ name: 'incident' }],
    },
    repository,
  }),
  ping: () => ({ zen: 'Keep it logically awesome.', hook_id: 1, repository }),
};

const deployment = (at: string): object => ({
  id: 1,
  sha: sha('2'),
  ref: 'main',
  task: 'deploy',
  environment: 'production',
  payload: {},
  created_at: at,
});

/** Hooks of a repository that is not there, signed as GitHub signs. */
export const githubTestEvents = (signature: HmacScheme): TestEvents => ({
  names: Object.keys(bodies),
  make: (name, { secret, id, now }) => {
    const make = Object.hasOwn(bodies, name) ? bodies[name] : undefined;
    if (make === undefined) return undefined;
    const at = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
    const body = Buffer.from(JSON.stringify(make(at)));
    const headers = { 'content-type': 'application/json', 'x-github-event': name, 'x-github-delivery': id };
    return { headers: { ...headers, ...signedBy(signature, body, secret) }, body };
  },
});
