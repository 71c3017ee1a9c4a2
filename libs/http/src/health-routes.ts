import { parsePosition } from '@leadline/pipeline';
import type { Position } from '@leadline/ports';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { authorise, sendRefusal } from './authorise.js';
import { sendError } from './error-body.js';
import type { AnswerCounts, ServerMetrics } from './metrics.js';
import { readiness, stageReport, type StageProgress } from './readiness.js';
import type { Guard } from './tokens.js';

export interface HealthRoutes {
  /** Every stage, in the order data flows. */
  readonly stages: () => Promise<readonly StageProgress[]>;
  /** Whether the delivery at this position counts: every stage is past what it became. */
  readonly reached: (after: Position) => Promise<boolean>;
  /** What became of the questions to the warehouse. */
  readonly answers: () => AnswerCounts;
  readonly guard: Guard;
  readonly metrics: ServerMetrics;
}

/** `GET /healthz`, `/readyz` and `/metrics`. */
export function registerHealth(app: FastifyInstance, routes: HealthRoutes): void {
  const isReady = readiness();
  app.get('/healthz', (_, reply) => reply.send({ status: 'ok' }));
  app.get('/readyz', async (request: FastifyRequest<{ Querystring: { after?: unknown } }>, reply) => {
    const { after } = request.query;
    const position = typeof after === 'string' ? parsePosition(after) : undefined;
    if (after !== undefined && position === undefined) {
      const fix = 'Send the position that the delivery was answered with, e.g. ?after=0:42';
      return sendError(reply, 400, { error: 'invalid_position', message: 'after is no position', fix });
    }
    const stages = await routes.stages();
    const ready = position === undefined ? isReady(stages) : await routes.reached(position);
    reply.header('cache-control', 'no-store');
    return reply.code(ready ? 200 : 503).send({ ready, stages: stages.map(stageReport) });
  });
  app.get('/metrics', (request, reply) => sendMetrics(routes, request, reply));
}

/** For Prometheus on this machine, or with a token: what is slow or refused is not everybody's business. */
async function sendMetrics(
  { guard, metrics, stages, answers }: HealthRoutes,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const authorisation = authorise(guard, request, 'metrics:read', 'always_open');
  if (authorisation.outcome !== 'allowed') return sendRefusal(reply, authorisation);
  for (const progress of await stages()) metrics.setBehind(progress.stage, stageReport(progress).behind);
  metrics.setAnswers(answers());
  return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
}
