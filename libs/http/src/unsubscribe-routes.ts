import { html, type Html, plainName, styleSheet } from '@leadline/insights';
import type { LinkedSubscription, Unsubscribing } from '@leadline/pipeline';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';

/** More is no answer to a form with two buttons. */
const BODY_LIMIT = 4_096;

type LinkRequest = FastifyRequest<{ Params: { token: string } }>;

/**
 * `GET` and `POST /unsubscribe/:token`: the link of a mail. Nobody logs in: the link is all it takes, and it is good for one
 * person and one list. Opening it changes nothing, because programs that look for malware open every link; a POST leaves
 * the list, whether a mail program sends it (RFC 8058) or the button of the page.
 */
export function registerUnsubscribe(app: FastifyInstance, { find, set }: Unsubscribing): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // RFC 8058 lets mail programs send either kind of form; what is in it is looked for as text.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body));
    scope.get('/unsubscribe/:token', async (request: LinkRequest, reply) => {
      const subscription = await find(request.params.token);
      return subscription === undefined ? sendUnknown(reply) : sendPage(reply, 200, choicePage(subscription));
    });
    scope.post('/unsubscribe/:token', async (request: LinkRequest, reply) => {
      const subscription = await set(request.params.token, wantsToStay(request.body));
      return subscription === undefined ? sendUnknown(reply) : sendPage(reply, 200, donePage(subscription));
    });
  });
}

const wantsToStay = (body: unknown): boolean => Buffer.isBuffer(body) && body.toString('latin1') === 'choice=stay';

function choicePage({ list, isWanted }: LinkedSubscription): Html {
  if (!isWanted) return donePage({ list, isWanted });
  return html`<h1>Leave the weekly mail of ${nameOf(list)}?</h1>
    <p>Nothing has changed yet.</p>
    ${button('leave', 'Leave this list')}`;
}

function donePage({ list, isWanted }: LinkedSubscription): Html {
  return isWanted
    ? html`<h1>You stay on the list</h1>
        <p>The weekly mail of ${nameOf(list)} goes on.</p>`
    : html`<h1>You have left the list</h1>
        <p>The weekly mail of ${nameOf(list)} will not be sent to you any more. No other mail is affected.</p>
        ${button('stay', 'That was a mistake: keep sending it')}`;
}

const button = (choice: 'leave' | 'stay', text: string): Html =>
  html`<form method="post"><button name="choice" value="${choice}">${text}</button></form>`;

const nameOf = (list: string): string => (list === '' ? 'everybody' : plainName(list));

function sendUnknown(reply: FastifyReply): FastifyReply {
  return sendPage(
    reply,
    404,
    html`<h1>This link leads nowhere</h1>
      <p>
        It may have been cut off when the mail was forwarded. The person who runs Leadline can take you off the list.
      </p>`,
  );
}

const style = `:root{color-scheme:light dark;--page:#eef1f0;--ink:#1b2831;--accent:#0a6285;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--page:#10181e;--ink:#e8eef2;--accent:#7cc8e8;--on-accent:#10181e}}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:12vh auto;padding:0 1.5rem}
h1{font-size:1.5rem;line-height:1.25}
button{font:inherit;font-weight:600;padding:.75rem 1.25rem;border:0;border-radius:6px;background:var(--accent);color:var(--on-accent);cursor:pointer}
button:focus-visible{outline:3px solid currentcolor;outline-offset:3px}`;

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

function sendPage(reply: FastifyReply, status: number, content: Html): FastifyReply {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>Leadline: weekly mail</title>
        ${styleSheet(style)}
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `;
  return reply
    .code(status)
    .headers({ 'content-security-policy': policy, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(page.markup);
}
