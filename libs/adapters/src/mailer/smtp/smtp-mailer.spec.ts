import type { Mail, MailingList } from '@leadline/ports';
import { createServer, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { smtpMailer } from './smtp-mailer.js';
import type { SmtpServer } from './smtp-server.js';

const mail: Mail & { readonly list: MailingList } = {
  to: 'ada@example.org',
  subject: 'Tidewater, week 46: lead time fell 27 % to 19 h',
  text: 'Lead time fell 27 % to 19 h ▆▅▆\n.\n..leading dots\n',
  html: '<p>Lead time fell 27 % to 19 h ▆▅▆</p>',
  messageId: 'digest.2026-W46.0123@leadline.example',
  date: Date.parse('2026-11-16T06:30:00Z'),
  list: {
    id: 'weekly.everybody.leadline.example',
    name: 'Tidewater weekly',
    unsubscribeUrl: 'https://leadline.example/unsubscribe/3f9c2f1f0a7b4c0d8e6a5b4c3d2e1f00-abcdefghijklm',
  },
};

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A real SMTP server on loopback that keeps what it takes, and refuses as a test wants. */
async function given(options: SMTPServerOptions = {}) {
  const taken: { raw: string; to: string[] }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        taken.push({
          raw: Buffer.concat(chunks).toString('utf8'),
          to: session.envelope.rcptTo.map(({ address }) => address),
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(() => resolve())));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port');
  return { taken, at: serverAt(address.port) };
}

const serverAt = (port: number): SmtpServer => ({ host: '127.0.0.1', port, tls: 'off', auth: null });
const mailerOf = (server: SmtpServer) => smtpMailer({ server, from: 'Leadline <leadline@example.org>' });
const reply = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });

/** A server of our own, for what a well-behaved one never does. */
async function givenBehaviour(behave: (socket: Socket) => void): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    behave(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on a port');
  return serverAt(address.port);
}

/** Speaks SMTP until the content was given, and then hangs up without an answer. */
function hangUpAfterContent(socket: Socket): void {
  socket.write('220 here\r\n');
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1');
    if (text.endsWith('\r\n.\r\n')) return socket.destroy();
    for (const line of text.split('\r\n').filter(Boolean)) {
      if (/^DATA/i.test(line)) socket.write('354 go on\r\n');
      else if (/^(EHLO|MAIL|RCPT)/i.test(line)) socket.write('250 fine\r\n');
    }
    return undefined;
  });
}

describe('a mail by SMTP', () => {
  it('arrives as it was written, with the headers of a list', async () => {
    const { taken, at } = await given();
    expect(await mailerOf(at).send(mail)).toEqual({ outcome: 'accepted' });
    expect(taken.map(({ to }) => to)).toEqual([['ada@example.org']]);
    const parsed = await PostalMime.parse(taken[0]?.raw ?? '');
    const header = (name: string): string | undefined => parsed.headers.find(({ key }) => key === name)?.value;
    expect(parsed.subject).toBe(mail.subject);
    expect(parsed.text?.trimEnd()).toBe(mail.text.trimEnd());
    expect(parsed.html?.trim()).toBe(mail.html);
    expect(parsed.from).toEqual({ name: 'Leadline', address: 'leadline@example.org' });
    expect(parsed.to).toEqual([{ name: '', address: 'ada@example.org' }]);
    expect(parsed.messageId).toBe('<digest.2026-W46.0123@leadline.example>');
    expect(parsed.date).toBe('2026-11-16T06:30:00.000Z');
    expect(header('list-unsubscribe')).toBe(`<${mail.list.unsubscribeUrl}>`);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(header('list-id')).toBe('"Tidewater weekly" <weekly.everybody.leadline.example>');
    expect(header('auto-submitted')).toBe('auto-generated');
  });

  it.each([
    'Tidewater\r\nBcc: evil@example.org',
    'Tidewater\nX-Evil: yes\n\nbody',
    'Tidewater\u2028Bcc: evil@example.org',
    'x'.repeat(10_000),
  ])('has no header that a subject brought: %#', async (subject) => {
    const { taken, at } = await given();
    const list = { ...mail.list, name: `"weekly" ${subject.slice(0, 50)}` };
    expect(await mailerOf(at).send({ ...mail, subject, list })).toEqual({ outcome: 'accepted' });
    const { headers } = await PostalMime.parse(taken[0]?.raw ?? '');
    expect(taken.map(({ to }) => to)).toEqual([['ada@example.org']]);
    expect(headers.map(({ key }) => key).filter((key) => ['bcc', 'x-evil', 'cc'].includes(key))).toEqual([]);
  });

  it.each([
    'ada@example.org, evil@example.org',
    'ada@example.org\r\nRCPT TO:<evil@example.org>',
    'ada <evil@example.org>',
  ])('goes to one recipient at most: %j', async (to) => {
    const { taken, at } = await given();
    await mailerOf(at).send({ ...mail, to });
    expect(taken.filter(({ to: recipients }) => recipients.length > 1)).toEqual([]);
  });

  it('says one click only where it can be clicked in private', async () => {
    const { taken, at } = await given();
    const unsubscribeUrl = 'http://leadline.example/unsubscribe/x';
    await mailerOf(at).send({ ...mail, list: { ...mail.list, unsubscribeUrl } });
    expect(taken[0]?.raw).toContain(`List-Unsubscribe: <${unsubscribeUrl}>`);
    expect(taken[0]?.raw).not.toContain('List-Unsubscribe-Post');
  });
});

