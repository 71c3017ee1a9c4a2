import {
  acceptEvents,
  acceptHook,
  acceptListed,
  EVENTS_ENDPOINT,
  type EventsOutcome,
  type HookEndpoint,
  type HookOutcome,
  type IngestDeps,
  type RefusalReason,
  refuseUnknownEndpoint,
  type ValidateEvents,
} from '@leadline/pipeline';
import type { FastifyInstance, FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import { authorise, sendRefusal } from './authorise.js';
import { sendError } from './error-body.js';
import { errorHandler, type ReportError, RETRY_AFTER_S, tooLarge } from './errors.js';
import { listedTarget, readListed } from './listed-route.js';
import type { ServerMetrics } from './metrics.js';
import { bytesOf, takeBodiesAsBytes } from './raw-body.js';
import { type Rate, tokenBucket } from './rate-limit.js';
import type { Guard } from './tokens.js';
import type { UnreadableLimit } from './unreadable-limit.js';

/** A hook endpoint with the rate it admits. */
export interface ServedEndpoint extends HookEndpoint {
  readonly rate?: Rate;
  /** The topic of Kafka that it reads; it takes no hooks. */
  readonly topic?: string;
}

export interface IngestRoutes extends IngestDeps {
  /** The endpoint of that name, if it is on. */
  readonly endpoint: (name: string) => ServedEndpoint | undefined;
  readonly validateEvents: ValidateEvents;
  readonly guard: Guard;
  readonly metrics: ServerMetrics;
  readonly report: ReportError;
  /** Absent: what becomes of deliveries is not known here. */
  readonly unreadable?: UnreadableLimit;
  /** Told of every refusal with the name that was asked for, which anybody may have made up. */
  readonly refused?: (endpoint: string, reason: RefusalReason) => void;
}

/** Far above what a real sender sends, far below what would starve the others. */
export const DEFAULT_RATE: Rate = { perSecond: 3_000, burst: 6_000 };

const UNKNOWN = 'unknown';

/** `POST /hooks/:endpoint`, `POST /events` and `POST /history/:endpoint`. In a scope of their own: their bodies are bytes. */
export function registerIngest(app: FastifyInstance, routes: IngestRoutes): void {
  void app.register(async (scope) => {
    takeBodiesAsBytes(scope, () => routes.metrics.countIngest(UNKNOWN, 'unsupported'));
    scope.setErrorHandler((error, request, reply) => {
      if (isTooLarge(error)) routes.metrics.countIngest(labelOf(routes, request), 'too_large');
      errorHandler(routes.report)(error, request, reply);
    });
    const limit = limiter(routes);
    scope.post('/hooks/:endpoint', { onRequest: limit }, (request: HookPost, reply) => hook(routes, request, reply));
    scope.post('/events', { onRequest: [limit, guardEvents(routes)] }, (request, reply) =>
      events(routes, request, reply),
    );
    scope.post('/history/:endpoint', { onRequest: [limit, guardEvents(routes)] }, (request: HookPost, reply) =>
      history(routes, request, reply),
    );
  });
}

type HookPost = FastifyRequest<{ Params: { endpoint: string } }>;

async function hook(routes: IngestRoutes, request: HookPost, reply: FastifyReply): Promise<FastifyReply> {
  const endpoint = routes.endpoint(request.params.endpoint);
  const sent = { headers: withTokenOfAddress(request), body: bytesOf(request.body) };
  const outcome = endpoint === undefined ? refuseUnknownEndpoint(sent) : await acceptHook(routes, endpoint, sent);
  const isDuplicate = outcome.outcome === 'accepted' && outcome.duplicate;
  routes.metrics.countIngest(endpoint?.name ?? UNKNOWN, isDuplicate ? 'duplicate' : outcome.outcome);
  if (isRefusal(outcome)) routes.refused?.(request.params.endpoint, outcome.outcome);
  return answerHook(routes, outcome, reply);
}

export const isRefusal = (outcome: HookOutcome): outcome is HookOutcome & { readonly outcome: RefusalReason } =>
  outcome.outcome === 'unauthorized' || outcome.outcome === 'stale';

/** Senders that can set no header have their token in the address: "?token=…" counts as a bearer token. */
function withTokenOfAddress({ sentHeaders, query }: FastifyRequest): Readonly<Record<string, string>> {
  const token = typeof query === 'object' && query !== null && 'token' in query ? query.token : undefined;
  if (typeof token !== 'string' || token === '' || sentHeaders['authorization'] !== undefined) return sentHeaders;
  return { ...sentHeaders, authorization: `Bearer ${token}` };
}

function answerHook({ metrics }: IngestRoutes, outcome: HookOutcome, reply: FastifyReply): FastifyReply {
  switch (outcome.outcome) {
    case 'accepted': {
      const { id, duplicate, position } = outcome;
      metrics.observeAcknowledgement(reply.elapsedTime / 1000);
      return reply.code(202).send({ id, duplicate, position });
    }
    case 'unauthorized':
      return reply.code(401).send({ error: 'invalid_signature' });
    case 'stale':
      return reply.code(401).send({ error: 'stale' });
    case 'too_large':
    case 'not_durable':
      return answerFailure(outcome, reply);
  }
}

async function events(routes: IngestRoutes, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const sent = { headers: request.sentHeaders, body: bytesOf(request.body) };
  const outcome = await acceptEvents(routes, sent, routes.validateEvents);
  routes.metrics.countIngest(EVENTS_ENDPOINT, outcome.outcome);
  return answerEvents(routes, outcome, reply);
}

function answerEvents({ metrics }: IngestRoutes, outcome: EventsOutcome, reply: FastifyReply): FastifyReply {
  switch (outcome.outcome) {
    case 'accepted':
      metrics.observeAcknowledgement(reply.elapsedTime / 1000);
      return reply.code(202).send({ ids: outcome.ids, position: outcome.position });
    case 'problems':
      return reply.code(400).send({
        error: 'invalid_events',
        message: 'Nothing of this batch was stored',
        problems: outcome.problems,
      });
    case 'too_large':
    case 'not_durable':
      return answerFailure(outcome, reply);
  }
}

/** What was read from a sender's API, in the shape of its hooks, in batches. */
async function history(routes: IngestRoutes, request: HookPost, reply: FastifyReply): Promise<FastifyReply> {
  const target = listedTarget(request.params.endpoint, routes.endpoint);
  if (target === undefined) {
    return sendError(reply, 404, {
      error: 'unknown_endpoint',
      message: 'There is no such endpoint of a source whose past can be read',
      fix: 'Name an endpoint that is on, or a source: github, gitlab',
    });
  }
  const label = routes.endpoint(target.name)?.name ?? UNKNOWN;
  const listed = readListed(bytesOf(request.body));
  if (listed.outcome === 'problems') {
    routes.metrics.countIngest(label, 'problems');
    return reply.code(400).send({
      error: 'invalid_deliveries',
      message: 'Nothing of this batch was stored',
      problems: listed.problems,
    });
  }
  const outcome = await acceptListed(routes, target, listed.requests);
  routes.metrics.countIngest(label, outcome.outcome);
  if (outcome.outcome !== 'accepted') return answerFailure(outcome, reply);
  return reply.code(202).send({ count: listed.requests.length, position: outcome.position });
}

function answerFailure(outcome: Extract<HookOutcome, { outcome: 'too_large' | 'not_durable' }>, reply: FastifyReply) {
  switch (outcome.outcome) {
    case 'too_large': {
      const { status, body } = tooLarge(outcome.limit);
      return sendError(reply, status, body);
    }
    case 'not_durable':
      reply.header('retry-after', RETRY_AFTER_S);
      return sendError(reply, 503, { error: 'not_durable', message: 'Nothing was stored; send it again' });
  }
}

function guardEvents({ guard, metrics, refused }: IngestRoutes) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const authorisation = authorise(guard, request, 'events:write', 'open_without_tokens');
    if (authorisation.outcome === 'allowed') return undefined;
    metrics.countIngest(EVENTS_ENDPOINT, 'unauthorized');
    refused?.(EVENTS_ENDPOINT, 'unauthorized');
    return sendRefusal(reply, authorisation);
  };
}

