import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventData, type KnownEvent, parseEvent } from '@leadline/events';
import { afterEach, describe, expect, it } from 'vitest';
import { expectedLeadTimes } from '../testing/git-truth.js';
import { type GivenRepository, givenRepository } from '../testing/given-repository.js';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from '../testing/given-server.js';
import { Gathering, runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

function repository(name?: string): GivenRepository {
  const made = givenRepository(name);
  cleanups.push(made.remove);
  return made;
}

/** A server that takes every batch, unless told otherwise for the n-th POST /events (from 0). */
async function server(
  answer: (n: number, request: SeenRequest) => StubAnswer | undefined = () => undefined,
): Promise<StubServer> {
  let posts = 0;
  const made = await givenServer((request) => {
    if (request.path === '/healthz') return { status: 200, body: { ok: true } };
    if (request.method !== 'POST' || request.path !== '/events') return { status: 404 };
    const n = posts++;
    return answer(n, request) ?? { status: 202, body: { ids: [], position: `0:${n}` } };
  });
  cleanups.push(made.close);
  return made;
}

function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadline-state-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const environment = (state: string) => ({ PATH: process.env['PATH'], HOME: state, LEADLINE_DATA: state });

function eventsOf({ seen }: StubServer): KnownEvent[] {
  const posts = seen.filter(({ method, path }) => method === 'POST' && path === '/events');
  return posts.flatMap(({ body }) => {
    const events: unknown = JSON.parse(body);
    if (!Array.isArray(events)) throw new Error('a batch is a list');
    return events.map((event: unknown) => {
      const parsed = parseEvent(event);
      if (parsed.outcome !== 'event') throw new Error(`not an event of Leadline: ${JSON.stringify(parsed)}`);
      return parsed.known;
    });
  });
}

const commitsOf = (events: readonly KnownEvent[]): EventData<'commit'>[] =>
  events.flatMap((known) => (known.kind === 'commit' ? [known.event.data] : []));
const deploymentsOf = (events: readonly KnownEvent[]): EventData<'deployment'>[] =>
  events.flatMap((known) => (known.kind === 'deployment' ? [known.event.data] : []));

/** Commits each deployment contains that no earlier one does, from the events alone: the whole graph, walked each time. */
function newlyCarried(events: readonly KnownEvent[]): { version: string; commits: string[] }[] {
  const parents = new Map(commitsOf(events).map(({ sha, parents: list }) => [sha, list ?? []]));
  const contained = (sha: string): Set<string> => {
    const found = new Set<string>();
    const waiting = [sha];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      waiting.push(...(parents.get(next) ?? []));
    }
    return found;
  };
  const earlier = new Set<string>();
  const ordered = deploymentsOf(events).sort(
    (a, b) => Date.parse(a.finishedAt ?? '') - Date.parse(b.finishedAt ?? '') || (a.id < b.id ? -1 : 1),
  );
  return ordered.map(({ sha, version }) => {
    const all = [...contained(sha ?? '')];
    const commits = all.filter((commit) => !earlier.has(commit) && (parents.get(commit)?.length ?? 0) < 2);
    for (const commit of all) earlier.add(commit);
    return { version: version ?? '', commits: commits.sort() };
  });
}

