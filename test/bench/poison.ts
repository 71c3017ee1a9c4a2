import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startApp } from '../e2e/app-process.js';
import { type Client, clientOf } from '../e2e/client.js';
import type { Bench, Figure, Size } from './bench.js';
import { deploymentStatus } from './github-delivery.js';
import { type Answered, flood, type PoisonRequest } from './poison-flood.js';
import { medianOf, quantileOf } from './quantiles.js';
import { inScratch } from './scratch.js';

const SECRET = 'secret-of-the-bench';
const FLOODED = 'gitea';
const sizes = {
  full: { rounds: 3, perSecond: 100, seconds: 10, connections: 16 },
  quick: { rounds: 1, perSecond: 50, seconds: 2, connections: 4 },
} as const;
const WARM_UP = 200;

const goal = { atLeast: 0.95 };

/**
 * The embedded product, as it is started. GitHub sends at an even rate; then the same while another sender sends poison
 * on connections that wait for nothing but their answers. What GitHub sent must count at the rate at which it does alone,
 * and everything that was acknowledged must be found again: counted, or in quarantine.
 */
export const poison: Bench = {
  name: 'poison',
  about: "what one sender's flood of poison does to the deliveries of another",
  run: (size, say) =>
    inScratch(async (directory) => {
      const app = startApp('standalone', {
        LEADLINE_DATA: join(directory, 'data'),
        LEADLINE_CONFIG: '/dev/null',
        LEADLINE_SECRET_GITHUB: SECRET,
        LEADLINE_SECRET_GITEA: SECRET,
      });
      try {
        const address = await app.address;
        return await measure(clientOf(address), Number(new URL(address).port), size, say);
      } finally {
        await app.stop();
      }
    }),
};

async function measure(client: Client, port: number, size: Size, say: (progress: string) => void) {
  const { rounds, perSecond, seconds, connections } = sizes[size];
  const count = perSecond * seconds;
  await sendGood(client, { count: WARM_UP, perSecond });
  const alone: Good[] = [];
  const flooded: Good[] = [];
  const answered: Answered = { accepted: 0, refused: 0, limited: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    say(`round ${round} of ${rounds}: alone`);
    alone.push(await sendGood(client, { count, perSecond }));
    say(`round ${round} of ${rounds}: in the flood`);
    const flooding = flood({ port, connections, requests: poisonRequests() });
    flooded.push(await sendGood(client, { count, perSecond }));
    const { accepted, refused, limited } = await flooding.stop();
    answered.accepted += accepted;
    answered.refused += refused;
    answered.limited += limited;
    await caughtUp(client);
  }
  const lost = await lostOf(client, answered.accepted, WARM_UP + 2 * rounds * count);
  const rateOf = (all: readonly Good[]): number => medianOf(all.map(({ countedPerSecond }) => countedPerSecond));
  const p99Of = (all: readonly Good[]): number =>
    medianOf(all.map(({ acknowledged }) => quantileOf(acknowledged, 0.99)));
  const perSecondOf = (number: number): number => number / (rounds * seconds);
  const figures: Figure[] = [
    { figure: 'counted in the flood / alone', measured: rateOf(flooded) / rateOf(alone), unit: 'times', goal },
    { figure: 'acknowledged and not found again', measured: lost, unit: 'deliveries', goal: { atMost: 0 } },
    { figure: 'counted alone', measured: rateOf(alone), unit: 'per second' },
    { figure: 'counted in the flood', measured: rateOf(flooded), unit: 'per second' },
    { figure: 'acknowledged alone, p99', measured: p99Of(alone), unit: 'ms' },
    { figure: 'acknowledged in the flood, p99', measured: p99Of(flooded), unit: 'ms' },
    { figure: 'poison, acknowledged', measured: perSecondOf(answered.accepted), unit: 'per second' },
    { figure: 'poison, refused (401)', measured: perSecondOf(answered.refused), unit: 'per second' },
    { figure: 'poison, told to wait (429)', measured: perSecondOf(answered.limited), unit: 'per second' },
  ];
  return { parameters: { rounds, perSecond, seconds, connections }, figures };
}

