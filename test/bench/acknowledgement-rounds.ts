import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Measured, Size } from './bench.js';
import { sendHooks, signedBodies } from './hook-load.js';
import { medianOf } from './quantiles.js';

/**
 * B: a bare Fastify that takes the body as bytes, checks the HMAC, parses and validates, and stores nothing. The others
 * are the product's route: before a log that keeps nothing, before the segment log, before Kafka.
 */
export type Variant = 'baseline' | 'no_log' | 'segment' | 'kafka';
export type ServerMessage = { readonly port: number } | { readonly processorUs: number };

export interface Measurement {
  readonly requestsPerSecond: number;
  readonly processorUsPerRequest: number;
}

const SECRET = 'secret-of-the-bench';
const CONNECTIONS = 32;
const BODIES = 64;
const sizes = {
  full: { rounds: 5, requests: 4_000, warmUp: 3_000 },
  quick: { rounds: 3, requests: 320, warmUp: 320 },
} as const;

/** A variant beside what the same work costs without a log. */
export interface Compared {
  readonly measured: Measurement;
  /** Requests per second as a share of those of B. */
  readonly throughputOfB: number;
  /** Processor time per request of B as a share of the variant's: 0.5 is twice the work. */
  readonly processorOfB: number;
}

export interface Rounds<V extends Variant> {
  readonly baseline: Measurement;
  readonly compared: Readonly<Record<V, Compared>>;
  readonly parameters: Measured['parameters'];
}

/**
 * Measures variants beside the baseline. They take turns within each round, so that what else the machine does hits
 * all of them; every figure is the median of the rounds, ratios those of the medians.
 */
export async function measureAcknowledgement<V extends Variant>(
  variants: readonly V[],
  { size, brokers, say }: { size: Size; brokers: readonly string[]; say: (progress: string) => void },
): Promise<Rounds<V>> {
  const { rounds, requests, warmUp } = sizes[size];
  const bodies = signedBodies(BODIES, SECRET);
  const all: readonly Variant[] = ['baseline', ...variants];
  const servers = await Promise.all(all.map((variant) => startServer(variant, brokers)));
  const samples = new Map<Variant, Measurement[]>(all.map((variant) => [variant, []]));
  const load = { bodies, connections: CONNECTIONS };
  try {
    for (const { port } of servers) await sendHooks({ ...load, port, requests: warmUp });
    for (let round = 1; round <= rounds; round += 1) {
      say(`round ${round} of ${rounds}`);
      for (const server of servers) {
        const sample = await measured(server, requests, () => sendHooks({ ...load, port: server.port, requests }));
        samples.get(server.variant)?.push(sample);
      }
    }
  } finally {
    await Promise.all(servers.map(({ stop }) => stop()));
  }
  const medians = (variant: Variant): Measurement => mediansOf(samples.get(variant) ?? []);
  const baseline = medians('baseline');
  const compared = Object.fromEntries(variants.map((variant) => [variant, comparedWith(baseline, medians(variant))]));
  const parameters = { rounds, requests, connections: CONNECTIONS, 'bytes a body': bodies[1]?.bytes.byteLength ?? 0 };
  return { baseline, compared: compared as Record<V, Compared>, parameters };
}

async function measured(server: Server, requests: number, load: () => Promise<void>): Promise<Measurement> {
  const before = await server.processorUs();
  const startedAt = performance.now();
  await load();
  const seconds = (performance.now() - startedAt) / 1000;
  const used = (await server.processorUs()) - before;
  return { requestsPerSecond: requests / seconds, processorUsPerRequest: used / requests };
}

function mediansOf(samples: readonly Measurement[]): Measurement {
  return {
    requestsPerSecond: medianOf(samples.map(({ requestsPerSecond }) => requestsPerSecond)),
    processorUsPerRequest: medianOf(samples.map(({ processorUsPerRequest }) => processorUsPerRequest)),
  };
}

function comparedWith(baseline: Measurement, own: Measurement): Compared {
  return {
    measured: own,
    throughputOfB: own.requestsPerSecond / baseline.requestsPerSecond,
    processorOfB: baseline.processorUsPerRequest / own.processorUsPerRequest,
  };
}

interface Server {
  readonly variant: Variant;
  readonly port: number;
  /** Microseconds of processor time used so far, of all its threads. */
  readonly processorUs: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

async function startServer(variant: Variant, brokers: readonly string[]): Promise<Server> {
  const module = fileURLToPath(new URL('acknowledgement-server.ts', import.meta.url));
  // With the flags of this process, B too, so that both have the same room for bodies that wait.
  const child = fork(module, [variant, SECRET, ...brokers], { stdio: ['ignore', 2, 2, 'ipc'] });
  const exit = once(child, 'exit');
  const ended = exit.then((): never => {
    throw new Error(`The server of ${variant} ended`);
  });
  ended.catch(() => undefined);
  const answer = (): Promise<ServerMessage> => Promise.race([nextMessage(child), ended]);
  const ready = await answer();
  if (!('port' in ready)) throw new Error('The server did not tell its port');
  return {
    variant,
    port: ready.port,
    processorUs: async () => {
      child.send('processor time');
      const message = await answer();
      if (!('processorUs' in message)) throw new Error('The server did not tell its processor time');
      return message.processorUs;
    },
    stop: async () => {
      if (child.connected) child.disconnect();
      await exit;
    },
  };
}

function nextMessage(child: ChildProcess): Promise<ServerMessage> {
  return new Promise((resolve) => child.once('message', (message) => resolve(message as ServerMessage)));
}
