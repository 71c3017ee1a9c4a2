import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';

/** Whether a person's browser asks for the address, and no program for data. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  const isPreflighted = 'apollo-require-preflight' in headers || 'x-apollo-operation-name' in headers;
  return method === 'GET' && !isPreflighted && (headers.accept ?? '').includes('text/html');
}

/** Sends the query page: everything in one document, so that it works without the internet. */
export function sendQueryPage(reply: FastifyReply): FastifyReply {
  return reply
    .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache', vary: 'Accept' })
    .type('text/html; charset=utf-8')
    .send(page);
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing runs or is drawn but what stands in the page, and it talks to nobody but the server it came from. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(pageScript)}`,
  `style-src ${hashOf(pageStyle)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Leadline: GraphQL</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
  <h1>Leadline GraphQL</h1>
  <div><label for="example">Example</label><select id="example"></select></div>
  <div><label for="token">Token (where the server asks for one)</label><input id="token" type="password" autocomplete="off" spellcheck="false"></div>
  <button id="run" type="button" aria-keyshortcuts="Control+Enter Meta+Enter">Run (Ctrl+Enter)</button>
</header>
<main>
  <section aria-labelledby="ask-title">
    <h2 id="ask-title">Ask</h2>
    <label for="query">Query</label>
    <textarea id="query" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
    <label for="variables">Variables (JSON)</label>
    <textarea id="variables" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
  </section>
  <section aria-labelledby="answer-title">
    <h2 id="answer-title">Answer</h2>
    <p id="status" role="status"></p>
    <pre id="result" tabindex="0" aria-label="Answer as JSON"></pre>
  </section>
  <section id="docs" aria-labelledby="docs-title" tabindex="0">
    <h2 id="docs-title">Schema</h2>
    <label for="find">Find a type or field</label>
    <input id="find" type="search" autocomplete="off">
    <p id="docs-note" role="status">Reading the schema…</p>
    <div id="types"></div>
  </section>
</main>
<script>${pageScript}</script>
</body>
</html>
`;
