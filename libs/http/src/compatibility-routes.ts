import { acceptHook, type HookOutcome, refuseUnknownEndpoint } from '@leadline/pipeline';
import { datadogDoraId, type HookRequest, PATH_HEADER } from '@leadline/sources';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { sendError } from './error-body.js';
import { errorHandler, RETRY_AFTER_S, tooLarge } from './errors.js';
import { DEFAULT_RATE, type IngestRoutes, isRefusal } from './ingest-routes.js';
import { bytesOf, takeBodiesAsBytes } from './raw-body.js';
import { tokenBucket } from './rate-limit.js';

/** An address of another product, so that what reports to it reports here by another host name alone. */
interface CompatibleRoute {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  /** Id of the source that understands it, and name of the endpoint whose secrets guard it. */
  readonly source: string;
  /** What the other product answers, to what was stored under this id. */
  readonly answer: (reply: FastifyReply, stored: Stored) => FastifyReply;
  /** @param isProven whether there was a key at all, if not the right one */
  readonly refuse: (reply: FastifyReply, isProven: boolean) => FastifyReply;
}

interface Stored {
  readonly id: string;
  readonly request: HookRequest;
  readonly receivedAt: number;
}

/** Datadog makes an id up where none was sent; who tells the end of a failure names it. */
const datadog = (resource: string, kind: 'deployment' | 'failure'): CompatibleRoute => ({
  method: 'POST',
  path: `/api/v2/dora/${resource}`,
  source: 'datadog-dora',
  answer: (reply, { id, request, receivedAt }) =>
    reply.code(200).send({ data: { id: datadogDoraId(request, receivedAt) ?? id, type: `dora_${kind}` } }),
  refuse: (reply) => reply.code(403).send({ errors: ['Forbidden'] }),
});

const datadogJudgement: CompatibleRoute = {
  ...datadog('deployments/:deployment', 'deployment'),
  method: 'PATCH',
  answer: (reply) => reply.code(200).send(),
};

const devlake = (path: string): CompatibleRoute => ({
  method: 'POST',
  path,
  source: 'devlake',
  answer: (reply) => reply.code(200).send({ success: true, message: 'success', causes: null, data: null }),
  refuse: (reply, isProven) =>
    isProven
      ? reply.code(403).send({ success: false, message: 'api key is invalid' })
      : reply.code(401).send({ success: false, message: 'token is missing' }),
});

const sleuth = (action: string): CompatibleRoute => ({
  method: 'POST',
  path: `/api/1/deployments/:organisation/:deployment/${action}`,
  source: 'sleuth',
  answer: (reply) => reply.code(200).type('text/plain; charset=utf-8').send('Success'),
  refuse: (reply) => reply.code(401).type('text/plain; charset=utf-8').send('Unauthorized'),
});

const routes: readonly CompatibleRoute[] = [
  datadog('deployment', 'deployment'),
  datadog('failure', 'failure'),
  datadog('incident', 'failure'),
  datadogJudgement,
  ...['/:connection', '/connections/:connection', '/connections/by-name/:connection'].flatMap((connection) => [
    devlake(`/api/rest/plugins/webhook${connection}/deployments`),
    devlake(`/api/rest/plugins/webhook${connection}/issues`),
    devlake(`/api/rest/plugins/webhook${connection}/issue/:issue/close`),
  ]),
  devlake('/api/rest/plugins/webhook/projects/:project/deployments'),
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
      const { method, path: url } = route;
      scope.route({
        method,
        url,
        onRequest: limit,
        handler: (request, reply) => accept(ingest, route, request, reply),
      });
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
  const receivedAt = ingest.clock.now();
  const isDuplicate = outcome.outcome === 'accepted' && outcome.duplicate;
  ingest.metrics.countIngest(endpoint?.name ?? 'unknown', isDuplicate ? 'duplicate' : outcome.outcome);
  if (isRefusal(outcome)) ingest.refused?.(route.source, outcome.outcome);
  switch (outcome.outcome) {
    case 'accepted':
      return route.answer(reply, { id: outcome.id, request: sent, receivedAt });
    case 'unauthorized':
    case 'stale':
      return route.refuse(reply, request.sentHeaders['authorization'] !== undefined);
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
