/**
 * The server that acknowledgement.ts measures, in a process of its own so that its processor time can be told from the
 * generator's. Started with the name of a variant; tells its port, and its processor time when asked.
 */
import { openSegmentLog } from '@leadline/adapters';
import { createServer, registerIngest, serverMetrics } from '@leadline/http';
import { recentDeliveries } from '@leadline/pipeline';
import type { EventLog } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import fastify, { type FastifyInstance } from 'fastify';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerMessage, Variant } from './acknowledgement.js';

type BenchLog = Pick<EventLog, 'append' | 'close'>;

function keepingNothing(): BenchLog {
  let offset = 0;
  return {
    append: async (_, records) => records.map(() => ({ partition: 0, offset: offset++ })),
    close: async () => {},
  };
}

/** A log per variant: one line to measure another. */
const logs: Record<Exclude<Variant, 'baseline'>, (directory: string) => Promise<BenchLog>> = {
  no_log: async () => keepingNothing(),
  segment: (directory) => openSegmentLog({ directory }),
};

const clock = { now: () => Date.now() };

/** The product's own route. */
function product(log: BenchLog, secret: string): FastifyInstance {
  const source = sourceById('github');
  if (source === undefined) throw new Error('There is no source github');
  const app = createServer((error) => console.error(error));
  const endpoint = { name: 'github', source, secrets: [secret], unsigned: false, rate: { perSecond: 1e6, burst: 1e6 } };
  registerIngest(app, {
    log,
    clock,
    recent: recentDeliveries(),
    endpoint: (name) => (name === endpoint.name ? endpoint : undefined),
    validateEvents: () => ({ outcome: 'accepted', ids: [] }),
    guard: { clock, tokens: { find: () => undefined, isEmpty: () => true } },
    metrics: serverMetrics(),
    report: (error) => console.error(error),
  });
  return app;
}

/** Baseline B: what one would write by hand, storing nothing: body as bytes, HMAC, parse, compiled validation. */
function baseline(secret: string): FastifyInstance {
  const app = fastify({ bodyLimit: 25 * 1024 * 1024 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
    const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`);
    const given = Buffer.from(String(request.headers['x-hub-signature-256']));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return done(new Error('signature'));
    return done(null, JSON.parse(bytes.toString('utf8')));
  });
  const text = { type: 'string' };
  const object = (properties: Record<string, object>) => ({
    type: 'object',
    required: Object.keys(properties),
    properties,
  });
  const body = object({
    action: text,
    deployment_status: object({ id: { type: 'integer' }, state: { enum: ['success', 'failure', 'in_progress'] } }),
    deployment: object({ id: { type: 'integer' }, sha: text, environment: text, created_at: text }),
    repository: object({ id: { type: 'integer' }, full_name: text }),
    sender: object({ login: text, id: { type: 'integer' } }),
  });
  app.post('/hooks/github', { schema: { body } }, (request, reply) =>
    reply.code(202).send({ id: request.headers['x-github-delivery'] }),
  );
  return app;
}

async function serve(variant: Variant, secret: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'leadline-bench-'));
  const log = variant === 'baseline' ? undefined : await logs[variant](directory);
  const app = log === undefined ? baseline(secret) : product(log, secret);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const send = (message: ServerMessage): boolean | undefined => process.send?.(message);
  process.on('message', () => send({ processorUs: process.cpuUsage().user + process.cpuUsage().system }));
  process.once('disconnect', () => {
    void (async () => {
      await app.close();
      await log?.close();
      await rm(directory, { recursive: true, force: true });
    })();
  });
  send({ port: Number(new URL(url).port) });
}

const [variant, secret] = process.argv.slice(2);
await serve(variant as Variant, String(secret));
