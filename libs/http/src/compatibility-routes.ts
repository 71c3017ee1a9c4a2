import { acceptHook, type HookOutcome, refuseUnknownEndpoint } from '@leadline/pipeline';
import { PATH_HEADER } from '@leadline/sources';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { sendError } from './error-body.js';
import { errorHandler, RETRY_AFTER_S, tooLarge } from './errors.js';
import { DEFAULT_RATE, type IngestRoutes } from './ingest-routes.js';
import { bytesOf, takeBodiesAsBytes } from './raw-body.js';
import { tokenBucket } from './rate-limit.js';

/** An address of another product, so that what reports to it reports here by another host name alone. */
interface CompatibleRoute {
  readonly path: string;
  /** Id of the source that understands it, and name of the endpoint whose secrets guard it. */
  readonly source: string;
  /** What the other product answers. */
  readonly answer: (reply: FastifyReply, id: string) => FastifyReply;
  readonly refuse: (reply: FastifyReply) => FastifyReply;
}

const datadog = (resource: string): CompatibleRoute => ({
  path: `/api/v2/dora/${resource}`,
  source: 'datadog-dora',
  answer: (reply, id) => reply.code(202).send({ data: { id, type: `dora_${resource}` } }),
  refuse: (reply) => reply.code(403).send({ errors: ['Forbidden'] }),
});

const devlake = (path: string): CompatibleRoute => ({
  path,
  source: 'devlake',
  answer: (reply) => reply.code(200).send({}),
  refuse: (reply) => reply.code(401).send({ success: false, message: 'Invalid or missing API key' }),
});

const sleuth = (action: string): CompatibleRoute => ({
  path: `/api/1/deployments/:organisation/:deployment/${action}`,
  source: 'sleuth',
  answer: (reply) => reply.code(200).type('text/plain; charset=utf-8').send('Success'),
  refuse: (reply) => reply.code(401).type('text/plain; charset=utf-8').send('Unauthorized'),
});

const routes: readonly CompatibleRoute[] = [
  datadog('deployment'),
  datadog('failure'),
  datadog('incident'),
  ...['/:connection', '/connections/:connection', '/connections/by-name/:connection'].flatMap((connection) => [
    devlake(`/api/rest/plugins/webhook${connection}/deployments`),
    devlake(`/api/rest/plugins/webhook${connection}/issues`),
    devlake(`/api/rest/plugins/webhook${connection}/issue/:issue/close`),
  ]),
  sleuth('register_deploy'),
  sleuth('register-deploy'),
];

/** Addresses of Datadog's DORA Metrics API, DevLake's webhooks and Sleuth's deploy registration. */
export function registerCompatibility(app: FastifyInstance, ingest: IngestRoutes): void {
  void app.register(async (scope) => {
    takeBodiesAsBytes(scope, () => ingest.metrics.countIngest('unknown', 'unsupported'));
    scope.setErrorHandler(errorHandler(ingest.report));
    const limit = limiter(ingest);
    for (const route of routes) {
      scope.post(route.path, { onRequest: limit }, (request, reply) => accept(ingest, route, request, reply));
    }
  });
}

async function accept(
  ingest: IngestRoutes,
  route: CompatibleRoute,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const endpoint = ingest.endpoint(route.source);
  const headers = { ...request.sentHeaders, [PATH_HEADER]: request.url.split('?', 1)[0] ?? '' };
  const sent = { headers, body: bytesOf(request.body) };
  const outcome: HookOutcome =
    endpoint === undefined ? refuseUnknownEndpoint(sent) : await acceptHook(ingest, endpoint, sent);
  const isDuplicate = outcome.outcome === 'accepted' && outcome.duplicate;
  ingest.metrics.countIngest(endpoint?.name ?? 'unknown', isDuplicate ? 'duplicate' : outcome.outcome);
  switch (outcome.outcome) {
    case 'accepted':
      return route.answer(reply, outcome.id);
    case 'unauthorized':
    case 'stale':
      return route.refuse(reply);
    case 'too_large': {
      const { status, body } = tooLarge(outcome.limit);
      return sendError(reply, status, body);
    }
    case 'not_durable':
      reply.header('retry-after', RETRY_AFTER_S);
      return sendError(reply, 503, { error: 'not_durable', message: 'Nothing was stored; send it again' });
  }
}

/** One bucket for all of them: pipelines report here, no machine that pushes. */
function limiter({ clock }: IngestRoutes) {
  const take = tokenBucket(DEFAULT_RATE, clock);
  return (_: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const admission = take();
    if (admission.outcome === 'admitted') {
      done();
      return;
    }
    reply.header('retry-after', admission.retryAfterS);
    sendError(reply, 429, { error: 'too_many_requests', message: 'More is sent than is taken here' });
  };
}