/** Before the body is read: one bucket per endpoint, one for all that do not exist. */
function limiter(routes: IngestRoutes) {
  const buckets = new Map<string, ReturnType<typeof tokenBucket>>();
  return (request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void => {
    const name = labelOf(routes, request);
    let take = buckets.get(name);
    if (take === undefined) {
      take = tokenBucket(routes.endpoint(name)?.rate ?? DEFAULT_RATE, routes.clock);
      buckets.set(name, take);
    }
    const admission = take();
    const waitS = routes.unreadable?.waitS(name) ?? 0;
    if (admission.outcome === 'admitted' && waitS === 0) {
      done();
      return;
    }
    routes.metrics.countIngest(name, 'limited');
    reply.header('retry-after', admission.outcome === 'limited' ? Math.max(admission.retryAfterS, waitS) : waitS);
    const message =
      waitS === 0
        ? 'This endpoint is sent more than it takes'
        : 'Too much of what this endpoint is sent cannot be read';
    sendError(reply, 429, { error: 'too_many_requests', message });
  };
}

/** The endpoint's name if it exists: labels and buckets must stay few, whatever is asked for. */
function labelOf({ endpoint }: IngestRoutes, { params, routeOptions }: FastifyRequest): string {
  if (routeOptions.url === '/events') return EVENTS_ENDPOINT;
  const name = typeof params === 'object' && params !== null && 'endpoint' in params ? String(params.endpoint) : '';
  return endpoint(name)?.name ?? UNKNOWN;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 413;
}
