import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { givenServer, type StubAnswer, type StubServer } from '../testing/given-server.js';
import { runLeadline } from '../testing/run-leadline.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function server(answer: StubAnswer): Promise<StubServer> {
  const made = await givenServer(() => answer);
  cleanups.push(made.close);
  return made;
}

function fileWith(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadline-token-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'token'), content);
  return join(folder, 'token');
}

const tokens = { status: 200, body: { tokens: [] } };

describe('the token', () => {
  it.each([
    ['LEADLINE_TOKEN', () => ({ LEADLINE_TOKEN: ' leadline_pat_1 ' })],
    ['LEADLINE_TOKEN_FILE', () => ({ LEADLINE_TOKEN_FILE: fileWith('leadline_pat_1\n') })],
  ])('of %s is sent', async (_, env) => {
    const stub = await server(tokens);

    const ran = await runLeadline(['token', 'ls'], { env: { LEADLINE_URL: stub.address, ...env() } });

    expect(ran.code).toBe(0);
    expect(stub.seen[0]?.headers['authorization']).toBe('Bearer leadline_pat_1');
  });

  it('is missed where there is none', async () => {
    const stub = await server({ status: 401 });

    const ran = await runLeadline(['token', 'ls', '--server', stub.address]);

    expect(stub.seen[0]?.headers['authorization']).toBeUndefined();
    expect(ran.code).toBe(4);
    expect(ran.stderr).toContain('Put a token into LEADLINE_TOKEN');
  });

  it('does not travel unencrypted without a warning', async () => {
    const elsewhere: typeof fetch = async () => Response.json({ tokens: [] });

    const env = { LEADLINE_TOKEN: 'leadline_pat_1' };
    const [plain, encrypted] = [
      await runLeadline(['token', 'ls', '--server', 'http://example.org'], { env, fetch: elsewhere }),
      await runLeadline(['token', 'ls', '--server', 'https://example.org'], { env, fetch: elsewhere }),
    ];

    expect(plain.stderr).toBe('leadline: warning: the token goes to http://example.org unencrypted; use https\n');
    expect(encrypted.stderr).toBe('');
  });

  it.each([
    [{ LEADLINE_TOKEN: 'a', LEADLINE_TOKEN_FILE: 'b' }, 2, 'not both'],
    [{ LEADLINE_TOKEN_FILE: '/nonexistent' }, 4, 'cannot be read (ENOENT)'],
    [{ LEADLINE_TOKEN: 'two words' }, 4, 'holds something that is no token'],
  ])('%j is refused before anything is sent', async (env, code, message) => {
    const stub = await server(tokens);

    const ran = await runLeadline(['token', 'ls'], { env: { LEADLINE_URL: stub.address, ...env } });

    expect([ran.code, stub.seen.length]).toEqual([code, 0]);
    expect(ran.stderr).toContain(message);
    expect(ran.stderr).not.toContain('two words');
  });
});

describe('what the server answers', () => {
  it.each<[StubAnswer, number, string]>([
    [
      { status: 403, body: { error: 'forbidden', message: 'lacks admin', fix: 'make one' } },
      4,
      'not permitted\n  lacks admin\n  make one\n',
    ],
    [
      { status: 404, body: { error: 'not_found', message: 'There is nothing at this address' } },
      1,
      'this server does not offer that',
    ],
    [
      { status: 400, body: { message: 'no', problems: [{ pointer: '/id', message: 'missing' }] } },
      4,
      '  /id: missing\n',
    ],
    [
      { status: 500, body: { error: 'internal', message: 'Leadline failed to answer', fix: 'Look for request 7' } },
      1,
      'Look for request 7',
    ],
    [
      { status: 302, headers: { location: 'https://login.example.org/' } },
      1,
      'it redirects to https://login.example.org/',
    ],
    [{ status: 200, body: '<html>' }, 1, 'but not with JSON; is it a Leadline?'],
    [{ status: 200, body: { things: 1 } }, 1, 'answered in an unknown shape'],
    ['reset', 3, 'connection closed'],
  ])('%j ends with exit code %d', async (answer, code, message) => {
    const stub = await server(answer);

    const ran = await runLeadline(['token', 'ls', '--server', stub.address]);

    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it.each<[unknown, number, string]>([
    [
      { errors: [{ message: 'Cannot query field "x"', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      1,
      'Cannot query field "x"',
    ],
    [{ errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }], data: null }, 4, 'the server answered: No'],
  ])('GraphQL errors %j end with exit code %d', async (body, code, message) => {
    const stub = await server({ status: 200, body });

    const ran = await runLeadline(['quarantine', 'ls', '--server', stub.address]);

    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toContain(message);
  });

  it('never reaches the terminal as control characters', async () => {
    const stub = await server({ status: 400, body: { message: 'red \u001b[31m, back\u202e, bell\u0007' } });

    const ran = await runLeadline(['token', 'ls', '--server', stub.address]);

    expect(ran.stderr).toContain('red \\u001b[31m, back\\u202e, bell\\u0007');
  });
});