/** Merges, a backport on an older line, a commit tagged twice, both kinds of tags, tags of one second, a foreign history. */
function storyOfReleases(): GivenRepository {
  const made = repository();
  made.commit('one', '2026-01-01T10:00:00Z');
  made.annotatedTag('v1.0.0', '2026-01-02T09:00:00Z');
  made.git(['checkout', '--quiet', '-b', 'feature']);
  made.commit('feature a', '2026-01-03T10:00:00Z');
  made.commit('feature b', '2026-01-04T10:00:00Z');
  made.git(['checkout', '--quiet', 'main']);
  made.commit('two', '2026-01-05T10:00:00Z');
  made.merge('feature', '2026-01-06T10:00:00Z');
  made.lightweightTag('v1.1.0');
  made.commit('three', '2026-01-07T10:00:00Z');
  made.commit('four', '2026-01-08T10:00:00Z');
  made.annotatedTag('v2.0.0', '2026-01-09T10:00:00Z');
  made.git(['checkout', '--quiet', '-b', 'maintenance', 'v1.0.0']);
  made.commit('fix for the old line', '2026-01-10T10:00:00Z');
  made.annotatedTag('v1.0.1', '2026-01-10T12:00:00Z');
  made.git(['checkout', '--quiet', 'main']);
  made.annotatedTag('v2.0.0-again', '2026-01-11T10:00:00Z', 'main');
  made.commit('five', '2026-01-12T10:00:00Z');
  made.annotatedTag('z-same-second', '2026-01-13T10:00:00Z', 'main~1');
  made.annotatedTag('a-same-second', '2026-01-13T10:00:00Z', 'main');
  made.git(['checkout', '--quiet', '--orphan', 'site']);
  made.commit('another history', '2026-01-14T10:00:00Z');
  made.lightweightTag('site-1');
  made.git(['checkout', '--quiet', 'main']);
  made.commit('not deployed', '2026-01-15T10:00:00Z');
  return made;
}

