import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { z } from 'zod';
import { Failure } from '../failure.js';
import type { Io } from '../io.js';
import { connectionProblem, connectionReason } from '../server/refusal.js';
import { oneLine } from '../terminal/printable.js';
import type { DemoDelivery } from './delivery.js';
import { MINUTE, SECOND } from './time.js';

/** What a delivery was given by the log: the greatest offset of each partition. */
export type LastPositions = ReadonlyMap<number, number>;

export interface SendInput {
  /** "http://127.0.0.1:4000". */
  readonly address: string;
  /** Secret of the endpoint `github`. */
  readonly secret: string;
  readonly deliveries: Iterable<DemoDelivery>;
  /** Requests under way at a time; order is kept as far as that allows. Default 32. */
  readonly concurrency?: number;
  /** Told of every delivery that was acknowledged. */
  readonly onSent?: () => void;
  readonly io: Pick<Io, 'sleep' | 'signal'>;
}

const CONCURRENCY = 32;
/** Waits between attempts: about half a minute in all, enough for a server to catch its breath. */
const WAITS_MS = [50, 100, 250, 500, 1000, 2000, 4000, 8000, 15_000];
const REQUEST_TIMEOUT = 30 * SECOND;

/**
 * Sends deliveries through the front door of a running server: hooks signed as GitHub signs them, events to
 * `POST /events`. What is refused for now (429, 503, a broken connection) is sent again; anything else fails.
 *
 * @returns The positions after which everything sent counts; see {@link waitUntilReady}.
 */
export async function sendDeliveries({
  address,
  secret,
  deliveries,
  onSent,
  io,
  ...input
}: SendInput): Promise<LastPositions> {
  const { concurrency = CONCURRENCY } = input;
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const positions = new Map<number, number>();
  const waiting = deliveries[Symbol.iterator]();
  const failure = new AbortController();
  const signal = AbortSignal.any([io.signal, failure.signal]);
  // Every request under way listens to it.
  setMaxListeners(0, signal);
  const work = async (): Promise<void> => {
    for (let next = waiting.next(); next.done !== true && !signal.aborted; next = waiting.next()) {
      const { partition, offset } = await deliver(
        { address, agent, signal, sleep: io.sleep },
        messageOf(next.value, secret),
      );
      positions.set(partition, Math.max(offset, positions.get(partition) ?? 0));
      onSent?.();
    }
  };
  try {
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        try {
          await work();
        } catch (error) {
          failure.abort();
          throw error;
        }
      }),
    );
    return positions;
  } finally {
    agent.destroy();
  }
}

interface Message {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers */
function messageOf(delivery: DemoDelivery, secret: string): Message {
  switch (delivery.kind) {
    case 'event':
      return {
        path: '/events',
        headers: { 'content-type': 'application/cloudevents+json' },
        body: Buffer.from(JSON.stringify(delivery.body)),
      };
    case 'hook': {
      const body = Buffer.from(delivery.body);
      return {
        path: '/hooks/github',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'GitHub-Hookshot/demo',
          'x-github-event': delivery.event,
          'x-github-delivery': delivery.deliveryId,
          'x-github-hook-id': '1',
          'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
        },
        body,
      };
    }
  }
}

interface Door {
  readonly address: string;
  readonly agent: Agent;
  readonly signal: AbortSignal;
  readonly sleep: Io['sleep'];
}

async function deliver(door: Door, message: Message): Promise<{ partition: number; offset: number }> {
  for (let attempt = 0; ; attempt += 1) {
    if (door.signal.aborted) throw new Failure('interrupted', 'interrupted');
    const answer = await post(door, message);
    switch (answer.outcome) {
      case 'accepted':
        return answer.position;
      case 'refused':
        throw new Failure('refused', `${door.address}${message.path} answered ${answer.status}`, [
          oneLine(answer.said, 300),
        ]);
      case 'again': {
        const wait = WAITS_MS[attempt];
        if (wait === undefined) throw new Failure('unreachable', `${door.address}${message.path}: ${answer.reason}`);
        await door.sleep(Math.max(wait, answer.afterMs), door.signal);
      }
    }
  }
}

type Answer =
  | { readonly outcome: 'accepted'; readonly position: { readonly partition: number; readonly offset: number } }
  | { readonly outcome: 'again'; readonly reason: string; readonly afterMs: number }
  | { readonly outcome: 'refused'; readonly status: number; readonly said: string };

const accepted = z.object({
  position: z
    .string()
    .regex(/^\d+:\d+$/)
    .transform((text) => {
      const [partition = 0, offset = 0] = text.split(':').map(Number);
      return { partition, offset };
    }),
});

function post({ address, agent, signal }: Door, { path, headers, body }: Message): Promise<Answer> {
  return new Promise((done) => {
    const failed = (error: Error): void => done({ outcome: 'again', reason: connectionReason(error), afterMs: 0 });
    const sent = request(
      address + path,
      {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': body.length },
        signal,
        timeout: REQUEST_TIMEOUT,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => void chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => done(answerOf(response, Buffer.concat(chunks).toString())));
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', failed);
    sent.end(body);
  });
}

function answerOf({ statusCode: status = 0, headers }: IncomingMessage, text: string): Answer {
  if (status === 429 || status === 503) {
    const seconds = Number(headers['retry-after'] ?? 0);
    return { outcome: 'again', reason: `answered ${status}`, afterMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
  }
  const answer = status === 202 ? accepted.safeParse(parsed(text)) : undefined;
  return answer?.success
    ? { outcome: 'accepted', position: answer.data.position }
    : { outcome: 'refused', status, said: text };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface WaitInput {
  readonly address: string;
  readonly positions: LastPositions;
  /** Told how many records the stages have still to read. */
  readonly onBehind?: (behind: number) => void;
  readonly io: Pick<Io, 'fetch' | 'sleep' | 'now' | 'signal'>;
}

const READY_WITHIN = 10 * MINUTE;
const POLL_MS = 200;
const readiness = z.object({ ready: z.boolean(), stages: z.array(z.object({ behind: z.number() })) });

/** Resolves when everything up to the positions counts in every number. Fails after ten minutes. */
export async function waitUntilReady({ address, positions, onBehind, io }: WaitInput): Promise<void> {
  const deadline = io.now() + READY_WITHIN;
  for (const [partition, offset] of positions) {
    for (;;) {
      const path = `/readyz?after=${partition}:${offset}`;
      const response = await io.fetch(address + path, { signal: io.signal }).catch((error: unknown) => {
        throw io.signal.aborted ? new Failure('interrupted', 'interrupted') : connectionProblem(address, error);
      });
      const answer = readiness.safeParse(await response.json().catch(() => undefined));
      if (!answer.success)
        throw new Failure('failed', `${address}/readyz answered ${response.status} in an unknown shape`);
      if (answer.data.ready) break;
      onBehind?.(answer.data.stages.reduce((sum, { behind }) => sum + behind, 0));
      if (io.now() > deadline) throw new Failure('failed', 'the server has not caught up within ten minutes');
      await io.sleep(POLL_MS, io.signal);
    }
  }
}
