import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface DashboardRoutes {
  /** Where the built dashboard lies: index.html, and assets/ whose names hold a hash of their content. */
  readonly directory: string;
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
export async function registerDashboard(server: FastifyInstance, { directory }: DashboardRoutes): Promise<boolean> {
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
  server.get('/', (_, reply) => sendPage(reply));
  server.get('/*', (request, reply) => (wantsPage(request) ? sendPage(reply) : reply.callNotFound()));
  return true;
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
