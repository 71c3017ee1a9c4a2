import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { defaultLingerMs } from '@leadline/pipeline';
import { startApp } from '../e2e/app-process.js';
import { type Client, clientOf } from '../e2e/client.js';
import type { Bench, Measured, Size } from './bench.js';
import { deploymentStatus } from './github-delivery.js';
import { quantileOf } from './quantiles.js';
import { inScratch } from './scratch.js';
import { serverFlags } from './server-flags.js';

const SECRET = 'secret-of-the-bench';
const sizes = {
  full: { perSecond: 100, seconds: 20, warmUpSeconds: 5 },
  quick: { perSecond: 50, seconds: 3, warmUpSeconds: 1 },
} as const;
const REPOSITORIES = 20;
/** Between an answer and the next question. */
const POLL_MS = 50;
/** Without any further delivery being counted. */
const STUCK_MS = 60_000;

const lingers = Object.values(defaultLingerMs).reduce((total, each) => total + each, 0);

/**
 * The embedded product, as it is started, gets signed webhooks at an even rate, each of another deployment, while
 * somebody asks how many deployments there are. A delivery counts when that number is at least its place in the order
 * of sending; until then from the start of its request, the question's own time included.
 */
export const freshness: Bench = {
  name: 'freshness',
  about: 'from the start of a webhook until a GraphQL metric includes it, at 100 webhooks a second',
  run: (size, say) =>
    inScratch(async (directory) => {
      const environment = {
        NODE_ENV: 'production',
        LEADLINE_DATA: join(directory, 'data'),
        LEADLINE_CONFIG: '/dev/null',
        LEADLINE_SECRET_GITHUB: SECRET,
      };
      const app = startApp('standalone', environment, [], serverFlags);
      try {
        return await measure(clientOf(await app.address), size, say);
      } finally {
        await app.stop();
      }
    }),
};

async function measure(client: Client, size: Size, say: (progress: string) => void): Promise<Measured> {
  const { perSecond, seconds, warmUpSeconds } = sizes[size];
  const warmUp = warmUpSeconds * perSecond;
  const bodies = deliveries(warmUp + seconds * perSecond);
  say(`${warmUp} deliveries to warm up`);
  await sendAndFollow(client, { bodies: bodies.slice(0, warmUp), counted: 0, perSecond });
  say(`${seconds * perSecond} deliveries, ${perSecond} a second`);
  const times = await sendAndFollow(client, { bodies: bodies.slice(warmUp), counted: warmUp, perSecond });
  const { fresh, acknowledged } = times;
  return {
    parameters: {
      perSecond,
      seconds,
      services: REPOSITORIES,
      'lingers in ms': lingers,
      'pause of the poller in ms': POLL_MS,
    },
    figures: [
      {
        figure: 'counted in a metric, p50',
        measured: quantileOf(fresh, 0.5),
        unit: 'ms',
        goal: { atMost: lingers + 150 },
      },
      {
        figure: 'counted in a metric, p99',
        measured: quantileOf(fresh, 0.99),
        unit: 'ms',
        goal: { atMost: lingers + 500 },
      },
      { figure: 'acknowledged, p50', measured: quantileOf(acknowledged, 0.5), unit: 'ms' },
      { figure: 'acknowledged, p99', measured: quantileOf(acknowledged, 0.99), unit: 'ms' },
      { figure: 'deliveries sent', measured: times.sentPerSecond, unit: 'per second' },
    ],
  };
}

/** A deployment each, a second apart, the last of them now: a metric would leave out what lies in the future. */
function deliveries(count: number): Buffer[] {
  const now = Math.floor(Date.now() / 1000) * 1000;
  return Array.from({ length: count }, (_, index) => {
    const finished = now - (count - index) * 1000;
    const repository = index % REPOSITORIES;
    return deploymentStatus({
      repository: { name: `acme/service-${repository}`, id: repository + 1 },
      id: 145_000_000 + index * 10,
      startedAt: new Date(finished - 60_000).toISOString(),
      finishedAt: new Date(finished).toISOString(),
    });
  });
}

interface Sent {
  readonly bodies: readonly Buffer[];
  /** Deployments of before. */
  readonly counted: number;
  readonly perSecond: number;
}

/** All in milliseconds, one for each delivery. */
interface Times {
  readonly fresh: number[];
  readonly acknowledged: number[];
  readonly sentPerSecond: number;
}

async function sendAndFollow(client: Client, { bodies, counted, perSecond }: Sent): Promise<Times> {
  const sentAt: number[] = [];
  const acknowledged: number[] = [];
  const sending = sendEvenly(bodies, perSecond, async (body, index) => {
    sentAt[index] = performance.now();
    await client.hook({
      endpoint: 'github',
      event: 'deployment_status',
      id: `${counted}-${index}`,
      body,
      secret: SECRET,
    });
    acknowledged[index] = performance.now() - (sentAt[index] ?? 0);
  });
  const fresh: number[] = [];
  const following = follow(client, counted + bodies.length, (count, at) => {
    for (let index = fresh.length; index < count - counted; index += 1) fresh[index] = at - (sentAt[index] ?? 0);
  });
  await Promise.all([sending, following]);
  const seconds = ((sentAt.at(-1) ?? 0) - (sentAt[0] ?? 0)) / 1000;
  return { fresh, acknowledged, sentPerSecond: (bodies.length - 1) / seconds };
}

/** At its times, however long the answers take: what is slow must not slow down who sends. */
async function sendEvenly(
  bodies: readonly Buffer[],
  perSecond: number,
  send: (body: Buffer, index: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (const [index, body] of bodies.entries()) {
    const wait = startedAt + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    underWay.push(send(body, index));
  }
  await Promise.all(underWay);
}

const COUNT = `query ($window: WindowInput!) { metrics(ids: [DEPLOYMENT_FREQUENCY], window: $window) { n } }`;

/** Asks for the number of deployments until there are so many, and tells each answer with when it came. */
async function follow(client: Client, total: number, tell: (count: number, at: number) => void): Promise<void> {
  const day = 86_400_000;
  const window = { from: new Date(Date.now() - day).toISOString(), to: new Date(Date.now() + day).toISOString() };
  let count = -1;
  let grewAt = performance.now();
  while (count < total) {
    const { metrics } = await client.graphql<{ metrics: { n: number }[] }>(COUNT, { window });
    const [point] = metrics;
    if (point === undefined) throw new Error('There is no point');
    const now = performance.now();
    if (point.n > count) {
      [count, grewAt] = [point.n, now];
      tell(count, now);
    }
    if (now - grewAt > STUCK_MS)
      throw new Error(`only ${count} of ${total} deliveries were counted after a minute of silence`);
    await pause(POLL_MS);
  }
}