describe('leadline import git', () => {
  it('sends what git itself says each tag newly contains', async () => {
    const story = storyOfReleases();
    const stub = await server();

    const ran = await runLeadline(['import', 'git', story.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran).toMatchObject({ code: 0 });
    const truth = expectedLeadTimes(story.path);
    expect(newlyCarried(eventsOf(stub))).toEqual(
      truth.tags.map(({ tag, newCommits }) => ({ version: tag, commits: [...newCommits].sort() })),
    );
  });

  it('agrees with lead times worked by hand', () => {
    const truth = expectedLeadTimes(storyOfReleases().path);

    const hours = truth.tags.map(({ tag, excluded, leadTimes }) => [tag, excluded, leadTimes.map((s) => s / 3600)]);

    expect(hours).toEqual([
      ['v1.0.0', 'first', []],
      // two, feature b, feature a; the merge commit gives none
      ['v1.1.0', null, [24, 48, 72]],
      ['v2.0.0', null, [24, 48]],
      ['v1.0.1', null, [2]],
      ['v2.0.0-again', null, []],
      ['a-same-second', null, [24]],
      ['z-same-second', null, []],
      ['site-1', 'no_common_history', []],
    ]);
    // 2 24 24 24 48 48 72
    expect([truth.count, truth.median]).toEqual([7, 24 * 3600]);
  });

  it('sends commits with their parents, parents first, and deployments last', async () => {
    const story = storyOfReleases();
    const stub = await server();

    await runLeadline(['import', 'git', story.path, '--server', stub.address], { env: environment(stateFolder()) });

    const events = eventsOf(stub);
    const commits = commitsOf(events);
    const inGit = story
      .git(['rev-list', '--all', '--parents'])
      .split('\n')
      .map((line) => line.split(' '));
    expect(Object.fromEntries(commits.map(({ sha, parents }) => [sha, parents]))).toEqual(
      Object.fromEntries(inGit.map(([sha, ...parents]) => [sha, parents])),
    );
    const seen = new Set<string>();
    for (const { sha, parents } of commits) {
      expect((parents ?? []).filter((parent) => !seen.has(parent))).toEqual([]);
      seen.add(sha);
    }
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.indexOf('deployment')).toBe(kinds.lastIndexOf('commit') + 1);
  });

  it('makes a deployment of a tag, and a commit of a commit', async () => {
    const made = repository('shop');
    made.git(['remote', 'add', 'origin', 'https://ada:secret@git.example.org/acme/shop.git']);
    const sha = made.commit('Add basket\n\nFlag: basket, checkout\nFlag: basket\n', '2026-03-02T10:00:00+01:00', {
      authoredAt: '2026-03-01T10:00:00Z',
    });
    const bot = made.commit('Bump zod', '2026-03-03T10:00:00Z', {
      author: 'dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>',
    });
    made.annotatedTag('v1', '2026-03-04T10:00:00Z', sha);
    const stub = await server();

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(eventsOf(stub).map(({ event }) => event)).toEqual([
      {
        specversion: '1.0',
        id: `git:commit:${sha}`,
        source: 'git:acme/shop',
        type: 'dev.leadline.commit.recorded',
        subject: `commit:${sha}`,
        time: '2026-03-02T09:00:00Z',
        data: {
          repo: 'acme/shop',
          sha,
          committedAt: '2026-03-02T09:00:00Z',
          authoredAt: '2026-03-01T10:00:00Z',
          parents: [],
          title: 'Add basket',
          flags: ['basket', 'checkout'],
        },
      },
      expect.objectContaining({ data: expect.objectContaining({ sha: bot, parents: [sha], bot: true }) }),
      {
        specversion: '1.0',
        id: `git:tag:acme/shop:v1:${sha}`,
        source: 'git:acme/shop',
        type: 'dev.leadline.deployment.recorded',
        subject: 'deployment:git/acme/shop/tag/v1',
        time: '2026-03-04T10:00:00Z',
        data: {
          revision: 17_726_184_000_000,
          id: 'git/acme/shop/tag/v1',
          service: 'shop',
          environment: 'production',
          envTier: 'production',
          source: 'git',
          status: 'succeeded',
          startedAt: '2026-03-04T10:00:00Z',
          finishedAt: '2026-03-04T10:00:00Z',
          sha,
          repo: 'acme/shop',
          version: 'v1',
          ref: 'refs/tags/v1',
        },
      },
    ]);
    expect(ran.stdout + ran.stderr + JSON.stringify(stub.seen)).not.toContain('secret');
  });

  it('sends the same events when it is run again', async () => {
    const story = storyOfReleases();
    const [first, second] = [await server(), await server()];
    const state = stateFolder();

    await runLeadline(['import', 'git', story.path, '--server', first.address], { env: environment(state) });
    await runLeadline(['import', 'git', story.path, '--server', second.address], { env: environment(state) });
    await runLeadline(['import', 'git', story.path, '--server', second.address], { env: environment(state) });

    const once = eventsOf(first);
    expect(once.length).toBe(11 + 8);
    expect(eventsOf(second)).toEqual([...once, ...once]);
    expect(readdirSync(join(state, 'cli', 'imports'))).toEqual([]);
  });

  it('makes the later of two positions of a moved tag win', async () => {
    const made = repository();
    made.commit('one', '2026-01-01T10:00:00Z');
    made.annotatedTag('stable', '2026-01-02T10:00:00Z');
    const stub = await server();
    const options = ['import', 'git', made.path, '--server', stub.address];
    await runLeadline(options, { env: environment(stateFolder()) });
    const moved = made.commit('two', '2026-01-03T10:00:00Z');
    made.annotatedTag('stable', '2026-01-04T10:00:00Z');

    await runLeadline(options, { env: environment(stateFolder()) });

    const reports = deploymentsOf(eventsOf(stub));
    expect(new Set(reports.map(({ id }) => id)).size).toBe(1);
    expect(reports.sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0))[0]).toMatchObject({ sha: moved });
  });

  it('takes the names of hostile tags as nothing but names', async () => {
    const names = [
      '-x',
      '--output=owned',
      '$(touch${IFS}owned)',
      '`touch`',
      "';touch",
      'ünïcode-🚀',
      'a/b',
      '%x00',
      '{}|&;<>',
    ];
    const made = repository();
    made.commit('one', '2026-01-01T10:00:00Z');
    for (const name of names) made.annotatedTag(name, '2026-01-02T10:00:00Z');
    const stub = await server();

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(0);
    const sent = deploymentsOf(eventsOf(stub)).map(({ version }) => version);
    expect(sent).toEqual([...names].sort());
    expect(readdirSync(made.path)).toEqual(['.git', 'file-1.txt']);
    const only = await runLeadline(['import', 'git', made.path, '--tags', '-x', '--dry-run', '--json']);
    expect(JSON.parse(only.stdout)).toMatchObject({ deployments: 1, tags: [{ name: '-x' }] });
  });

  it('peels tags of tags and leaves out those that lead to no commit', async () => {
    const made = repository();
    const sha = made.commit('one', '2026-01-01T10:00:00Z');
    made.annotatedTag('inner', '2026-01-02T10:00:00Z');
    made.annotatedTag('outer', '2026-01-03T10:00:00Z', 'refs/tags/inner');
    made.lightweightTag('tree', 'HEAD^{tree}');

    const ran = await runLeadline(['import', 'git', made.path, '--dry-run', '--json']);

    expect(JSON.parse(ran.stdout)).toMatchObject({
      deployments: 2,
      unusableTags: ['tree'],
      tags: [
        { name: 'inner', sha, at: '2026-01-02T10:00:00Z', annotated: true },
        { name: 'outer', sha, at: '2026-01-03T10:00:00Z', annotated: true },
      ],
    });
    expect(ran.stderr).toContain('Left out 1 tag');
  });

  it('leaves out dates that cannot be meant, and says so', async () => {
    const made = repository();
    const unset = made.commit('by a clock that was never set', '1970-01-01T00:01:00Z');
    const ahead = made.commit('by a clock ten years ahead', '2036-01-01T10:00:00Z');
    made.commit('by a clock that is right', '2026-01-01T10:00:00Z');
    made.annotatedTag('v1', '2026-01-02T10:00:00Z');
    made.lightweightTag('never', unset);
    const stub = await server();

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('Left out 1 tag that lead to no commit or have no usable date: never\n');
    expect(ran.stderr).toContain('2 commits have dates before 1990 or in the future: imported without');
    const undated = commitsOf(eventsOf(stub)).filter(({ committedAt }) => committedAt === undefined);
    expect(undated.map(({ sha }) => sha).sort()).toEqual([unset, ahead].sort());
    expect(deploymentsOf(eventsOf(stub)).map(({ version }) => version)).toEqual(['v1']);
  });

  it('compares the first deployment since a date with the one before it', async () => {
    const story = storyOfReleases();
    const stub = await server();
    const since = ['--since', '2026-01-09', '--tags', 'v*'];

    await runLeadline(['import', 'git', story.path, '--server', stub.address, ...since], {
      env: environment(stateFolder()),
    });

    const events = eventsOf(stub);
    expect(deploymentsOf(events).map(({ version }) => version)).toEqual(['v1.1.0', 'v2.0.0', 'v1.0.1', 'v2.0.0-again']);
    const whole = expectedLeadTimes(story.path, 'v*');
    const ofTag = new Map(whole.tags.map(({ tag, newCommits }) => [tag, [...newCommits].sort()]));
    for (const { version, commits } of newlyCarried(events).slice(1)) expect(commits).toEqual(ofTag.get(version));
  });

  it('recognises cherry-picks by their patch ids', async () => {
    const made = repository();
    made.commit('one', '2026-01-01T10:00:00Z');
    made.git(['checkout', '--quiet', '-b', 'release']);
    made.git(['checkout', '--quiet', 'main']);
    const original = made.commit('fix', '2026-01-02T10:00:00Z');
    made.git(['checkout', '--quiet', 'release']);
    made.git(['cherry-pick', original], '2026-01-03T10:00:00Z');
    const copy = made.git(['rev-parse', 'HEAD']);
    made.lightweightTag('v1');
    const stub = await server();

    await runLeadline(['import', 'git', made.path, '--patch-ids', '--server', stub.address], {
      env: environment(stateFolder()),
    });

    const patches = new Map(commitsOf(eventsOf(stub)).flatMap(({ sha, patchId }) => (patchId ? [[sha, patchId]] : [])));
    expect(copy).not.toBe(original);
    expect(patches.get(copy)).toMatch(/^[0-9a-f]{40}$/);
    expect(patches.get(copy)).toBe(patches.get(original));
    expect(patches.size).toBe(3);
  });
});

