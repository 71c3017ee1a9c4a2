import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface DashboardRoutes {
  /** Where the built dashboard lies: index.html, and assets/ whose names hold a hash of their content. */
  readonly directory: string;
  /** What the page at "/" asks when it is opened, answered already, as JSON; undefined: it has to ask. */
  readonly answers: ((request: FastifyRequest) => Promise<string | undefined>) | undefined;
}

/** A year: the name of an asset changes with its content. */
const ASSET_AGE = '365d';
const PAGE = 'index.html';

/** First segments of addresses that belong to programs. What is unknown below them stays a JSON 404. */
const ofPrograms = new Set(['admin', 'api', 'assets', 'events', 'graphql', 'healthz', 'hooks', 'metrics', 'readyz']);

/**
 * `GET /` and every address that a page of the dashboard may have, which are all answered with the same document; and its
 * assets, compressed where the build left a compressed copy. Registers nothing and answers false where it is not built.
 */
export async function registerDashboard(
  server: FastifyInstance,
  { directory, answers }: DashboardRoutes,
): Promise<boolean> {
  if (!existsSync(join(directory, PAGE))) return false;
  await server.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    maxAge: ASSET_AGE,
    immutable: true,
  });
  const sendPage = (reply: FastifyReply): FastifyReply =>
    reply
      .headers({ 'content-security-policy': policy, 'cache-control': 'no-cache' })
      .sendFile(PAGE, directory, { cacheControl: false });
  const filled = filledPage(join(directory, PAGE));
  server.get('/', async (request, reply) => {
    // What is ready is what the bare address asks.
    const handed = request.url === '/' ? await answers?.(request) : undefined;
    return handed === undefined ? sendPage(reply) : sendFilled(request, reply, await filled(handed));
  });
  server.get('/*', (request, reply) => (wantsPage(request) ? sendPage(reply) : reply.callNotFound()));
  return true;
}

interface FilledPage {
  readonly plain: string;
  readonly gzipped: Buffer;
}

/** Makes the document with answers in it; the same answers are put into it once. */
function filledPage(file: string): (answers: string) => Promise<FilledPage> {
  let last: { readonly answers: string; readonly page: string; readonly filled: Promise<FilledPage> } | undefined;
  return async (answers) => {
    // It is read again each time: its assets have other names once the dashboard was built anew.
    const page = await readFile(file, 'utf8');
    if (last?.answers !== answers || last.page !== page) last = { answers, page, filled: fill(page, answers) };
    return last.filled;
  };
}

/** As a block of data, which no browser runs. Without "<" nothing in it can end it, or begin anything else. */
async function fill(page: string, answers: string): Promise<FilledPage> {
  const block = `<script type="application/json" id="answers">${answers.replaceAll('<', '\\u003c')}</script>`;
  const plain = page.replace('</body>', () => `${block}</body>`);
  return { plain, gzipped: await promisify(gzip)(plain) };
}

function sendFilled(request: FastifyRequest, reply: FastifyReply, { plain, gzipped }: FilledPage): FastifyReply {
  reply.headers({
    'content-security-policy': policy,
    'content-type': 'text/html; charset=utf-8',
    // Numbers are for who was allowed to read them now.
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding',
  });
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? '');
  return takesGzip ? reply.header('content-encoding', 'gzip').send(gzipped) : reply.send(plain);
}

/** Nothing runs or is drawn but files of this server, and they talk to nobody else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Whether somebody looks at the address, or a program asks for something that is not there. */
function wantsPage(request: FastifyRequest): boolean {
  const [, first = '', ...rest] = pathOf(request).split('/');
  if (ofPrograms.has(first)) return false;
  const accepted = request.headers.accept ?? '*/*';
  if (accepted.includes('text/html')) return true;
  const isFile = (rest.at(-1) ?? first).includes('.');
  return !isFile && accepted.includes('*/*');
}

/** Without its query. */
const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? '';
