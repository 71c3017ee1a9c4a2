import type { Mailbox, ReceivedMail } from '@leadline/adapters';
import type { Invocation } from '../command.js';
import { html, type Html, styleSheet } from '@leadline/insights';
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';

/** The mailbox of the demo: where Leadline hands its mails in, and where people see them. */
export interface DemoMailbox {
  readonly address: string;
  /** What tells Leadline of it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function openDemoMailbox(): Promise<DemoMailbox> {
  const { openMailbox } = await import('@leadline/adapters');
  const mailbox = await openMailbox();
  const pages = await serveMailbox(mailbox);
  return {
    address: pages.address,
    environment: { LEADLINE_SMTP_URL: mailbox.smtpUrl, LEADLINE_MAIL_FROM: 'Leadline <leadline@halden.example>' },
    close: async () => {
      await pages.close();
      await mailbox.close();
    },
  };
}

/** Has last week's mails sent, once more where a demo sent them before: its mailbox forgets them when it ends. */
export async function sendLastWeek({ io, output }: Pick<Invocation, 'io' | 'output'>, address: string): Promise<void> {
  const answer = await io
    .fetch(`${address}/admin/digests/send`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ again: true }),
      signal: io.signal,
    })
    .catch(() => undefined);
  if (answer?.ok !== true) output.message("Last week's mail could not be sent; leadline digest send says why.");
}

/** The mails of a mailbox, to be opened in a browser. */
export interface MailboxPages {
  readonly address: string;
  readonly close: () => Promise<void>;
}

const HOST = '127.0.0.1';

/** Serves a mailbox on loopback, at any free port: a list, and each mail as HTML, as text and as it came. */
export async function serveMailbox(mailbox: Mailbox): Promise<MailboxPages> {
  const server = createServer((request, response) => {
    const [, folder, number, part] = (request.url ?? '/').split('?', 1)[0]?.split('/') ?? [];
    const mail = mailbox.mails().find((one) => String(one.number) === number);
    if (folder === '') sendPage(response, listPage(mailbox.mails()));
    else if (folder !== 'mails' || mail === undefined) sendText(response, 404, 'There is no such mail.\n');
    else if (part === undefined) sendPage(response, mailPage(mail));
    else if (part === 'html') send(response, { type: 'text/html', policy: mailPolicy, body: mail.html });
    else if (part === 'text') sendText(response, 200, mail.text);
    else if (part === 'raw') sendText(response, 200, mail.raw);
    else sendText(response, 404, 'There is no such part.\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server listens on a port');
  return {
    address: `http://${HOST}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listPage(mails: readonly ReceivedMail[]): Html {
  const rows = mails
    .toReversed()
    .map(
      ({ number, subject, to }) =>
        html`<li><a href="/mails/${number}">${subject}</a><br /><small>to ${to.join(', ')}</small></li>`,
    );
  return html`<h1>Mailbox of the demo</h1>
    <p>Mails that Leadline sent are kept here; nobody else gets them.</p>
    ${
      mails.length === 0
        ? html`<p>None yet.</p>`
        : html`<ol reversed>
            ${rows}
          </ol>`
    }`;
}

function mailPage({ number, subject, headers }: ReceivedMail): Html {
  const shown = headers.filter(([name]) => /^(from|to|date|list-.*|auto-submitted|message-id)$/.test(name));
  return html`<p><a href="/">Mailbox</a></p>
    <h1>${subject}</h1>
    <details>
      <summary>Headers</summary>
      <dl>
        ${shown.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
    </details>
    <p>
      <a href="/mails/${number}/html">HTML alone</a> · <a href="/mails/${number}/text">plain text</a> ·
      <a href="/mails/${number}/raw">as it came</a>
    </p>
    <iframe src="/mails/${number}/html" title="The mail"></iframe>`;
}

const style = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:50rem;padding:2rem 1.5rem;font:16px/1.5 system-ui,sans-serif}
li{margin:.75rem 0}
dt{font-weight:600}dd{margin:0 0 .5rem;overflow-wrap:anywhere}
iframe{width:100%;height:80vh;border:1px solid #8886;border-radius:6px}`;

const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "frame-src 'self'",
  "base-uri 'none'",
].join('; ');
/** A mail may look as it wants, and do nothing but lead elsewhere. */
const mailPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-top-navigation-by-user-activation";

function sendPage(response: ServerResponse, content: Html): void {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Mailbox of the demo</title>
        ${styleSheet(style)}
      </head>
      <body>
        ${content}
      </body>
    </html> `;
  send(response, { type: 'text/html', policy: pagePolicy, body: page.markup });
}

function sendText(response: ServerResponse, status: number, body: string): void {
  send(response, { status, type: 'text/plain', policy: "default-src 'none'", body });
}

function send(
  response: ServerResponse,
  { status = 200, type, policy, body }: { status?: number; type: string; policy: string; body: string },
): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(body);
}