describe('what a server says becomes', () => {
  const refusing = (code: number): [string, SMTPServerOptions][] => [
    ['the sender', { onMailFrom: (_address, _session, done) => done(reply(code, 'no such sender')) }],
    ['the recipient', { onRcptTo: (_address, _session, done) => done(reply(code, 'no such mailbox')) }],
    [
      'the content',
      {
        onData(stream, _session, done) {
          stream.resume();
          stream.on('end', () => done(reply(code, 'looks like spam')));
        },
      },
    ],
  ];

  it.each(refusing(550))('refused for good: 550 to %s', async (_, options) => {
    const { at } = await given(options);
    expect(await mailerOf(at).send(mail)).toMatchObject({ outcome: 'refused', reason: expect.stringMatching(/550/) });
  });

  it.each(refusing(451))('deferred: 451 to %s', async (_, options) => {
    const { at } = await given(options);
    expect(await mailerOf(at).send(mail)).toMatchObject({ outcome: 'deferred', reason: expect.stringMatching(/451/) });
  });

  it('deferred: nobody listens', async () => {
    const { at } = await given();
    for (const close of closing.splice(0)) await close();
    expect(await mailerOf(at).send(mail)).toMatchObject({ outcome: 'deferred' });
  });

  it('deferred: a login that is refused is no word on the mail', async () => {
    const { at } = await given({
      authOptional: false,
      onAuth: (_auth, _session, done) => done(reply(535, 'wrong password')),
    });
    const outcome = await mailerOf({ ...at, auth: { user: 'leadline', pass: 'secret-word' } }).send(mail);
    expect(outcome).toMatchObject({ outcome: 'deferred', reason: expect.stringContaining('535') });
    expect(JSON.stringify(outcome)).not.toContain('secret-word');
  });

  it('deferred: no TLS where it is wanted, and nothing is sent in clear', async () => {
    const { at, taken } = await given();
    expect(await mailerOf({ ...at, tls: 'starttls' }).send(mail)).toMatchObject({ outcome: 'deferred' });
    expect(taken).toEqual([]);
  });

  it('deferred: a certificate that nobody vouches for', async () => {
    const { at, taken } = await given({ disabledCommands: [] });
    expect(await mailerOf({ ...at, tls: 'starttls' }).send(mail)).toMatchObject({ outcome: 'deferred' });
    expect(taken).toEqual([]);
  });

  it('deferred: hung up before the content', async () => {
    const at = await givenBehaviour((socket) => {
      socket.write('220 here\r\n');
      socket.on('data', () => socket.destroy());
    });
    expect(await mailerOf(at).send(mail)).toMatchObject({ outcome: 'deferred' });
  });

  it('unknown: hung up after the content', async () => {
    const at = await givenBehaviour(hangUpAfterContent);
    expect(await mailerOf(at).send(mail)).toMatchObject({ outcome: 'unknown' });
  });

  it('a reason of one line that is not endless', async () => {
    const { at } = await given({
      onRcptTo: (_address, _session, done) => done(reply(550, `no\u202E${'x'.repeat(2_000)}`)),
    });
    const outcome = await mailerOf(at).send(mail);
    const reason = 'reason' in outcome ? outcome.reason : '';
    expect(reason.length).toBeLessThanOrEqual(300);
    expect(reason).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
