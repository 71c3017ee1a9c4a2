import { afterEach, describe, expect, it } from 'vitest';
import { type GivenRepository, givenRepository } from '../testing/given-repository.js';
import { givenServer, type StubServer } from '../testing/given-server.js';
import { type Ran, runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function checkout(): GivenRepository {
  const made = givenRepository('shop');
  cleanups.push(made.remove);
  made.git(['remote', 'add', 'origin', 'git@git.example.org:acme/shop.git']);
  made.commit('one', '2026-05-01T10:00:00Z');
  made.lightweightTag('v1');
  return made;
}

/** Takes reports; of incidents it knows those. */
async function server(known: readonly string[] | 'not_permitted' = []): Promise<StubServer> {
  const made = await givenServer(({ path, body }) => {
    if (path !== '/graphql') return { status: 202, body: { ids: [], position: '0:7' } };
    if (known === 'not_permitted')
      return { status: 403, body: { errors: [{ message: 'no', extensions: { code: 'FORBIDDEN' } }] } };
    const { id } = (JSON.parse(body) as { variables: { id: string } }).variables;
    return { status: 200, body: { data: { incident: known.includes(id) ? { id, service: 'shop' } : null } } };
  });
  cleanups.push(made.close);
  return made;
}

const at = '2026-06-01T12:00:00.000Z';
const revisionOf = (rank: number): number => Date.parse(at) * 10 + rank;
const environment = (stub: StubServer, more: Record<string, string> = {}) => ({
  PATH: process.env['PATH'],
  LEADLINE_URL: stub.address,
  ...more,
});
const sent = ({ seen }: StubServer): { id: string; data: Record<string, unknown> }[] =>
  seen
    .filter(({ path }) => path === '/events')
    .flatMap(({ body }) => JSON.parse(body) as { id: string; data: Record<string, unknown> }[]);

describe('leadline report deployment', () => {
  it('sends the exact list of new commits, and the commits', async () => {
    const made = checkout();
    const [two, three] = [made.commit('two', '2026-05-02T10:00:00Z'), made.commit('three', '2026-05-03T10:00:00Z')];
    const stub = await server();

    const ran = await runLeadline(['report', 'deployment', '--previous', 'v1', '--version', 'v2'], {
      cwd: made.path,
      env: environment(stub),
    });

    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const id = `cli/shop/production/${three}/${at}`;
    expect(sent(stub)).toEqual([
      expect.objectContaining({
        id: `git:commit:${two}`,
        data: expect.objectContaining({ repo: 'acme/shop', sha: two }),
      }),
      expect.objectContaining({ id: `git:commit:${three}`, data: expect.objectContaining({ parents: [two] }) }),
      {
        specversion: '1.0',
        id: `cli:deployment:${id}:${revisionOf(5)}`,
        source: 'cli',
        type: 'dev.leadline.deployment.recorded',
        subject: `deployment:${id}`,
        time: at,
        data: {
          revision: revisionOf(5),
          occurredAt: at,
          id,
          service: 'shop',
          environment: 'production',
          envTier: 'production',
          source: 'cli',
          status: 'succeeded',
          finishedAt: at,
          sha: three,
          repo: 'acme/shop',
          version: 'v2',
          commits: [two, three],
        },
      },
    ]);
    expect(ran.stdout).toBe(
      `Reported ${id}: shop ${three.slice(0, 12)} in production, succeeded with 2 commits.\n\nSee it: leadline where ${three.slice(0, 12)} --repository acme/shop\n`,
    );
  });

  it('tells which paths each commit touched, so that of a monorepo each service has its own', async () => {
    const made = checkout();
    made.git(['checkout', '--quiet', '-b', 'branch']);
    const aside = made.commit('aside', '2026-05-02T09:00:00Z', { file: 'api/main.ts' });
    made.git(['checkout', '--quiet', '-']);
    const direct = made.commit('direct', '2026-05-02T10:00:00Z', { file: 'web/über uns.md' });
    const merged = made.merge('branch', '2026-05-03T10:00:00Z');
    const stub = await server();

    await runLeadline(['report', 'deployment', '--previous', 'v1'], { cwd: made.path, env: environment(stub) });

    const told = sent(stub).slice(0, -1);
    expect(Object.fromEntries(told.map(({ data }) => [data['sha'], data['paths']]))).toEqual({
      [aside]: ['api/main.ts'],
      [direct]: ['web/über uns.md'],
      [merged]: [],
    });
  });

  it('says nothing of commits without the previous deployment, and an empty list where nothing is new', async () => {
    const made = checkout();
    const stub = await server();

    const without = await runLeadline(['report', 'deployment'], { cwd: made.path, env: environment(stub) });
    await runLeadline(['report', 'deployment', '--previous', 'HEAD'], { cwd: made.path, env: environment(stub) });

    expect(sent(stub).map(({ data }) => data['commits'])).toEqual([undefined, []]);
    expect(without.stderr).toContain('Exact: --previous');
  });

  it('tells attempts and targets of a CI run apart, and that they belong together', async () => {
    const made = checkout();
    const stub = await server();
    const run = (attempt: string, ...more: string[]): Promise<Ran> =>
      runLeadline(['report', 'deployment', ...more], {
        cwd: made.path,
        env: environment(stub, { GITHUB_REPOSITORY: 'acme/shop', GITHUB_RUN_ID: '42', GITHUB_RUN_ATTEMPT: attempt }),
      });

    await run('1', '--status', 'in_progress');
    await run('1', '--status', 'failed');
    await run('2', '--target', 'eu');

    const told = sent(stub).map(({ data }) => [
      data['id'],
      data['group'],
      data['status'],
      data['startedAt'],
      data['finishedAt'],
    ]);
    expect(told).toEqual([
      [
        'cli/shop/production/github-actions/acme/shop/42/1',
        'github-actions/acme/shop/42',
        'in_progress',
        at,
        undefined,
      ],
      ['cli/shop/production/github-actions/acme/shop/42/1', 'github-actions/acme/shop/42', 'failed', undefined, at],
      [
        'cli/shop/production/eu/github-actions/acme/shop/42/2',
        'github-actions/acme/shop/42',
        'succeeded',
        undefined,
        at,
      ],
    ]);
  });

  it('works outside of a checkout with a whole SHA', async () => {
    const stub = await server();
    const sha = 'A'.repeat(40);

    const ran = await runLeadline(['report', 'deployment', '--service', 'shop', '--sha', sha], {
      cwd: '/',
      env: environment(stub),
    });

    expect(ran.code).toBe(0);
    expect(sent(stub)[0]?.data).toMatchObject({ service: 'shop', sha: 'a'.repeat(40) });
    expect(sent(stub)[0]?.data).not.toHaveProperty('repo');
  });

  it('names images and commits of other repositories that it brought as well', async () => {
    const made = checkout();
    const stub = await server();
    const [digest, sha] = [`sha256:${'c'.repeat(64)}`, 'D'.repeat(40)];
    const brought = ['--artifact', digest, '--artifact', 'ghcr.io/acme/shop:1.4.0', '--component', `acme/api=${sha}`];

    await runLeadline(['report', 'deployment', ...brought], { cwd: made.path, env: environment(stub) });

    expect(sent(stub)[0]?.data).toMatchObject({
      sha: made.git(['rev-parse', 'HEAD']).trim(),
      repo: 'acme/shop',
      artifacts: [digest, 'ghcr.io/acme/shop:1.4.0'],
      components: [{ repository: 'acme/api', sha: 'd'.repeat(40) }],
    });
  });

  it('tells from the repository of manifests which image was configured how', async () => {
    const made = checkout();
    const stub = await server();
    const options = ['--configuration', '--service', 'shop', '--artifact', 'ghcr.io/acme/shop:1.4.0'];

    const ran = await runLeadline(['report', 'deployment', ...options], { cwd: made.path, env: environment(stub) });

    expect(ran.stdout).toContain('shop ghcr.io/acme/shop:1.4.0 in production, succeeded');
    const [{ data } = { data: {} }] = sent(stub);
    expect(data).toMatchObject({
      artifacts: ['ghcr.io/acme/shop:1.4.0'],
      configVersion: made.git(['rev-parse', 'HEAD']).trim(),
    });
    expect(data).not.toHaveProperty('sha');
    expect(data).not.toHaveProperty('repo');
  });

  it.each([
    ['an image without tag or digest', ['--artifact', 'ghcr.io/acme/shop'], 2, 'names nothing exact'],
    ['a component without its commit', ['--component', 'acme/api=main'], 2, 'is not <owner/name>=<sha>'],
    ['configuration of no image', ['--configuration', '--service', 'shop'], 2, '--configuration needs --artifact'],
    ['configuration of no service', ['--configuration', '--artifact', 'shop:1'], 2, 'which service was configured?'],
    [
      'configuration with commits of the application',
      ['--configuration', '--service', 'shop', '--artifact', 'shop:1', '--previous', 'v1'],
      2,
      '--previous lists commits of the application',
    ],
    ['an unknown commit', ['--sha', 'nowhere'], 4, '"nowhere" is no commit'],
    ['an option for a commit', ['--sha=--output=x'], 4, '"--output=x" is no commit'],
    ['an unknown previous one', ['--previous', 'v0'], 4, 'the checkout has no commit "v0"'],
    ['an instant that is none', ['--finished-at', 'yesterday'], 2, '--finished-at: "yesterday" is no point in time'],
  ])('refuses %s', async (_, args, code, message) => {
    const made = checkout();
    const stub = await server();

    const ran = await runLeadline(['report', 'deployment', ...args], { cwd: made.path, env: environment(stub) });

    expect([ran.code, stub.seen.length]).toEqual([code, 0]);
    expect(ran.stderr).toContain(message);
  });

  it('refuses to list commits of a shallow checkout', async () => {
    const made = checkout();
    made.commit('two', '2026-05-02T10:00:00Z');
    const clone = `${made.path}-clone`;
    made.git(['clone', '--quiet', '--depth=1', `file://${made.path}`, clone]);
    const stub = await server();

    const ran = await runLeadline(['report', 'deployment', '--previous', 'HEAD'], {
      cwd: clone,
      env: environment(stub),
    });

    expect([ran.code, stub.seen.length]).toEqual([4, 0]);
    expect(ran.stderr).toContain('fetch-depth: 0');
  });

  it('sends nothing in a dry run', async () => {
    const made = checkout();
    const stub = await server();

    const ran = await runLeadline(['report', 'deployment', '--dry-run', '--json'], {
      cwd: made.path,
      env: environment(stub),
    });

    expect([ran.code, stub.seen.length]).toEqual([0, 0]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      dryRun: true,
      events: [{ type: 'dev.leadline.deployment.recorded' }],
    });
  });
});

