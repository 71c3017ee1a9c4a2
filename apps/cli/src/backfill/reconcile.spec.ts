import { afterEach, describe, expect, it } from 'vitest';
import { givenServer, type SeenRequest, type StubAnswer, type StubServer } from '../testing/given-server.js';
import { noon, type Ran, runLeadline } from '../testing/run-leadline.js';
// The command loads it when it runs; loaded here, it takes none of a test's time.
import './reconcile.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function api(answer: (request: SeenRequest) => StubAnswer): Promise<StubServer> {
  const made = await givenServer(answer);
  cleanups.push(made.close);
  return made;
}

const ago = (hours: number): string => new Date(noon - hours * 3_600_000).toISOString();

interface Attempt {
  readonly id: number | string;
  readonly guid: string;
  readonly status: number;
  readonly hours: number;
  readonly event?: string;
}

/** As GitHub lists an attempt; ids beyond 2^53 are written as the number they are. */
const listed = ({ id, guid, status, hours, event = 'push' }: Attempt): string =>
  `{"id":${id},"guid":"${guid}","delivered_at":"${ago(hours)}","redelivery":false,"status_code":${status},"event":"${event}"}`;

/** GitHub with one webhook of Leadline, and the attempts of these pages, newest first. */
function github(pages: readonly (readonly Attempt[])[]): Promise<StubServer> {
  return api(({ method, path }) => {
    if (method === 'POST') return { status: path.includes('/404404/') ? 404 : 202, body: {} };
    if (path.startsWith('/repos/acme/shop/hooks?')) {
      const hooks = [
        { id: 1, config: { url: 'https://ci.example.org/hook' } },
        { id: 2, config: { url: 'https://leadline.example.org/hooks/github' } },
      ];
      return { status: 200, body: hooks };
    }
    const cursor = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0);
    const link = `<https://api.github.com/repositories/1/hooks/2/deliveries?per_page=100&cursor=${cursor + 1}>; rel="next"`;
    const headers: Record<string, string> = cursor + 1 < pages.length ? { link } : {};
    const body = `[${(pages[cursor] ?? []).map(listed).join(',')}]`;
    return { status: 200, body, headers };
  });
}

const reconcile = (to: StubServer, ...args: readonly string[]): Promise<Ran> =>
  runLeadline(['reconcile', 'github', 'acme/shop', ...args], {
    env: { GITHUB_TOKEN: 'ghp_of_a_test', GITHUB_API_URL: to.address },
  });

const sentAgain = ({ seen }: StubServer): string[] =>
  seen.filter(({ method }) => method === 'POST').map(({ path }) => path);