describe('a server that fails', () => {
  it('gets every event in spite of refusals for now, lost answers and cut connections', async () => {
    const made = manyCommits(2500);
    const failures: Record<number, StubAnswer> = {
      0: { status: 503, headers: { 'retry-after': '7' } },
      2: 'reset',
      4: { cutAfterReading: true },
      5: { status: 429 },
    };
    const taken: string[] = [];
    const stub = await server((n, { body }) => {
      if (failures[n] === undefined) taken.push(body);
      return failures[n];
    });

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address, '--json'], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(0);
    const ids = taken.flatMap((body) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id));
    expect(ids.length).toBe(2500 + 1);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ran.slept).toEqual([7000, 250, 250, 500]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      commits: 2500,
      deployments: 1,
      events: 2501,
      position: `0:${taken.length + 3}`,
    });
  });

  it('is asked for less when it takes no batch as large', async () => {
    const made = manyCommits(900);
    const stub = await server((_, { body }) => (body.length > 100_000 ? { status: 413 } : undefined));

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(0);
    const sizes = stub.seen
      .filter(({ body }) => body !== '' && body.length <= 100_000)
      .map(({ body }) => (JSON.parse(body) as unknown[]).length);
    expect(sizes.reduce((a, b) => a + b)).toBe(901);
  });

  it('stops with exit code 3 when it stays away, and goes on where it stopped', async () => {
    const made = manyCommits(3000);
    const state = stateFolder();
    let isBroken = false;
    const taken: string[] = [];
    const stub = await server((n, { body }) => {
      if (n >= 2 && isBroken) return 'reset';
      taken.push(body);
      return undefined;
    });
    const command = ['import', 'git', made.path, '--server', stub.address];
    isBroken = true;

    const stopped = await runLeadline(command, { env: environment(state) });
    isBroken = false;
    const resumed = await runLeadline(command, { env: environment(state) });

    expect(stopped.code).toBe(3);
    expect(stopped.stderr).toContain('the same command goes on from there');
    expect(resumed.code).toBe(0);
    expect(resumed.stderr).toContain('Going on after');
    const ids = taken.flatMap((body) => (JSON.parse(body) as { id: string }[]).map(({ id }) => id));
    expect([ids.length, new Set(ids).size]).toEqual([3001, 3001]);
  });

  it('goes on after Ctrl-C', async () => {
    const made = manyCommits(3000);
    const state = stateFolder();
    const interruption = new AbortController();
    const stub = await server((n) => {
      if (n === 2) interruption.abort();
      return undefined;
    });
    const command = ['import', 'git', made.path, '--server', stub.address];

    const stopped = await runLeadline(command, { env: environment(state), signal: interruption.signal });
    const resumed = await runLeadline(command, { env: environment(state) });

    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/interrupted\n {2}[\d,]+ events are sent; the same command goes on from there/);
    expect(resumed.code).toBe(0);
    const ids = eventsOf(stub).map(({ event }) => event.id);
    // What was on its way when it was interrupted may have arrived: it comes again, under the same ids.
    expect(new Set(ids).size).toBe(3001);
    expect(ids.length).toBeLessThan(3001 + 1001);
  });

  it('begins anew when the server lost what it had acknowledged', async () => {
    const made = manyCommits(3000);
    const state = stateFolder();
    const first = await server((n) => (n < 2 ? undefined : 'reset'));
    const command = ['import', 'git', made.path, '--server', 'http://leadline.test'];
    const at =
      (stub: () => StubServer): typeof fetch =>
      (url, init) =>
        fetch((url as string).replace('http://leadline.test', stub().address), init);

    const stopped = await runLeadline(command, { env: environment(state), fetch: at(() => first) });
    const emptied = await server();
    const resumed = await runLeadline(command, { env: environment(state), fetch: at(() => emptied) });

    expect(stopped.code).toBe(3);
    expect(resumed).toMatchObject({ code: 0 });
    expect(resumed.stderr).toContain('The server lost what was sent before');
    expect(new Set(eventsOf(emptied).map(({ event }) => event.id)).size).toBe(3001);
  });

  it('is told which event it refused', async () => {
    const made = manyCommits(3);
    const sha = made.git(['rev-list', '--reverse', 'main']).split('\n')[1];
    const stub = await server(() => ({
      status: 400,
      body: { problems: [{ pointer: '/1/data/title', message: 'too \u001b[31mred' }] },
    }));

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain(`git:commit:${sha} /data/title: too \\u001b[31mred`);
  });
});

