import type { Mail, MailingList, MailOutcome, MailServer } from '@leadline/ports';
import MailComposer from 'nodemailer/lib/mail-composer';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { canUnsubscribeByOneClick } from './one-click.js';
import type { SmtpServer } from './smtp-server.js';

/** From whom, and through which server. */
export interface SmtpMailerOptions {
  readonly server: SmtpServer;
  /** `Leadline <leadline@example.org>`, or the address alone. */
  readonly from: string;
}

const CONNECT_MS = 15_000;
const SILENCE_MS = 60_000;
/** A mail takes no longer, whatever the server does. */
const MOST_MS = 120_000;

/**
 * Sends by SMTP, one connection and one recipient a mail. The connection is driven step by step, so that it is known
 * whether the server had been given the content when something went wrong: before that a mail certainly was not sent.
 */
export function smtpMailer({ server, from }: SmtpMailerOptions): MailServer {
  const connect = (): SMTPConnection =>
    new SMTPConnection({
      host: server.host,
      port: server.port,
      secure: server.tls === 'implicit',
      requireTLS: server.tls === 'starttls',
      ignoreTLS: server.tls === 'off',
      ...(server.ca === undefined ? {} : { tls: { ca: server.ca } }),
      connectionTimeout: CONNECT_MS,
      greetingTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
    });
  return {
    async verify() {
      const connection = connect();
      try {
        await within(CONNECT_MS, () => greet(connection, server));
        connection.quit();
        return null;
      } catch (error) {
        connection.close();
        return failureIn(error).text;
      }
    },
    async send(mail) {
      const { envelope, content } = await composed(mail, from);
      const connection = connect();
      const passage = new Passage(content);
      try {
        const outcome = await within(MOST_MS, () => deliver(connection, server, { envelope, passage }));
        connection.quit();
        return outcome;
      } catch (error) {
        connection.close();
        return outcomeOf(error, passage.isBegun);
      }
    },
  };
}

/** The content of a mail, which knows whether anybody has begun to take it. */
class Passage {
  readonly stream: Readable;
  isBegun = false;

  constructor(content: Buffer) {
    this.stream = new Readable({
      read: () => {
        this.isBegun = true;
        this.stream.push(content);
        this.stream.push(null);
      },
    });
  }
}

interface Envelope {
  readonly from: string | false;
  readonly to: string[];
}

type Step = (run: (done: (error?: Error | null) => void) => void) => Promise<void>;

/** Connects and logs in; resolves with what takes further steps of the connection. */
async function greet(connection: SMTPConnection, { auth }: SmtpServer): Promise<Step> {
  const failed = new Promise<never>((_, reject) => connection.on('error', reject));
  failed.catch(() => undefined);
  const step: Step = (run) =>
    Promise.race([failed, new Promise<void>((resolve, reject) => run((error) => (error ? reject(error) : resolve())))]);
  await step((done) => connection.connect(done));
  if (auth !== null) await step((done) => connection.login({ credentials: auth }, done));
  return step;
}

async function deliver(
  connection: SMTPConnection,
  server: SmtpServer,
  { envelope, passage }: { envelope: Envelope; passage: Passage },
): Promise<MailOutcome> {
  const step = await greet(connection, server);
  await step((done) => connection.send(envelope, passage.stream, done));
  return { outcome: 'accepted' };
}

async function within<T>(milliseconds: number, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = delay(milliseconds, undefined, { signal: over.signal }).then((): never => {
    throw new Error(`not over after ${milliseconds / 1000} s`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work(), late]);
  } finally {
    over.abort();
  }
}

/** What an SMTP client tells of a failure. */
interface SmtpFailure {
  readonly code: string | undefined;
  readonly command: string | undefined;
  readonly status: number | undefined;
  readonly text: string;
}

/**
 * What a failure means for the mail. A refusal of this mail (of its sender, recipient or content) is for good with 5xx and
 * for now with 4xx; trouble with the server itself, a refused login too, is no word on the mail: it is tried again.
 */
function outcomeOf(error: unknown, isContentBegun: boolean): MailOutcome {
  const { code, command, status, text } = failureIn(error);
  const isAboutMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && command !== 'API';
  if (isAboutMail && status !== undefined) return { outcome: status >= 500 ? 'refused' : 'deferred', reason: text };
  // An address that cannot even be written down.
  if (code === 'EENVELOPE' && command === 'API') return { outcome: 'refused', reason: text };
  return isContentBegun ? { outcome: 'unknown', reason: text } : { outcome: 'deferred', reason: text };
}

const LONGEST_REASON = 300;

function failureIn(error: unknown): SmtpFailure {
  const read = (name: string): unknown =>
    typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>)[name] : undefined;
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  const status = read('responseCode');
  const text = error instanceof Error ? error.message : String(error);
  return {
    code: textOf(read('code')),
    command: textOf(read('command')),
    status: typeof status === 'number' ? status : undefined,
    // What the server said is not ours: one line, not endless.
    text: text
      .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
      .trim()
      .slice(0, LONGEST_REASON),
  };
}

/** RFC 2919: a phrase people read, where it needs no encoding, and the id in angle brackets. */
function listId({ id, name }: MailingList): string {
  const phrase = /^[\w .,/&()-]+$/.test(name) ? `"${name}" ` : '';
  return `${phrase}<${id}>`;
}

function listHeaders(list: MailingList) {
  return {
    'List-Id': { prepared: true, value: listId(list) },
    'List-Unsubscribe': { prepared: true, value: `<${list.unsubscribeUrl}>` },
    ...(canUnsubscribeByOneClick(list.unsubscribeUrl) ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
  };
}

/** The mail as it goes over the wire. */
async function composed(mail: Mail, from: string): Promise<{ envelope: Envelope; content: Buffer }> {
  const { to, subject, text, html, messageId, date, list } = mail;
  const message = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    date: new Date(date),
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(list === null ? {} : listHeaders(list)),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { envelope: message.getEnvelope(), content: await message.build() };
}
