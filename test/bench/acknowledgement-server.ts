/**
 * The server that acknowledgement-rounds.ts measures, in a process of its own so that its processor time can be told
 * from the generator's. Arguments: variant, secret, brokers. Tells its port, and its processor time when asked.
 */
import { openKafkaLog, openSegmentLog } from '@leadline/adapters';
import { createServer, registerIngest, serverMetrics } from '@leadline/http';
import { recentDeliveries } from '@leadline/pipeline';
import type { EventLog } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import fastify, { type FastifyInstance } from 'fastify';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ServerMessage, Variant } from './acknowledgement-rounds.js';
import { inScratch } from './scratch.js';

type BenchLog = Pick<EventLog, 'append' | 'close'>;

function keepingNothing(): BenchLog {
  let offset = 0;
  return {
    append: async (_, records) => records.map(() => ({ partition: 0, offset: offset++ })),
    close: async () => {},
  };
}

const errorsAlone = { error: console.error, warn: () => {}, info: () => {}, debug: () => {} };

/** A log per variant: one line to measure another. The broker may be somebody else's, so topics have names of their own. */
const logs: Record<
  Exclude<Variant, 'baseline'>,
  (at: { directory: string; brokers: string[] }) => Promise<BenchLog>
> = {
  no_log: async () => keepingNothing(),
  segment: ({ directory }) => openSegmentLog({ directory }),
  kafka: ({ brokers }) => {
    const prefix = `bench-${Date.now().toString(36)}.`;
    return openKafkaLog({ brokers, clientId: 'bench', prefix, logger: errorsAlone });
  },
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
  app.post('/hooks/github', { schema: { body: bodySchema } }, (request, reply) =>
    reply.code(202).send({ id: request.headers['x-github-delivery'] }),
  );
  return app;
}

const text = { type: 'string' };
const integer = { type: 'integer' };
const object = (properties: Record<string, object>) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
});
const bodySchema = object({
  action: text,
  deployment_status: object({ id: integer, state: { enum: ['success', 'failure', 'in_progress'] } }),
  deployment: object({ id: integer, sha: text, environment: text, created_at: text }),
  repository: object({ id: integer, full_name: text }),
  sender: object({ login: text, id: integer }),
});

async function serve(variant: Variant, secret: string, brokers: string[]): Promise<void> {
  await inScratch(async (directory) => {
    const log = variant === 'baseline' ? undefined : await logs[variant]({ directory, brokers });
    const app = log === undefined ? baseline(secret) : product(log, secret);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    // Whoever asked may be gone; then this process ends too.
    const send = (message: ServerMessage): boolean | undefined => process.send?.(message, () => {});
    process.on('message', () => send({ processorUs: process.cpuUsage().user + process.cpuUsage().system }));
    const left = new Promise<void>((resolve) => process.once('disconnect', resolve));
    send({ port: Number(new URL(url).port) });
    await left;
    await app.close();
    await log?.close();
  });
}

const [variant, secret, ...brokers] = process.argv.slice(2);
await serve(variant as Variant, String(secret), brokers);
