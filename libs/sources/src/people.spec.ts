import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixturesOf } from './fixture.contract.js';
import { sourceById } from './registry.js';

/** A hook of a fixture in which an account stands somewhere. */
interface Naming {
  readonly fixture: string;
  readonly body: (account: object | undefined) => object;
}

interface Forge {
  readonly source: string;
  /** A person's account, and one of an automaton, as the forge tells them. */
  readonly person: object;
  readonly automaton: object;
  readonly name: string;
  readonly starts: readonly Naming[];
  readonly writes: readonly Naming[];
}

const tip = 'a'.repeat(40);
/** A member that takes the place of the fixture's own: what lies beside it is left out. */
const within =
  (fixture: string, member: string, rest: (account: object | undefined) => object) =>
  (source: string): Naming => ({
    fixture,
    body: (account) => ({
      [member]: { ...(bodyOf(source, fixture)[member] as object | undefined), ...rest(account) },
    }),
  });

const bodyOf = (source: string, fixture: string): Readonly<Record<string, unknown>> =>
  fixturesFor(source).request(fixture).body;

function fixturesFor(id: string) {
  const source = sourceById(id);
  if (source === undefined) throw new Error(`There is no source ${id}`);
  return fixturesOf(source, join(import.meta.dirname, id));
}

const plain = (fixture: string, body: Naming['body']) => (): Naming => ({ fixture, body });

const forge = (
  source: string,
  accounts: Pick<Forge, 'person' | 'automaton' | 'name'>,
  { starts, writes }: Readonly<Record<'starts' | 'writes', readonly ((source: string) => Naming)[]>>,
): Forge => ({
  source,
  ...accounts,
  starts: starts.map((of) => of(source)),
  writes: writes.map((of) => of(source)),
});

const forges: readonly Forge[] = [
  forge(
    'github',
    {
      person: { id: 7, login: 'grace', username: 'grace', type: 'User' },
      automaton: { id: 8, login: 'renovate[bot]', username: 'renovate[bot]', type: 'Bot' },
      name: 'grace',
    },
    {
      starts: [
        within('deployment-created', 'deployment', (creator) => ({ creator })),
        within('deployment-status-success', 'deployment', (creator) => ({ creator })),
        within('workflow-run-started', 'workflow_run', (triggering_actor) => ({ triggering_actor })),
        within('workflow-run-started', 'workflow_run', (actor) => ({ actor })),
        within('release-published', 'release', (author) => ({ author })),
      ],
      writes: [
        within('pull-request-opened', 'pull_request', (user) => ({ user })),
        plain('push-to-default', (author) => ({
          commits: [{ id: tip, timestamp: '2026-03-02T10:00:00Z', message: 'Round up', author }],
        })),
      ],
    },
  ),
  forge(
    'gitlab',
    {
      person: { id: 42, username: 'grace' },
      automaton: { id: 43, username: 'project_30_bot_0a1b' },
      name: 'grace',
    },
    {
      starts: [
        plain('deployment-running', (user) => ({ user })),
        plain('job-that-deployed', (user) => ({ user })),
        plain('pipeline-of-a-tag-running', (user) => ({ user })),
      ],
      writes: [
        plain('merge-request-opened', (user) => ({
          user,
          object_attributes: {
            ...(bodyOf('gitlab', 'merge-request-opened')['object_attributes'] as object),
            author_id: user && 'id' in user ? user.id : undefined,
          },
        })),
      ],
    },
  ),
  forge(
    'gitea',
    {
      person: { id: 5, login: 'grace', username: 'grace' },
      automaton: { id: 6, login: 'renovate-bot', username: 'renovate-bot' },
      name: 'grace',
    },
    {
      starts: [
        within('workflow-run-completed', 'workflow_run', (triggering_actor) => ({ triggering_actor })),
        within('workflow-run-completed', 'workflow_run', (actor) => ({ actor })),
        within('action-run-of-forgejo', 'run', (trigger_user) => ({ trigger_user })),
        within('release-published', 'release', (author) => ({ author })),
      ],
      writes: [
        within('pull-request-opened', 'pull_request', (user) => ({ user })),
        plain('push', (author) => ({
          commits: [{ id: tip, timestamp: '2026-03-02T10:00:00Z', message: 'Round up', author }],
        })),
      ],
    },
  ),
  forge(
    'bitbucket-cloud',
    {
      person: { nickname: 'grace', display_name: 'Grace', uuid: '{7}', type: 'user' },
      automaton: { nickname: 'Builder', uuid: '{8}', type: 'app_user' },
      name: 'grace',
    },
    {
      starts: [plain('commit-status-created', (actor) => ({ actor }))],
      writes: [within('pull-request-created', 'pullrequest', (author) => ({ author }))],
    },
  ),
  forge(
    'azure-devops',
    {
      person: { id: 'd6', displayName: 'Grace', uniqueName: 'grace@acme.example' },
      automaton: { id: 'd7', displayName: 'Project Collection Build Service', uniqueName: 'Build\\d7' },
      name: 'grace@acme.example',
    },
    {
      starts: [
        within('build-completed', 'resource', (requestedFor) => ({ requestedFor })),
        within('build-of-an-old-server', 'resource', (requestedFor) => ({ requests: [{ requestedFor }] })),
      ],
      writes: [within('pull-request-created', 'resource', (createdBy) => ({ createdBy }))],
    },
  ),
];

