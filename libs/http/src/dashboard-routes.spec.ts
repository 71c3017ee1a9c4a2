import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { createServer, registerDashboard } from './index.js';

const directories: string[] = [];
afterEach(() => Promise.all(directories.splice(0).map((directory) => rm(directory, { recursive: true }))));

const PAGE = '<!doctype html><title>Leadline</title><body></body>';

async function emptyDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-dashboard-'));
  directories.push(directory);
  return directory;
}

async function given(answers?: string) {
  const directory = await emptyDirectory();
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), PAGE);
  await writeFile(join(directory, 'assets', 'index-4f2a.js'), 'render()');
  await writeFile(join(directory, 'assets', 'index-4f2a.js.gz'), 'compressed');
  await writeFile(join(directory, 'secret.txt'), 'no asset');
  const app = createServer(() => {});
  app.post('/events', (_, reply) => reply.send({}));
  expect(await registerDashboard(app, { directory, answers: async () => answers })).toBe(true);
  return app;
}

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a page of the dashboard', () => {
  it.each(['/', '/teams/eng/payments', '/services/shop.example', '/deployments/WyJzIl0?asOf=2026-11-20', '/nowhere'])(
    'answers %s with the document, which is asked for anew each time',
    async (url) => {
      const answer = await (await given()).inject({ url, headers: browser });
      expect([answer.statusCode, answer.body]).toEqual([200, PAGE]);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
    },
  );

  it('lets nothing run but files of this server', async () => {
    const { headers } = await (await given()).inject({ url: '/', headers: browser });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  });
});

describe('the overview, whose answers are there', () => {
  const hostile = JSON.stringify({ name: "</script><script>alert(1)</script><!-- $& $'" });

  it('carries them as data that cannot become anything else', async () => {
    const answer = await (await given(hostile)).inject({ url: '/', headers: browser });
    const [, block = ''] =
      /<script type="application\/json" id="answers">(.*?)<\/script><\/body>$/.exec(answer.body) ?? [];
    expect(JSON.parse(block)).toEqual(JSON.parse(hostile));
    expect(block).not.toContain('<');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-cache',
    });
    expect(String(answer.headers['content-security-policy'])).toContain("script-src 'self'");
  });

  it.each([
    ['gzip, br', 'gzip'],
    ['br, gzip;q=0.5', 'gzip'],
    ['br, gzip;q=0', undefined],
    ['identity', undefined],
  ])('comes to who takes %s as %s', async (accepted, encoding) => {
    const headers = { ...browser, 'accept-encoding': accepted };
    const answer = await (await given('{"at":1}')).inject({ url: '/', headers });
    expect(answer.headers['content-encoding']).toBe(encoding);
    const text = encoding === undefined ? answer.body : gunzipSync(answer.rawPayload).toString();
    expect(text).toContain('{"at":1}');
  });

  it.each(['/?team=eng', '/teams'])('is no other address: %s', async (url) => {
    const answer = await (await given('{"at":1}')).inject({ url, headers: browser });
    expect(answer.body).toBe(PAGE);
  });
});

describe('assets', () => {
  it('are kept for a year, compressed for who takes it', async () => {
    const app = await given();
    const answer = await app.inject({ url: '/assets/index-4f2a.js', headers: { 'accept-encoding': 'gzip' } });
    expect([answer.statusCode, answer.body]).toEqual([200, 'compressed']);
    expect(answer.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      vary: 'accept-encoding',
    });
    const plain = await app.inject({ url: '/assets/index-4f2a.js' });
    expect(plain.body).toBe('render()');
  });

  it.each(['/assets/index-old.js', '/assets/../secret.txt', '/assets/%2e%2e/secret.txt', '/assets/..%2fsecret.txt'])(
    'are nothing but what lies in their folder: %s',
    async (url) => {
      const answer = await (await given()).inject({ url, headers: { accept: '*/*' } });
      expect(answer.body).not.toBe('no asset');
      expect(answer.headers['cache-control'] ?? '').not.toContain('immutable');
    },
  );
});

describe('what is for programs', () => {
  it.each(['/api/v1/nothing', '/hooks/nobody', '/metrics/more', '/graphql/x', '/admin/x'])(
    'stays a 404 as JSON: %s',
    async (url) => {
      const answer = await (await given()).inject({ url, headers: browser });
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ error: 'not_found' });
    },
  );

  it('is told the methods of an address, and gets no page where it asks for data or a file', async () => {
    const app = await given();
    const get = await app.inject({ url: '/events', headers: browser });
    expect([get.statusCode, get.headers['allow']]).toEqual([405, 'POST']);
    expect((await app.inject({ url: '/teams', headers: { accept: 'application/json' } })).statusCode).toBe(404);
    expect((await app.inject({ url: '/wp-login.php', headers: { accept: '*/*' } })).statusCode).toBe(404);
    expect((await app.inject({ method: 'POST', url: '/teams', headers: browser })).statusCode).toBe(404);
  });
});

it('serves nothing that is not built', async () => {
  const app = createServer(() => {});
  expect(await registerDashboard(app, { directory: await emptyDirectory(), answers: undefined })).toBe(false);
  expect((await app.inject({ url: '/', headers: browser })).statusCode).toBe(404);
});
