import type { Notice } from '@leadline/ports';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openMailbox } from '../mailer/mailbox/mailbox.js';
import { smtpMailer } from '../mailer/smtp/smtp-mailer.js';
import { postJson } from './http-post.js';
import { mailNotifier } from './mail-notifier.js';
import { slackNotifier } from './slack-notifier.js';
import { teamsNotifier } from './teams-notifier.js';
import { webhookNotifier } from './webhook-notifier.js';

const hostile = '<!channel> <https://evil.example|here> & *bold* [x](https://evil.example)';
const notice: Notice = {
  id: 'n1',
  at: Date.parse('2026-03-02T10:00:00Z'),
  title: `page: check ${hostile} failed`,
  entries: [
    {
      kind: 'alert',
      event: 'opened',
      headline: `page: check ${hostile} failed`,
      details: [{ name: 'service', text: hostile }],
      url: 'https://leadline.example/deployment/x%20y',
      data: { rule: 'POLICY', key: 'shop licences', value: null },
    },
  ],
  more: 2,
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real server on loopback that keeps what it is sent. */
async function given(answer: (response: ServerResponse) => void = (response) => response.end('ok')) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port');
  return { received, url: `http://127.0.0.1:${address.port}/hooks/secret-path` };
}

const answering =
  (status: number, headers: Record<string, string> = {}, body = '') =>
  (response: ServerResponse) =>
    response.writeHead(status, headers).end(body);

describe('a webhook', () => {
  it('is signed after Standard Webhooks, with an id that stays', async () => {
    const { url, received } = await given();
    const secret = Buffer.from('0123456789abcdef0123456789abcdef');
    const notifier = webhookNotifier({ url, key: `whsec_${secret.toString('base64')}`, now: () => notice.at });
    expect(await notifier.notify(notice)).toEqual({ outcome: 'accepted' });
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const signed = createHmac('sha256', secret).update(`msg_n1.1772445600.${body}`).digest('base64');
    expect(headers).toMatchObject({
      'webhook-id': 'msg_n1',
      'webhook-timestamp': '1772445600',
      'webhook-signature': `v1,${signed}`,
      'content-type': 'application/json',
    });
    expect(JSON.parse(body)).toMatchObject({
      type: 'leadline.notice',
      timestamp: '2026-03-02T10:00:00.000Z',
      data: { more: 2, entries: [{ kind: 'alert', event: 'opened', rule: 'POLICY', value: null }] },
    });
  });
});

describe('a chat', () => {
  it('of Slack gets what senders wrote as plain text', async () => {
    const { url, received } = await given();
    expect(await slackNotifier(url).notify(notice)).toEqual({ outcome: 'accepted' });
    const { text, blocks } = JSON.parse(received[0]?.body ?? '{}');
    expect(text).not.toMatch(/[<>]/);
    const marked = JSON.stringify(blocks, (_, value) => (value?.type === 'plain_text' ? undefined : value));
    expect(marked).not.toContain('evil');
    expect(marked).toContain('<https://leadline.example/deployment/x%20y|Open in Leadline>');
  });

  it('of Teams gets it in runs, which know no markup', async () => {
    const { url, received } = await given();
    await teamsNotifier(url).notify(notice);
    const { attachments } = JSON.parse(received[0]?.body ?? '{}');
    expect(new Set(attachments[0].content.body.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['RichTextBlock']),
    );
    expect(attachments[0].content.actions).toMatchObject([{ url: 'https://leadline.example/deployment/x%20y' }]);
  });
});

describe('a mail', () => {
  it('says it in text and in HTML that nobody gets into, and is of no list', async () => {
    const mailbox = await openMailbox();
    closing.push(mailbox.close);
    const { hostname, port } = new URL(mailbox.smtpUrl);
    const server = { host: hostname, port: Number(port), tls: 'off', auth: null } as const;
    const mailer = smtpMailer({ server, from: 'leadline@example.org' });
    expect(await mailer.verify()).toBeNull();
    const notifier = mailNotifier({ mailer, to: 'ada@example.org', host: 'leadline.example' });
    expect(await notifier.notify(notice)).toEqual({ outcome: 'accepted' });
    const [mail] = mailbox.mails();
    expect(mail?.text).toContain(hostile);
    expect(mail?.html).not.toMatch(/<(?!\/?pre)/);
    expect(mail?.headers.map(([name]) => name)).not.toContain('list-unsubscribe');
  });

  it('server that nobody runs is told of', async () => {
    const server = { host: '127.0.0.1', port: 1, tls: 'off', auth: null } as const;
    expect(await smtpMailer({ server, from: 'leadline@example.org' }).verify()).toContain('ECONNREFUSED');
  });
});

describe('what a receiver says becomes', () => {
  const post = (url: string) => postJson({ url, headers: {}, body: '{}' }, { connectMs: 300, mostMs: 300 });

  it.each([
    [400, 'refused'],
    [404, 'refused'],
    [410, 'refused'],
    [408, 'deferred'],
    [429, 'deferred'],
    [500, 'deferred'],
    [503, 'deferred'],
  ])('%i: %s', async (status, outcome) => {
    const { url } = await given(answering(status, {}, 'no\u202E such /hooks/secret-path'));
    const told = await post(url);
    expect(told).toMatchObject({ outcome, reason: expect.stringContaining(`answered ${status}`) });
    expect(JSON.stringify(told)).not.toMatch(/secret-path|\u202E/u);
  });

  it('refused: a redirect leads nowhere', async () => {
    const elsewhere = await given();
    const { url } = await given(answering(302, { location: elsewhere.url }));
    expect(await post(url)).toMatchObject({ outcome: 'refused' });
    expect(elsewhere.received).toEqual([]);
  });

  it('deferred: nobody listens', async () => {
    const { url } = await given();
    for (const close of closing.splice(0)) await close();
    expect(await post(url)).toMatchObject({ outcome: 'deferred' });
  });

  it('unknown: no answer, or a connection that ends without one', async () => {
    const { url } = await given(() => undefined);
    expect(await post(url)).toMatchObject({ outcome: 'unknown', reason: 'no answer in time' });
    const rude = createSocketServer((socket) => socket.on('data', () => socket.destroy()).on('error', () => undefined));
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => rude.close(() => resolve())));
    const address = rude.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    expect(await post(`http://127.0.0.1:${port}/x`)).toMatchObject({ outcome: 'unknown' });
  });

  it('accepted: an answer without end is not read to it', async () => {
    const { url } = await given((response) => {
      response.writeHead(200);
      response.write('x'.repeat(100_000));
    });
    expect(await post(url)).toEqual({ outcome: 'accepted' });
  });
});