interface Good {
  /** Deliveries by the seconds from the first request until all of them count. */
  readonly countedPerSecond: number;
  /** Milliseconds. */
  readonly acknowledged: readonly number[];
}

let deliveries = 0;

/** At an even rate, however long the answers take; resolves when all of them count. */
async function sendGood(client: Client, { count, perSecond }: { count: number; perSecond: number }): Promise<Good> {
  const acknowledged: number[] = [];
  const positions: Promise<string>[] = [];
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) {
    const wait = startedAt + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    positions.push(sendOne(client, acknowledged));
  }
  const last = Math.max(...(await Promise.all(positions)).map((position) => Number(position.split(':')[1])));
  await client.counted(`0:${last}`);
  return { countedPerSecond: (count * 1000) / (performance.now() - startedAt), acknowledged };
}

async function sendOne(client: Client, acknowledged: number[]): Promise<string> {
  deliveries += 1;
  const id = `good-${deliveries}`;
  const finished = Date.now() - 3_600_000 + deliveries;
  const body = deploymentStatus({
    repository: { name: `acme/service-${deliveries % 20}`, id: (deliveries % 20) + 1 },
    id: 145_000_000 + deliveries * 10,
    startedAt: new Date(finished - 60_000).toISOString(),
    finishedAt: new Date(finished).toISOString(),
  });
  const sentAt = performance.now();
  const { position } = await client.hook({ endpoint: 'github', event: 'deployment_status', id, body, secret: SECRET });
  acknowledged.push(performance.now() - sentAt);
  return position;
}

/** Until nothing waits. */
async function caughtUp(client: Client): Promise<void> {
  while ((await client.request('/readyz')).status !== 200) await pause(100);
  const { position } = await client.admin<{ position: string }>('test-events', { source: 'github', event: 'ping' });
  await client.counted(position);
}

const HEALTH = '{ sources { endpoint last24Hours { normalized ignored quarantined } } }';

interface Health {
  readonly endpoint: string;
  readonly last24Hours: { readonly normalized: number; readonly ignored: number; readonly quarantined: number };
}

/** How many deliveries were acknowledged, and are neither counted nor in quarantine. */
async function lostOf(client: Client, poisonAccepted: number, good: number): Promise<number> {
  const { sources } = await client.graphql<{ sources: readonly Health[] }>(HEALTH);
  const found = (endpoint: string, outcome: keyof Health['last24Hours']): number =>
    sources.find((health) => health.endpoint === endpoint)?.last24Hours[outcome] ?? 0;
  return Math.abs(good - found('github', 'normalized')) + Math.abs(poisonAccepted - found(FLOODED, 'quarantined'));
}

/** Wrong signatures, and bodies of the right sender that nobody can read; every one is another delivery. */
function poisonRequests(): () => PoisonRequest {
  const bodies = [
    '{"ref":',
    'not json at all '.repeat(64),
    '['.repeat(20_000),
    JSON.stringify({ ref: 7, before: [], after: {}, repository: null }),
    JSON.stringify({ ref: 'refs/heads/main', before: '\ud800', after: 1e300, repository: { id: -1 } }),
    JSON.stringify({ padding: 'x'.repeat(20_000), ref: false }),
    '\0'.repeat(500),
  ].map((text) => Buffer.from(text));
  let next = 0;
  return () => {
    next += 1;
    const body = bodies[next % bodies.length] ?? Buffer.alloc(0);
    // Every third is of somebody who does not know the secret.
    const secret = next % 3 === 0 ? 'another-secret' : SECRET;
    const signature = createHmac('sha256', secret).update(body).digest('hex');
    const headers = ['x-gitea-event: push', `x-gitea-delivery: poison-${process.pid}-${next}`];
    return { path: `/hooks/${FLOODED}`, headers: [...headers, `x-gitea-signature: ${signature}`], body };
  };
}
