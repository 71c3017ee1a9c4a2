/**
 * How much a durable acknowledgement costs beside the same work without one: requests per second and processor time per
 * request of the hook route, as ratios to baseline B (a bare Fastify that takes the body as bytes, checks the HMAC, parses
 * and validates, and stores nothing). Goal: at least 0.75 of B with the segment log.
 *
 *   node --conditions=@leadline/source --import @oxc-node/core/register test/bench/acknowledgement.ts [rounds] [requests]
 *
 * 32 connections in a closed loop over plain sockets (HTTP clients cost more than the server does); bodies of about 15 KB
 * like GitHub's; the variants take turns within each round, so that what else the machine does hits all of them; medians.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** B; the product's route before a log that keeps nothing, which is the route alone; the route before a durable log. */
export type Variant = 'baseline' | 'no_log' | 'segment';
export type ServerMessage = { readonly port: number } | { readonly processorUs: number };

export interface Measurement {
  readonly variant: Variant;
  readonly requestsPerSecond: number;
  readonly processorUsPerRequest: number;
}

const SECRET = 'a secret of the bench';
const CONNECTIONS = 32;
const WARM_UP = 2_000;

/** Measures each variant `rounds` times over `requests` requests; medians over the rounds. */
export async function measureAcknowledgement(
  variants: readonly Variant[],
  { rounds, requests }: { rounds: number; requests: number },
): Promise<Measurement[]> {
  const bodies = Array.from({ length: 64 }, (_, index) => deploymentStatus(index));
  const servers = await Promise.all(variants.map(startServer));
  const samples = new Map<Variant, Measurement[]>(variants.map((variant) => [variant, []]));
  try {
    for (const { port } of servers) await run(port, bodies, WARM_UP);
    for (let round = 0; round < rounds; round++) {
      for (const { variant, port, processorUs } of servers) {
        const before = await processorUs();
        const startedAt = performance.now();
        await run(port, bodies, requests);
        const seconds = (performance.now() - startedAt) / 1000;
        const used = (await processorUs()) - before;
        const sample = { variant, requestsPerSecond: requests / seconds, processorUsPerRequest: used / requests };
        samples.get(variant)?.push(sample);
      }
    }
  } finally {
    for (const { child } of servers) child.disconnect();
  }
  return variants.map((variant) => {
    const taken = samples.get(variant) ?? [];
    return {
      variant,
      requestsPerSecond: median(taken.map((sample) => sample.requestsPerSecond)),
      processorUsPerRequest: median(taken.map((sample) => sample.processorUsPerRequest)),
    };
  });
}

interface Server {
  readonly variant: Variant;
  readonly child: ChildProcess;
  readonly port: number;
  /** Microseconds of processor time used so far, of all its threads. */
  readonly processorUs: () => Promise<number>;
}

async function startServer(variant: Variant): Promise<Server> {
  const child = fork(fileURLToPath(new URL('acknowledgement-server.ts', import.meta.url)), [variant, SECRET]);
  const ended = once(child, 'exit').then((): never => {
    throw new Error(`The server of ${variant} ended`);
  });
  ended.catch(() => {});
  const answer = async (): Promise<ServerMessage> => (await Promise.race([nextMessage(child), ended])) as ServerMessage;
  const ready = await answer();
  if (!('port' in ready)) throw new Error('The server did not tell its port');
  const processorUs = async (): Promise<number> => {
    child.send('processor time');
    const message = await answer();
    if (!('processorUs' in message)) throw new Error('The server did not tell its processor time');
    return message.processorUs;
  };
  return { variant, child, port: ready.port, processorUs };
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

let deliveries = 0;

async function run(port: number, bodies: readonly Body[], requests: number): Promise<void> {
  const share = Math.ceil(requests / CONNECTIONS);
  await Promise.all(Array.from({ length: CONNECTIONS }, () => keepSending(port, bodies, share)));
}

/** Sends one request after the other on one connection, the next when the last is answered. */
async function keepSending(port: number, bodies: readonly Body[], requests: number): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  for (let sent = 0; sent < requests; sent++) {
    const { bytes, signature } = bodies[deliveries % bodies.length] as Body;
    const head = [
      'POST /hooks/github HTTP/1.1',
      'host: 127.0.0.1',
      'accept: */*',
      'user-agent: GitHub-Hookshot/044aadd',
      'content-type: application/json',
      `content-length: ${bytes.byteLength}`,
      `x-github-delivery: 72d3162e-cc78-11e3-81ab-${String(deliveries++).padStart(12, '0')}`,
      'x-github-event: deployment_status',
      'x-github-hook-id: 292430182',
      'x-github-hook-installation-target-id: 79929171',
      'x-github-hook-installation-target-type: repository',
      `x-hub-signature-256: ${signature}`,
    ];
    socket.cork();
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    socket.write(bytes);
    socket.uncork();
    const status = await responseStatus(socket);
    if (status !== 202) throw new Error(`Answered ${status}`);
  }
  socket.destroy();
}

