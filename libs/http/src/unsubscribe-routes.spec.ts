import type { LinkedSubscription } from '@leadline/pipeline';
import { describe, expect, it } from 'vitest';
import { createServer, registerUnsubscribe } from './index.js';

const TOKEN = 'the-token-of-a-mail';

function given(list = 'eng/payments') {
  let isWanted = true;
  const subscription = (token: string): LinkedSubscription | undefined =>
    token === TOKEN ? { list, isWanted } : undefined;
  const app = createServer(() => {});
  registerUnsubscribe(app, {
    find: async (token) => subscription(token),
    set: async (token, wanted) => {
      if (subscription(token) !== undefined) isWanted = wanted;
      return subscription(token);
    },
  });
  return { app, isWanted: () => isWanted };
}

const post = (payload: string, type = 'application/x-www-form-urlencoded') => ({
  method: 'POST' as const,
  url: `/unsubscribe/${TOKEN}`,
  headers: { 'content-type': type },
  payload,
});

describe('the link of a mail', () => {
  it('asks when it is opened, and changes nothing', async () => {
    const { app, isWanted } = given();
    const answer = await app.inject(`/unsubscribe/${TOKEN}`);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(answer.body).toContain('Leave the weekly mail of eng/payments?');
    expect(answer.body).toContain('<form method="post">');
    expect((await app.inject({ method: 'HEAD', url: `/unsubscribe/${TOKEN}` })).statusCode).toBe(200);
    expect(isWanted()).toBe(true);
  });

  it.each([
    ['one click of a mail program', post('List-Unsubscribe=One-Click')],
    [
      'the same as the other kind of form',
      post(
        '--x\r\ncontent-disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        'multipart/form-data; boundary=x',
      ),
    ],
    ['the button', post('choice=leave')],
    ['nothing at all', { method: 'POST' as const, url: `/unsubscribe/${TOKEN}` }],
  ])('leaves the list by %s, without cookie or token of a person', async (_, request) => {
    const { app, isWanted } = given();
    const answer = await app.inject(request);
    expect([answer.statusCode, isWanted()]).toEqual([200, false]);
    expect(answer.body).toContain('You have left the list');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('takes a mistake back', async () => {
    const { app, isWanted } = given();
    await app.inject(post('choice=leave'));
    expect((await app.inject(`/unsubscribe/${TOKEN}`)).body).toContain('You have left the list');
    expect((await app.inject(post('choice=stay'))).body).toContain('You stay on the list');
    expect(isWanted()).toBe(true);
  });

  it('leads nowhere when it is another', async () => {
    const { app, isWanted } = given();
    const answers = [
      await app.inject('/unsubscribe/another'),
      await app.inject({ ...post('List-Unsubscribe=One-Click'), url: '/unsubscribe/another' }),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(isWanted()).toBe(true);
  });

  it('takes no large body', async () => {
    const { app, isWanted } = given();
    expect((await app.inject(post('x'.repeat(5_000)))).statusCode).toBe(413);
    expect(isWanted()).toBe(true);
  });

  it('is a page in which nothing runs, and a name is only a name', async () => {
    const { app } = given('<script>alert(1)</script>');
    const { body, headers } = await app.inject(`/unsubscribe/${TOKEN}`);
    expect(body).not.toContain('<script>');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'/,
    );
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
  });
});