describe('leadline reconcile github', () => {
  it('has sent again what no attempt brought, oldest first', async () => {
    const to = await github([
      [
        { id: 9, guid: 'again', status: 202, hours: 1 },
        { id: 8, guid: 'fine', status: 202, hours: 2 },
        { id: 7, guid: 'late', status: 502, hours: 3 },
      ],
      [
        { id: '90071992547409931', guid: 'early', status: 0, hours: 20 },
        { id: 5, guid: 'again', status: 500, hours: 21 },
        { id: 4, guid: 'pinged', status: 500, hours: 22, event: 'ping' },
      ],
    ]);

    const ran = await reconcile(to);

    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(sentAgain(to)).toEqual([
      '/repos/acme/shop/hooks/2/deliveries/90071992547409931/attempts',
      '/repos/acme/shop/hooks/2/deliveries/7/attempts',
    ]);
    expect(ran.stdout).toContain('Looked at 5 attempts of GitHub to deliver: 2 deliveries missed.');
    expect(ran.stdout).toContain('2 deliveries sent again; they come as webhooks.');
  });

  it('leaves alone what may be under way, what is too old, and what was refused five times', async () => {
    const refused = [1, 2, 3, 4, 5].map((n) => ({ id: 20 + n, guid: 'refused', status: 401, hours: n }));
    const to = await github([
      [{ id: 30, guid: 'under way', status: 0, hours: 0 }, ...refused, { id: 10, guid: 'old', status: 500, hours: 73 }],
      [{ id: 1, guid: 'never asked for', status: 500, hours: 80 }],
    ]);

    const ran = await reconcile(to, '--json');

    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({ attempts: 6, missed: 1, givenUp: 1, sentAgain: 0 });
    expect(sentAgain(to)).toEqual([]);
    expect(to.seen.some(({ path }) => path.includes('cursor=1'))).toBe(false);
  });

  it('tells what GitHub no longer has, and sends the others', async () => {
    const to = await github([
      [
        { id: 6, guid: 'there', status: 500, hours: 2 },
        { id: 404_404, guid: 'gone', status: 500, hours: 71 },
      ],
    ]);

    const ran = await reconcile(to);

    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('1 delivery could not be sent again: GitHub no longer has them.');
    expect(sentAgain(to)).toHaveLength(2);
  });

  it('only looks with --dry-run', async () => {
    const to = await github([[{ id: 6, guid: 'there', status: 500, hours: 2 }]]);

    const ran = await reconcile(to, '--dry-run');

    expect(ran.stdout).toContain('1 delivery missed.\nNothing was sent again.');
    expect(sentAgain(to)).toEqual([]);
  });

  it.each<[string, (asked: number) => string]>([
    ['the page that was just read', () => 'one'],
    ['pages in a circle', (asked) => (asked % 2 === 0 ? 'one' : 'two')],
  ])('ends where a cursor leads to %s, and sends nothing by halves', async (_, cursorAfter) => {
    let pages = 0;
    const to = await api(({ path }) => {
      if (path.startsWith('/repos/acme/shop/hooks?')) {
        return { status: 200, body: [{ id: 2, config: { url: 'https://leadline.example.org/hooks/github' } }] };
      }
      const page = /cursor=(\w+)/.exec(path)?.[1] ?? 'first';
      const link = `<https://api.github.com/x?cursor=${cursorAfter(pages)}>; rel="next"`;
      pages += 1;
      const body = `[${listed({ id: page.length, guid: `in ${page}`, status: 502, hours: 1 })}]`;
      return { status: 200, body, headers: { link } };
    });

    const ran = await reconcile(to);

    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('answers a page that was read before');
    expect(sentAgain(to)).toEqual([]);
    expect(pages).toBeLessThan(6);
  });

  it('asks once for what GitHub took on, however it says so', async () => {
    const to = await api(({ method, path }) => {
      if (method === 'POST') return { status: 202, body: '<html>Accepted</html>' };
      if (path.startsWith('/repos/acme/shop/hooks?')) {
        return { status: 200, body: [{ id: 2, config: { url: 'https://leadline.example.org/hooks/github' } }] };
      }
      return { status: 200, body: `[${listed({ id: 6, guid: 'missed', status: 0, hours: 2 })}]` };
    });

    const ran = await reconcile(to);

    expect(ran.code).toBe(0);
    expect(sentAgain(to)).toHaveLength(1);
  });

  it('waits longer each time where a limit asks for no wait, or was over before it began', async () => {
    const answers: StubAnswer[] = [
      { status: 429, headers: { 'retry-after': '-30' } },
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 429, headers: { 'retry-after': '0' } },
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(noon / 1000 - 600) } },
      { status: 502, body: 'bad gateway' },
      // The last before the limit, which was renewed in the past: nothing is waited for.
      {
        status: 200,
        body: [{ id: 2, config: { url: 'https://leadline.example.org/hooks/github' } }],
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(noon / 1000 - 600) },
      },
      { status: 200, body: '[{"id":6,"guid":"cut' },
      { status: 200, body: [] },
    ];
    const ran = await reconcile(await api(() => answers.shift() ?? { status: 500 }));

    expect(ran.code).toBe(0);
    expect(ran.slept).toEqual([1_000, 2_000, 4_000, 480_000, 1_000, 1_000]);
    expect(answers).toEqual([]);
  });

  it('leaves for the next look what a clock ahead of ours puts into the future', async () => {
    const attempt = { id: 6, guid: 'missed', status: 502, hours: -0.2 };
    const ran = await reconcile(await github([[attempt]]), '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ attempts: 1, missed: 0 });

    const later = await reconcile(await github([[{ ...attempt, hours: 0.8 }]]), '--json');
    expect(JSON.parse(later.stdout)).toMatchObject({ attempts: 1, missed: 1, sentAgain: 1 });
  });

  it.each<[string, readonly string[], string]>([
    [
      'no webhook leads here',
      ['--endpoint', 'github-eu'],
      'acme/shop has no webhook whose address ends in /hooks/github-eu',
    ],
    ['there is none of the number', ['--hook', '77'], 'acme/shop has no webhook of the number 77'],
    ['the number is none', ['--hook', 'x'], '--hook: expected the number of a webhook, not "x"'],
  ])('says so where %s', async (_, args, message) => {
    const ran = await reconcile(await github([]), ...args);

    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain(message);
  });

  it('names the permission where the token may not', async () => {
    const ran = await reconcile(await api(() => ({ status: 404, body: { message: 'Not Found' } })));

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain(
      'The token needs the permission "Webhooks: write" (a classic token: the scope "admin:repo_hook").',
    );
  });
});

