import type { Email } from 'postal-mime';

/** A mail as a mailbox shows it. */
export interface ReceivedMail {
  readonly number: number;
  readonly to: readonly string[];
  readonly from: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In their order, names in small letters. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** As it came over the wire. */
  readonly raw: string;
}

/** A mail server on loopback that keeps what it is given, and passes nothing on: for trying out, and for tests. */
export interface Mailbox {
  /** Where mails are handed in, for LEADLINE_SMTP_URL. */
  readonly smtpUrl: string;
  /** The first one first; older ones are forgotten. */
  readonly mails: () => readonly ReceivedMail[];
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';
const MOST_MAILS = 200;
const LARGEST_MAIL = 5 * 1024 * 1024;

/** Opens a mailbox at any free port of loopback. */
export async function openMailbox(): Promise<Mailbox> {
  // Only a mailbox needs them: nothing else is to load them.
  const [{ SMTPServer }, { default: PostalMime }] = await Promise.all([import('smtp-server'), import('postal-mime')]);
  const mails: ReceivedMail[] = [];
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    size: LARGEST_MAIL,
    logger: false,
    onData(stream, session, done) {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      contentOf(stream)
        .then(async (content) => {
          mails.push({
            number: (count += 1),
            to,
            raw: content.toString('utf8'),
            ...partsOf(await PostalMime.parse(content)),
          });
          mails.splice(0, mails.length - MOST_MAILS);
        })
        .then(
          () => done(),
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
    },
  });
  // A client that hangs up is no news.
  server.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('A mailbox listens on a port');
  return {
    smtpUrl: `smtp://${HOST}:${address.port}`,
    mails: () => [...mails],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function contentOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function partsOf({ headers, from, subject, text, html }: Email): Omit<ReceivedMail, 'number' | 'to' | 'raw'> {
  return {
    from: from?.address ?? '',
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    headers: headers.map(({ key, value }) => [key, value] as const),
  };
}