function responseStatus(socket: Socket): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (data: Buffer): void => {
      text += data.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      const length = /content-length: (\d+)/i.exec(text)?.[1];
      if (end < 0 || length === undefined || text.length < end + 4 + Number(length)) return;
      socket.off('data', onData).off('close', onClose);
      resolve(Number(text.slice(9, 12)));
    };
    const onClose = (): void => reject(new Error('The connection closed'));
    socket.on('data', onData).once('close', onClose);
  });
}

interface Body {
  readonly bytes: Buffer;
  readonly signature: string;
}

/** A body as large and as nested as GitHub's deployment_status: mostly addresses of the repository and of people. */
function deploymentStatus(seed: number): Body {
  const id = 145_988_746 + seed * 7_919;
  const sha = createHmac('sha1', 'sha').update(String(seed)).digest('hex');
  const api = `https://api.github.com/repos/acme/service-${seed}`;
  const links = (base: string, count: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`link_${index}_url`, `${base}/resource_${index}{/number}`]),
    );
  const person = (login: string): object => ({
    login,
    id: id % 99_991,
    ...links(`https://api.github.com/users/${login}`, 15),
    site_admin: false,
  });
  const body = {
    action: 'created',
    deployment_status: {
      id: id + 1,
      state: 'success',
      creator: person('deployer'),
      description: `Deployed ${sha.slice(0, 7)} in ${seed} s. `.repeat(40),
      created_at: '2026-03-02T10:00:00Z',
      ...links(`${api}/deployments/${id}`, 6),
    },
    deployment: {
      id,
      sha,
      ref: 'main',
      environment: 'production',
      created_at: '2026-03-02T09:58:00Z',
      creator: person('deployer'),
      payload: { steps: Array.from({ length: 20 }, (_, step) => ({ step, ok: true, seconds: step / 8 })) },
      ...links(`${api}/deployments/${id}`, 6),
    },
    workflow_run: { id: id + 2, head_sha: sha, ...links(`${api}/actions/runs/${id}`, 10), actor: person('author') },
    repository: { id: seed, full_name: `acme/service-${seed}`, owner: person('acme'), ...links(api, 48) },
    sender: { login: 'author', id: 21_031_067 },
  };
  const bytes = Buffer.from(JSON.stringify(body));
  return { bytes, signature: `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}` };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

async function main(): Promise<void> {
  const [rounds = 5, requests = 2_000] = process.argv.slice(2).map(Number);
  const measured = await measureAcknowledgement(['baseline', 'no_log', 'segment'], { rounds, requests });
  const [baseline] = measured;
  console.log(
    `${deploymentStatus(1).bytes.byteLength} bytes a body, ${rounds} rounds of ${requests} requests, medians\n`,
  );
  console.log('variant     requests/s   of B   µs/request   of B');
  for (const { variant, requestsPerSecond, processorUsPerRequest } of measured) {
    const ofB = (value: number, base: number | undefined): string =>
      (base ? (value / base).toFixed(2) : '').padStart(6);
    console.log(
      variant.padEnd(10),
      requestsPerSecond.toFixed(0).padStart(11),
      ofB(requestsPerSecond, baseline?.requestsPerSecond),
      processorUsPerRequest.toFixed(0).padStart(12),
      ofB(processorUsPerRequest, baseline?.processorUsPerRequest),
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