describe('leadline reconcile gitlab', () => {
  const run = (to: StubServer): Promise<Ran> =>
    runLeadline(['reconcile', 'gitlab', 'acme/web/shop'], {
      env: { GITLAB_TOKEN: 'glpat-of-a-test', GITLAB_API_URL: `${to.address}/api/v4` },
    });
  const gitlab = (events: readonly object[] | undefined): Promise<StubServer> =>
    api(({ method, path }) => {
      if (method === 'POST') return { status: 201, body: {} };
      if (path.startsWith('/api/v4/projects/acme%2Fweb%2Fshop/hooks?')) {
        return { status: 200, body: [{ id: 3, url: 'https://leadline.example.org/leadline/hooks/gitlab' }] };
      }
      return events === undefined ? { status: 404, body: {} } : { status: 200, body: events };
    });

  it('has sent again what was not taken, and knows what was sent again by its body', async () => {
    const to = await gitlab([
      { id: 5, response_status: '202', request_data: { object_kind: 'push', after: 'a' }, created_at: ago(1) },
      {
        id: 4,
        response_status: 'internal error',
        request_data: { object_kind: 'push', after: 'b' },
        created_at: ago(2),
      },
      { id: 3, response_status: '503', request_data: { object_kind: 'push', after: 'a' }, created_at: ago(3) },
    ]);

    const ran = await run(to);

    expect(ran.code).toBe(0);
    expect(sentAgain(to)).toEqual(['/api/v4/projects/acme%2Fweb%2Fshop/hooks/3/events/4/resend']);
  });

  it('waits as GitLab asks, asks again for what came cut off, and leaves what is gone', async () => {
    const missed = [3, 4].map((id) => ({
      id,
      response_status: '503',
      request_data: { object_kind: 'push', after: String(id) },
      created_at: ago(id),
    }));
    let times = 0;
    const to = await api(({ method, path }) => {
      if (method === 'POST') return { status: path.includes('/events/3/') ? 422 : 201, body: {} };
      if (!path.includes('/events?'))
        return { status: 200, body: [{ id: 3, url: 'https://l.example.org/hooks/gitlab' }] };
      times += 1;
      if (times === 1) return { status: 429, headers: { 'retry-after': '12' } };
      return { status: 200, body: times === 2 ? JSON.stringify(missed).slice(0, 40) : missed };
    });

    const ran = await run(to);

    expect(ran.code).toBe(1);
    expect(sentAgain(to).map((path) => path.split('/').at(-2))).toEqual(['4', '3']);
    expect(ran.stdout).toContain('1 delivery sent again');
    expect(ran.stdout).toContain('1 delivery could not be sent again: GitLab no longer has them.');
  });

  it('counts an attempt once that new ones moved to the next page, and ends at a page without any', async () => {
    const refused = (id: number) => ({
      id,
      response_status: '503',
      request_data: { object_kind: 'push', after: 'b' },
      created_at: ago(10 - id),
    });
    const pages = [[refused(6), refused(5), refused(4)], [refused(5), refused(4), refused(3)], []];
    const to = await api(({ method, path }) => {
      if (method === 'POST') return { status: 201, body: {} };
      if (!path.includes('/events?'))
        return { status: 200, body: [{ id: 3, url: 'https://l.example.org/hooks/gitlab' }] };
      const page = Number(/[?&]page=(\d+)/.exec(path)?.[1]);
      return { status: 200, body: pages[page - 1] ?? [], headers: { link: '<https://gitlab/x>; rel="next"' } };
    });

    const ran = await run(to);

    // Four attempts, of which two are listed twice: not yet the five after which it is given up.
    expect(ran.code).toBe(0);
    expect(sentAgain(to)).toEqual(['/api/v4/projects/acme%2Fweb%2Fshop/hooks/3/events/6/resend']);
    expect(to.seen.filter(({ path }) => path.includes('/events?'))).toHaveLength(3);
  });

  it('ends where every page is the same, whichever is asked for', async () => {
    const only = { id: 1, response_status: '503', request_data: { object_kind: 'push' }, created_at: ago(2) };
    const to = await api(({ path }) =>
      path.includes('/events?')
        ? { status: 200, body: [only], headers: { link: '<https://gitlab/x>; rel="next"' } }
        : { status: 200, body: [{ id: 3, url: 'https://l.example.org/hooks/gitlab' }] },
    );

    const ran = await run(to);

    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('answers a page that was read before');
    expect(to.seen).toHaveLength(3);
  });

  it('takes two that are listed without their bodies for two', async () => {
    const to = await gitlab([
      { id: 5, response_status: '202', created_at: ago(1) },
      { id: 4, response_status: '503', created_at: ago(2) },
    ]);

    await run(to);

    expect(sentAgain(to)).toEqual(['/api/v4/projects/acme%2Fweb%2Fshop/hooks/3/events/4/resend']);
  });

  it('names the backfill of that time where GitLab does not list what it sent', async () => {
    const ran = await run(await gitlab(undefined));

    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('leadline backfill gitlab acme/web/shop --since 7d');
  });
});