describe('what cannot be imported', () => {
  it.each([
    ['no folder', () => '/nonexistent/folder', 'there is no folder /nonexistent/folder'],
    ['no repository', () => stateFolder(), 'is not a git repository'],
    ['a file', () => import.meta.filename, 'is a file'],
  ])('%s', async (_, path, message) => {
    const ran = await runLeadline(['import', 'git', path()]);

    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('a shallow clone', async () => {
    const made = manyCommits(3);
    const clone = join(stateFolder(), 'clone');
    made.git(['clone', '--quiet', '--depth=1', `file://${made.path}`, clone]);

    const ran = await runLeadline(['import', 'git', clone]);

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('git fetch --unshallow');
  });

  it('no tags that match, or none at all', async () => {
    const made = repository();
    made.commit('one', '2026-01-01T10:00:00Z');

    const none = await runLeadline(['import', 'git', made.path]);
    made.lightweightTag('release-1');
    const others = await runLeadline(['import', 'git', made.path, '--tags', 'v*']);

    expect([none.code, others.code]).toEqual([4, 4]);
    expect(none.stderr).toContain('has no tags');
    expect(others.stderr).toBe('leadline: no tag matches "v*"\n  There are 1, the newest: release-1\n');
  });

  it('anything without git', async () => {
    const made = repository();

    const ran = await runLeadline(['import', 'git', made.path], { env: { PATH: '/nonexistent' } });

    expect(ran.code).toBe(4);
    expect(ran.stderr).toBe(
      'leadline: git is not installed, or not on the PATH\n  Install it: https://git-scm.com/downloads\n',
    );
  });

  it('nothing of the repository that a surrounding git points to', async () => {
    const [made, other] = [repository('mine'), repository('other')];
    made.commit('one', '2026-01-01T10:00:00Z');
    made.lightweightTag('v1');

    const env = { ...environment(stateFolder()), GIT_DIR: join(other.path, '.git') };
    const ran = await runLeadline(['import', 'git', made.path, '--dry-run', '--json'], { env });

    expect(JSON.parse(ran.stdout)).toMatchObject({ repository: 'mine', commits: 1 });
  });

  it('without a server', async () => {
    const made = manyCommits(3);
    const stub = await server();
    await stub.close();

    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
    });

    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('connection refused');
    expect(ran.slept).toEqual([]);
  });
});

