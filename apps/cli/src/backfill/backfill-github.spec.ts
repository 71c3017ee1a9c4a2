import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type Behaviour, type Fault, givenGithub, type GithubApi, type GithubWorld } from '../testing/github-api.js';
import { type GivenLeadline, givenLeadline } from '../testing/given-leadline.js';
import { noon, type Ran, runLeadline } from '../testing/run-leadline.js';
import { at, hooksOfDay, shaOfDay, shopAtGithub } from '../testing/shop-at-github.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function leadline(): Promise<GivenLeadline> {
  const made = await givenLeadline(() => noon);
  cleanups.push(made.close);
  return made;
}

async function github(world: GithubWorld, behaviour?: Behaviour): Promise<GithubApi> {
  const made = await givenGithub(world, behaviour);
  cleanups.push(made.close);
  return made;
}

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadline-state-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Backfill {
  readonly api: GithubApi;
  readonly to: GivenLeadline;
  readonly state?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

function backfill({ api, to, state = stateFolder(), args = [], env = {}, signal }: Backfill): Promise<Ran> {
  const variables = { GITHUB_TOKEN: 'ghp_of_a_test', GITHUB_API_URL: api.address, LEADLINE_DATA: state, ...env };
  return runLeadline(['backfill', 'github', 'acme/shop', '--server', to.address, ...args], {
    env: variables,
    ...(signal === undefined ? {} : { signal }),
  });
}

describe('leadline backfill github', () => {
  it('brings the past of a repository, each thing once', async () => {
    const to = await leadline();
    const api = await github(shopAtGithub(8));

    const ran = await backfill({ api, to });

    expect(ran.stderr).toBe('');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('8 commits, 8 pull requests, 8 reviews, 8 deployments, 8 workflow runs, 8 issues');
    const { deployments, changes, incidents, pipeline_runs, quarantine } = await to.rows();
    expect(quarantine).toEqual([]);
    expect([deployments?.length, changes?.length, incidents?.length, pipeline_runs?.length]).toEqual([8, 8, 8, 8]);
    expect([...api.authorisations]).toEqual(['Bearer ghp_of_a_test']);
  });

  it.each<[string, (parts: { live: () => Promise<void>; past: () => Promise<void> }) => Promise<void>]>([
    ['after', async ({ live, past }) => (await live(), await past())],
    ['before', async ({ live, past }) => (await past(), await live())],
    ['twice around', async ({ live, past }) => (await past(), await live(), await past())],
  ])('counts nothing twice %s what hooks told', async (_, inOrder) => {
    const alone = await leadline();
    for (const day of [5, 6, 7, 8]) for (const hook of hooksOfDay(day)) await alone.hook('github', hook);
    const [to, api] = [await leadline(), await github(shopAtGithub(8))];

    await inOrder({
      live: async () => {
        for (const day of [5, 6, 7, 8]) for (const hook of hooksOfDay(day)) await to.hook('github', hook);
      },
      past: async () => {
        expect((await backfill({ api, to })).code).toBe(0);
      },
    });

    const [told, all] = [await alone.rows(), await to.rows()];
    expect(all['quarantine']).toEqual([]);
    for (const table of ['deployments', 'changes', 'incidents', 'pipeline_runs']) {
      expect([table, told[table]?.length, all[table]?.length]).toEqual([table, 4, 8]);
    }
    // What hooks told entirely is as they told it.
    for (const table of ['incidents', 'pipeline_runs', 'reports']) {
      expect(all[table]).toEqual(expect.arrayContaining([...(told[table] ?? [])]));
    }
    const other = await leadline();
    await backfill({ api, to: other });
    for (const day of [8, 7, 6, 5]) for (const hook of hooksOfDay(day).toReversed()) await other.hook('github', hook);
    expect(await other.rows()).toEqual(all);
  });

  it('knows of each deployment which commits it carried, from their parents and the pull request', async () => {
    const [to, api] = [await leadline(), await github(shopAtGithub(3))];

    await backfill({ api, to });

    const { deployments = [] } = await to.rows();
    const carried = deployments.flatMap((row) => ('commits' in row ? [row.commits] : []));
    // Each squashed commit landed at 10:30; its original, which the pull request alone knows, was committed at 10:00.
    const commitOfDay = (day: number) => ({
      sha: shaOfDay(day),
      committedAt: Date.parse(at(day, 30)),
      firstCommitAt: Date.parse(at(day)),
      openedAt: Date.parse(at(day, 5)),
      change: `change:github:4217#${day}`,
    });
    expect(carried).toEqual([1, 2, 3].map((day) => [expect.objectContaining(commitOfDay(day))]));
  });

  it('reads the same of an API that limits, fails, cuts off and repeats', async () => {
    const good = await leadline();
    await backfill({ api: await github(shopAtGithub(8)), to: good });
    const limits = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes.' };
    const faults: Readonly<Record<number, Fault>> = {
      1: { status: 403, body: limits },
      4: { status: 500 },
      6: { status: 429, headers: { 'retry-after': '7' } },
      9: 'cut_off',
      12: 'not_json',
      15: { delayMs: 50 },
      20: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(noon / 1000 + 90) } },
    };
    const api = await github(shopAtGithub(8), { before: (_, n) => faults[n] });
    const to = await leadline();

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(0);
    expect(ran.slept).toEqual([60_000, 1_000, 8_000, 1_000, 1_000, 91_000]);
    expect(ran.stderr).toMatch(
      /its limit is used up \(403\); waiting 1 min 31 s, until \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ/,
    );
    expect(await to.rows()).toEqual(await good.rows());
  });

  it('ends a list that claims a next page after an empty one', async () => {
    const release = { id: 1, tag_name: 'v1', created_at: at(1), published_at: at(1) };
    const world = shopAtGithub(1);
    world.tags = { v1: world.commits[0] ?? {} };
    const api = await github(world, {
      before: (path) => {
        if (!path.includes('/releases?')) return undefined;
        const body = path.endsWith('page=1') ? [release] : [];
        return { status: 200, headers: { link: '<https://x/y>; rel="next"' }, body };
      },
    });
    const to = await leadline();

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('1 release');
    expect(api.asked.filter((path) => path.includes('/releases?'))).toHaveLength(2);
  });

  it('stops at a list that answers one page under every number, and says which', async () => {
    const api = await github(shopAtGithub(4), {
      before: (path) =>
        path.includes('/releases?')
          ? {
              status: 200,
              headers: { link: '<https://x/y>; rel="next"' },
              body: [{ id: 1, tag_name: 'v1', created_at: at(1), published_at: at(1) }],
            }
          : undefined,
    });
    const to = await leadline();

    const ran = await backfill({ api, to });

    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('/repos/acme/shop/releases?per_page=100&page=2 answers a page that was read before');
    expect(api.asked.filter((path) => path.includes('/releases?'))).toHaveLength(2);
  });

  it('misses nothing that moves between pages', async () => {
    const world = shopAtGithub(8);
    const api = await github(world, {
      before: (path) => {
        // While the second page is asked for, an old pull request and an old issue are commented on: they change places.
        if (path.includes('/pulls?') && path.endsWith('page=2'))
          touch(world.pulls, 2, { updated_at: '2026-06-01T12:00:05Z' });
        if (path.includes('/issues?')) touch(world.issues, 502, { updated_at: '2026-06-01T12:00:06Z' });
        return undefined;
      },
    });
    const to = await leadline();

    await backfill({ api, to });

    const { changes = [], incidents = [] } = await to.rows();
    expect([changes.length, incidents.length]).toEqual([8, 8]);
  });

  it('searches halves of the time where there are more runs than a search answers', async () => {
    const world = shopAtGithub(8);
    const api = await github(world, { searchEndsAt: 3 });
    const to = await leadline();

    await backfill({ api, to });

    expect((await to.rows())['pipeline_runs']).toHaveLength(8);
  });

  it('reads the attempts of a run before its last one, and where releases stand', async () => {
    const world = shopAtGithub(1);
    const [run] = world.runs;
    const first = { ...run, run_attempt: 1, conclusion: 'failure', updated_at: at(1, 35) };
    world.runs = [{ ...run, run_attempt: 2, earlier: [first] }];
    const times = { created_at: at(1), published_at: at(1, 50) };
    world.releases = [{ id: 1, tag_name: 'v1', target_commitish: 'main', draft: false, prerelease: false, ...times }];
    world.tags = { v1: world.commits[0] ?? {} };
    const [to, api] = [await leadline(), await github(world)];

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(0);
    const { pipeline_runs = [], other_entities = [] } = await to.rows();
    const attempts = pipeline_runs.flatMap((row) => ('attempts' in row ? (row.attempts as object[]) : []));
    expect(attempts.map((each) => ('status' in each ? each.status : ''))).toEqual(['failed', 'succeeded']);
    expect(JSON.stringify(other_entities)).toContain(world.commits[0]?.sha);
  });

  it('goes on where Ctrl-C stopped it, and asks nothing twice that is durable', async () => {
    const stop = new AbortController();
    const world = shopAtGithub(8);
    const first = await github(world, { before: (_, n) => void (n === 25 && stop.abort()) });
    const [to, state] = [await leadline(), stateFolder()];

    const stopped = await backfill({ api: first, to, state, signal: stop.signal });
    const position = (await to.taken()).length;
    await first.close();
    const again = await givenGithub(world, {}, Number(new URL(first.address).port));
    cleanups.push(again.close);
    const ran = await backfill({ api: again, to, state });

    expect([stopped.code, ran.code]).toEqual([130, 0]);
    expect(position).toBeGreaterThanOrEqual(0);
    const { deployments, changes, incidents, pipeline_runs } = await to.rows();
    expect([deployments?.length, changes?.length, incidents?.length, pipeline_runs?.length]).toEqual([8, 8, 8, 8]);
  });

  it('goes on after kill -9', async () => {
    const world = shopAtGithub(8);
    const kill: { now?: () => void } = {};
    const before = (_: string, n: number): Fault => {
      if (n === 34) kill.now?.();
      return { delayMs: 100 };
    };
    const first = await github(world, { before });
    const [to, state] = [await leadline(), stateFolder()];
    const env = { GITHUB_TOKEN: 'ghp_of_a_test', GITHUB_API_URL: first.address, LEADLINE_DATA: state };
    const child = startCli(['backfill', 'github', 'acme/shop', '--server', to.address, '--since', '2026-04-01'], env);
    kill.now = () => void child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    const durable = (await to.taken()).length;
    await first.close();
    const again = await givenGithub(world, {}, Number(new URL(first.address).port));
    cleanups.push(again.close);

    const ran = await backfill({ api: again, to, state, args: ['--since', '2026-04-01'] });

    expect(child.signalCode).toBe('SIGKILL');
    expect(durable).toBeGreaterThan(0);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toMatch(/^Going on after \d+ questions, answered by /);
    expect(again.asked[0]).not.toBe('/repos/acme/shop');
    const uninterrupted = await leadline();
    await backfill({ api: again, to: uninterrupted, args: ['--since', '2026-04-01'] });
    expect(await to.rows()).toEqual(await uninterrupted.rows());
  }, 90_000);

  it('counts without sending', async () => {
    const [to, api] = [await leadline(), await github(shopAtGithub(8))];

    const ran = await backfill({ api, to, args: ['--dry-run', '--json'] });

    expect(JSON.parse(ran.stdout)).toMatchObject({
      found: { commits: 8, 'pull requests': 8, deployments: 8, 'workflow runs': 8, issues: 8 },
      dryRun: true,
    });
    expect(api.asked.some((path) => path.includes('/reviews'))).toBe(false);
    expect(await to.taken()).toEqual([]);
  });

  it('leaves out what the token may not see, says which permission it takes, and reads the rest', async () => {
    const body = { message: 'Resource not accessible by personal access token' };
    const api = await github(shopAtGithub(2), {
      before: (path) => (path.includes('/deployments') ? { status: 403, body } : undefined),
    });
    const to = await leadline();

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toBe(
      'Left out deployments of acme/shop: GitHub answered 403: Resource not accessible by personal access token\n' +
        '  The token needs the permission "Deployments: read" (a classic token: the scope "repo").\n',
    );
    expect((await to.rows())['changes']).toHaveLength(2);
  });

  it.each<[number, string]>([
    [401, 'leadline: GitHub does not accept the token'],
    [404, 'leadline: "acme/shop": there is none, or the token may not see it'],
  ])('ends where the repository is answered %i', async (status, message) => {
    const [to, api] = [await leadline(), await github(shopAtGithub(1), { before: () => ({ status }) })];

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).toContain('GITHUB_TOKEN or GH_TOKEN');
  });

  it.each<[string, readonly string[], Readonly<Record<string, string>>, string]>([
    ['an address without encryption', [], { GITHUB_API_URL: 'http://github.example.org' }, 'is not encrypted'],
    ['a token that is none', [], { GITHUB_TOKEN: 'two words' }, 'GITHUB_TOKEN holds something that is no token'],
    [
      'a token file that is not there',
      ['--token-file', '/nowhere'],
      {},
      '--token-file: /nowhere cannot be read (ENOENT)',
    ],
    ['a time that is none', ['--since', 'yesterday'], {}, '--since: "yesterday" is no point in time'],
  ])('says what is wrong with %s', async (_, args, env, message) => {
    const [to, api] = [await leadline(), await github(shopAtGithub(1))];

    const ran = await backfill({ api, to, args, env });

    expect(ran.stderr).toContain(message);
    expect(ran.code).not.toBe(0);
    expect(api.asked).toEqual([]);
  });

  it('follows nobody to another place with the token', async () => {
    const api = await github(shopAtGithub(1), {
      before: () => ({ status: 301, headers: { location: 'http://127.0.0.1:1/elsewhere' } }),
    });
    const to = await leadline();

    const ran = await backfill({ api, to });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('GitHub answered 301');
  });
});

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** The command line in a process of its own. */
function startCli(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
  const flags = ['--conditions=@leadline/source', '--import', '@oxc-node/core/register'];
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [...flags, main, ...args], { env: { PATH, HOME, ...env }, stdio: 'ignore' });
}

function touch(list: GithubWorld['pulls'], number: number, change: object): void {
  const index = list.findIndex((each) => each['number'] === number);
  const found = list[index];
  if (found !== undefined) list[index] = { ...found, ...change };
}
