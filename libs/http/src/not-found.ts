import type { FastifyInstance } from 'fastify';
import { sendError } from './error-body.js';

interface KnownRoute {
  readonly method: string;
  readonly url: string;
}

/** Answers unknown addresses with what there is. To be called before any route is registered. */
export function registerNotFound(app: FastifyInstance): void {
  const routes: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) {
      if (name !== 'HEAD' && name !== 'OPTIONS' && !url.includes('*')) routes.push({ method: name, url });
    }
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = routes.filter(({ url }) => matches(url, path)).map(({ method }) => method);
    if (allowed.length > 0) {
      const methods = [...new Set(allowed)].join(', ');
      reply.header('allow', methods);
      return sendError(reply, 405, {
        error: 'method_not_allowed',
        message: `${request.method} is not possible here`,
        fix: `Use ${methods}`,
      });
    }
    const known = [...new Set(routes.map(({ method, url }) => `${method} ${url}`))].toSorted();
    return sendError(reply, 404, {
      error: 'not_found',
      message: 'There is nothing at this address',
      fix: `There are: ${known.join(', ')}`,
    });
  });
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith(':') || part === given[index]);
}