describe('ten thousand commits', () => {
  it('arrive within twenty seconds, with a bar on a terminal', async () => {
    const made = manyCommits(10_000, 100);
    const stub = await server();
    const stderr = new Gathering(true);

    const started = performance.now();
    const ran = await runLeadline(['import', 'git', made.path, '--server', stub.address], {
      env: environment(stateFolder()),
      stderr,
      isTTY: { stdout: false, stderr: true },
    });
    const seconds = (performance.now() - started) / 1000;

    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Imported 10,000 commits and 100 deployments of payments');
    expect(stderr.text).toContain('100 % of 10,100 events');
    expect(seconds).toBeLessThan(20);
    const events = eventsOf(stub);
    expect([commitsOf(events).length, deploymentsOf(events).length]).toEqual([10_000, 100]);
    expect(stub.seen.every(({ body }) => body.length <= 600_000)).toBe(true);
  });
});

/** A straight history, made at once, with a tag on each n-th commit and always on the last. */
function manyCommits(count: number, tags = 1): GivenRepository {
  const made = repository();
  const start = Date.parse('2026-01-01T00:00:00Z') / 1000;
  const every = count / tags;
  const lines = Array.from({ length: count }, (_, index) => {
    const at = `Ada <ada@example.org> ${start + index * 60} +0000`;
    const message = `change ${index}`;
    const commit = `commit refs/heads/main\nmark :${index + 1}\ncommitter ${at}\ndata ${message.length}\n${message}\n`;
    const from = index === 0 ? '' : `from :${index}\n`;
    const tag = (index + 1) % every === 0 ? `reset refs/tags/v${index + 1}\nfrom :${index + 1}\n\n` : '';
    return `${commit}${from}\n${tag}`;
  });
  made.git(['fast-import', '--quiet'], undefined, lines.join(''));
  return made;
}