describe('leadline report incident', () => {
  it('begins one now, and ends it by its id', async () => {
    const id = `cli/shop/${at}`;
    const stub = await server([id]);

    const begun = await runLeadline(
      ['report', 'incident', '--service', 'shop', '--severity', 'sev2', '--environment', 'eu-1', '--tier', 'staging'],
      {
        cwd: '/',
        env: environment(stub),
      },
    );
    const ended = await runLeadline(
      ['report', 'incident', '--id', id, '--resolved', '--caused-by', 'a', '--caused-by', 'b'],
      {
        cwd: '/',
        env: environment(stub),
        now: () => Date.parse('2026-06-01T13:00:00Z'),
      },
    );

    expect([begun.code, ended.code]).toEqual([0, 0]);
    expect(begun.stdout).toContain(`leadline report incident --id ${id} --resolved`);
    expect(sent(stub).map(({ data }) => data)).toEqual([
      {
        revision: revisionOf(0),
        occurredAt: at,
        id,
        service: 'shop',
        environment: 'eu-1',
        envTier: 'staging',
        severity: 'sev2',
        startedAt: at,
        source: 'cli',
      },
      {
        revision: revisionOf(0) + 36_000_000,
        occurredAt: '2026-06-01T13:00:00.000Z',
        id,
        resolvedAt: '2026-06-01T13:00:00.000Z',
        causedBy: ['a', 'b'],
        source: 'cli',
      },
    ]);
  });

  it('of an id that nobody knows needs its service and its start: nothing would come of it', async () => {
    const stub = await server();
    const options = { cwd: '/', env: environment(stub) };

    const refused = await runLeadline(['report', 'incident', '--id', 'INC-9', '--resolved'], options);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('there is no incident "INC-9" yet');
    expect(refused.stderr).toContain('--started-at <when> --service <name>');
    // One that was reported a moment ago is waited for.
    expect(refused.slept).toEqual([1_000, 1_000, 1_000]);
    expect(sent(stub)).toEqual([]);

    const begun = ['report', 'incident', '--id', 'INC-9', '--service', 'shop', '--started-at', '2026-06-01'];
    expect((await runLeadline(begun, options)).code).toBe(0);
    expect(sent(stub)).toMatchObject([{ data: { id: 'INC-9', startedAt: '2026-06-01T00:00:00.000Z' } }]);
  });

  it('is sent by a token that may only write, with a warning', async () => {
    const stub = await server('not_permitted');

    const ran = await runLeadline(['report', 'incident', '--id', 'INC-9', '--resolved'], {
      cwd: '/',
      env: environment(stub),
    });

    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('needs --started-at and --service');
    expect(sent(stub)).toHaveLength(1);
  });

  it('refuses contradictions', async () => {
    const ran = await runLeadline(['report', 'incident', '--id', 'x', '--caused-by', 'a', '--not-caused-by-change'], {
      cwd: '/',
    });

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('not both');
  });
});

describe('leadline report flag', () => {
  it.each([
    ['25', 25],
    ['12.5%', 12.5],
    ['0', 0],
    ['some', null],
  ])('tells an exposure of %s', async (typed, exposure) => {
    const stub = await server();

    const ran = await runLeadline(['report', 'flag', 'basket', '--exposure', typed, '--service', 'shop'], {
      env: environment(stub),
    });

    expect(ran.code).toBe(0);
    expect(sent(stub)[0]?.data).toEqual({
      revision: revisionOf(0),
      occurredAt: at,
      id: `cli/basket/production/${at}`,
      flag: 'basket',
      environment: 'production',
      envTier: 'production',
      at,
      exposure,
      services: ['shop'],
      source: 'cli',
    });
  });

  it.each([['101'], ['-1'], ['on'], ['1e2']])('refuses an exposure of %s', async (typed) => {
    const ran = await runLeadline(['report', 'flag', 'basket', `--exposure=${typed}`]);

    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('--exposure: expected 0 (off) to 100 (everybody)');
  });
});
