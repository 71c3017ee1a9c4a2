import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TokenScope } from '@leadline/events';
import { type AdminCommand, createServer, registerAdmin } from './index.js';

const token = (scope: TokenScope) => `leadline_pat_${scope.replaceAll(':', '_')}_0123456789`;

function given(command: AdminCommand) {
  const tokens = new Map(
    (['admin', 'events:write'] as const).map((scope) => [
      createHash('sha256').update(token(scope)).digest('hex'),
      { id: `of ${scope}`, scopes: [scope] },
    ]),
  );
  const app = createServer(() => {});
  registerAdmin(app, {
    guard: { clock: { now: () => 0 }, tokens: { find: (hash) => tokens.get(hash), isEmpty: () => false } },
    commands: new Map([['quarantine/retry', command]]),
  });
  return app;
}

const echo: AdminCommand = async (input, by) => ({ outcome: 'done', result: { input, by } });
const post = (more: object = {}) => ({ method: 'POST', url: '/admin/quarantine/retry', ...more }) as const;

describe('POST /admin', () => {
  it('runs a command for this machine', async () => {
    const answer = await given(echo).inject(post({ payload: { ids: ['a'] } }));
    expect([answer.statusCode, answer.json()]).toEqual([200, { input: { ids: ['a'] }, by: 'local' }]);
  });

  it('runs a command without input', async () => {
    expect((await given(echo).inject(post())).json()).toEqual({ by: 'local' });
  });

  it('runs a command for an admin token from elsewhere, and for nobody else', async () => {
    const elsewhere = (authorization?: string) =>
      post({ remoteAddress: '203.0.113.9', headers: authorization === undefined ? {} : { authorization } });
    const app = given(echo);
    const answers = [
      await app.inject(elsewhere(`Bearer ${token('admin')}`)),
      await app.inject(elsewhere(`Bearer ${token('events:write')}`)),
      await app.inject(elsewhere('Bearer leadline_pat_unknown_0123456789')),
      await app.inject(elsewhere()),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 403, 401, 401]);
    expect(answers[0]?.json()).toEqual({ by: 'of admin' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'takes nothing a page of another origin could send as %s',
    async (type) => {
      const answer = await given(echo).inject(post({ payload: '{}', headers: { 'content-type': type } }));
      expect([answer.statusCode, answer.json()]).toMatchObject([415, { error: 'unsupported_media_type' }]);
    },
  );

  it('tells of long work while it goes on, and how it ended', async () => {
    const work: AdminCommand = async () => ({
      outcome: 'work',
      run: async (tell) => {
        tell({ stage: 'fold', done: 1, total: 2 });
        return { equal: true };
      },
    });
    const failing: AdminCommand = async () => ({ outcome: 'work', run: () => Promise.reject(new Error('no room')) });
    const headers = { accept: 'application/x-ndjson' };
    const lines = (body: string): unknown[] =>
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(lines((await given(work).inject(post({ headers }))).body)).toEqual([
      { progress: { stage: 'fold', done: 1, total: 2 } },
      { result: { equal: true } },
    ]);
    expect(lines((await given(failing).inject(post({ headers }))).body)).toEqual([{ error: { message: 'no room' } }]);
    expect((await given(work).inject(post())).json()).toEqual({ equal: true });
  });

  it('refuses what is no JSON', async () => {
    const answer = await given(echo).inject(post({ payload: '{', headers: { 'content-type': 'application/json' } }));
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { error: 'invalid_json' }]);
  });

  it.each([
    [
      { outcome: 'problems', problems: [{ pointer: '/ids', message: 'is missing' }] },
      400,
      { problems: [{ pointer: '/ids' }] },
    ],
    [{ outcome: 'conflict', message: 'A rebuild runs' }, 409, { error: 'conflict', message: 'A rebuild runs' }],
  ] as const)('passes on an outcome: %o', async (outcome, status, body) => {
    const answer = await given(async () => outcome).inject(post());
    expect([answer.statusCode, answer.json()]).toMatchObject([status, body]);
  });
});