const told = ({
  source,
  fixture,
  body,
  account,
  member,
}: Naming & { source: string; account?: object; member: string }) =>
  fixturesFor(source)
    .factsOf(fixture, body(account))
    .flatMap((fact) => (fact[member] === undefined ? [] : [fact[member]]));

describe.each(forges)('an account of $source', ({ source, person, automaton, name, starts, writes }) => {
  it('is told alike of who started something and of who wrote a change', () => {
    for (const start of starts)
      expect(new Set(told({ ...start, source, account: person, member: 'actor' }))).toEqual(new Set([name]));
    for (const written of writes)
      expect(told({ ...written, source, account: person, member: 'author' })).toEqual([name]);
  });

  it('is nobody where it is an automaton’s, or none is named', () => {
    for (const account of [automaton, undefined]) {
      for (const start of starts)
        expect(told({ ...start, source, ...(account && { account }), member: 'actor' })).toEqual([]);
      for (const written of writes)
        expect(told({ ...written, source, ...(account && { account }), member: 'author' })).toEqual([]);
    }
  });
});

describe('a commit pushed to GitLab', () => {
  const author = (body: object): unknown[] =>
    fixturesFor('gitlab')
      .factsOf('push-to-default', {
        total_commits_count: 1,
        commits: [
          {
            id: tip,
            timestamp: '2026-03-02T10:00:00Z',
            message: 'Round up',
            author: { name: 'Grace', email: 'Grace@acme.example' },
          },
        ],
        ...body,
      })
      .flatMap((fact) => fact['author'] ?? []);

  it('is the pusher’s where it was written from the pusher’s address', () => {
    expect(author({ user_username: 'grace', user_email: 'grace@acme.example' })).toEqual(['grace']);
    expect(author({ user_username: 'ada', user_email: 'ada@acme.example' })).toEqual([]);
    expect(author({ user_username: 'grace', user_email: '' })).toEqual([]);
    expect(author({ user_username: 'grace', user_email: '[REDACTED]' })).toEqual([]);
  });
});

describe('a release of Azure DevOps', () => {
  const resourceOf = () => bodyOf('azure-devops', 'release-deployment-completed')['resource'] as Record<string, object>;
  const actor = (deployment: object): unknown[] =>
    fixturesFor('azure-devops')
      .factsOf('release-deployment-completed', {
        resource: { ...resourceOf(), deployment: { ...resourceOf()['deployment'], ...deployment } },
      })
      .flatMap((fact) => fact['actor'] ?? []);

  it('was started by whom the attempt was asked for', () => {
    const grace = { displayName: 'Grace', uniqueName: 'grace@acme.example' };
    const ada = { displayName: 'Ada', uniqueName: 'ada@acme.example' };
    expect(actor({ requestedFor: grace, requestedBy: ada })).toEqual(['grace@acme.example']);
    expect(actor({ requestedBy: ada })).toEqual(['ada@acme.example']);
  });
});

describe('an author of Bitbucket Data Center', () => {
  const author = (account: object): unknown[] =>
    fixturesFor('bitbucket-server')
      .factsOf('push-with-commits', {
        commits: (bodyOf('bitbucket-server', 'push-with-commits')['commits'] as object[]).map((one) => ({
          ...one,
          author: account,
        })),
      })
      .flatMap((fact) => fact['author'] ?? []);

  it('is known by an account, and by no name that git has', () => {
    expect(new Set(author({ name: 'grace', id: 7, type: 'NORMAL' }))).toEqual(new Set(['grace']));
    expect(author({ name: 'Grace Hopper', emailAddress: 'grace@acme.example' })).toEqual([]);
  });
});
