import {
  createServer,
  type DashboardRoutes,
  type Guard,
  type IngestRoutes,
  registerAdmin,
  registerCompatibility,
  registerDashboard,
  registerHealth,
  registerIngest,
  registerUnsubscribe,
  type ServedEndpoint,
  serverMetrics,
  type StageProgress,
} from '@leadline/http';
import type { Config } from '@leadline/config';
import {
  deliveriesReached,
  type Generation,
  type IngestDeps,
  recentDeliveries,
  stageProgress,
  unsubscribing,
} from '@leadline/pipeline';
import { validateEvents } from '@leadline/sources';
import type { FastifyInstance } from 'fastify';
import { adminCommands } from './admin/commands.js';
import { resumeErasures } from './admin/erase.js';
import { Rebuilding } from './admin/rebuild.js';
import { registerApi, type RunningApi } from './api.js';
import { declareCatalogue } from './declare-catalogue.js';
import { digestsOf } from './digests.js';
import { noticesOf } from './notices.js';
import { knownEndpoints, refusalTally } from './known-endpoints.js';
import type { Processing } from './processing.js';
import type { Open, Serving } from './run.js';
import { servedEndpoints } from './served-endpoints.js';
import { tokenLookup } from './token-lookup.js';
import { TopicReaders } from './topic-readers.js';

/** All by which deliveries come in; returns what reads topics. */
function registerWaysIn(
  server: FastifyInstance,
  {
    logger,
    tally,
    ...ways
  }: Omit<IngestRoutes, 'validateEvents' | 'refused'> &
    Pick<Serving, 'logger' | 'unreadable'> & { readonly tally: ReturnType<typeof refusalTally> },
): TopicReaders {
  const { metrics, unreadable, log, clock, recent } = ways;
  const refused: IngestRoutes['refused'] = (endpoint, reason) => tally.count(endpoint, reason, clock.now());
  registerIngest(server, { ...ways, validateEvents, refused });
  registerCompatibility(server, { ...ways, validateEvents, refused });
  return new TopicReaders({ ingest: { log, clock, recent }, metrics, unreadable, logger, clientId: 'leadline-ingest' });
}

/** The server with the routes of this process's roles. `apply` puts another configuration in force. */
export async function registerRoles(open: Serving, inForce: () => Generation, processing: Processing | undefined) {
  const { roles, platform, control, clock, logger, signal } = open;
  let config = open.config;
  let endpoints = servedEndpoints(config, open.logger);
  const report = (error: unknown, request: object): void =>
    logger.error({ err: error, ...request }, 'a request failed');
  const server = createServer(report);
  const guard: Guard = { tokens: tokenLookup(() => config, control), clock };
  const metrics = serverMetrics();
  const ingest: IngestDeps = { log: platform.log, clock, recent: recentDeliveries() };
  const refused = refusalTally(() => ({ on: endpoints, config }));
  const isProcessingKnown = roles.has('processor') || roles.has('api');
  registerHealth(server, {
    stages: async (): Promise<StageProgress[]> => (isProcessingKnown ? stageProgress(platform.log, inForce()) : []),
    reached: deliveriesReached(platform.log, inForce),
    answers: () => platform.answerCounts(),
    guard,
    metrics,
  });
  const endpoint = (name: string): ServedEndpoint | undefined => takingHooks(endpoints.get(name));
  const { unreadable } = open;
  const topics = roles.has('ingest')
    ? registerWaysIn(server, { ...ingest, endpoint, guard, metrics, report, unreadable, logger, tally: refused })
    : undefined;
  const publicAddress = (): string => config.publicUrl ?? addressOf(server);
  const inEffect = (): Config => config;
  const shared = { platform, control, clock, config: inEffect, inForce, publicAddress };
  const [digests, notices] = [digestsOf(shared), noticesOf(shared)];
  let api: RunningApi | undefined;
  let resume = async (): Promise<void> => undefined;
  if (roles.has('api')) {
    const follow = async (): Promise<void> => processing?.follow();
    await serveDashboard(open, server, async (request) => api?.ready(request));
    const known = () => knownEndpoints({ on: endpoints, config, control, refused, now: clock.now() });
    const told = { digests, notices, inEffect, endpoints: () => endpoints, known };
    resume = registerAdministration(server, guard, { ...shared, ...told, ingest, logger, signal, follow });
    registerUnsubscribe(server, unsubscribing(control, clock));
    const address = (): string => addressOf(server);
    api = await registerApi(server, { ...shared, guard, ingest, endpoints: known, report, address, digests });
  }
  const apply = async (next: Config): Promise<void> => {
    config = next;
    endpoints = servedEndpoints(next, open.logger);
    if (roles.has('processor')) await declareCatalogue(next, { log: platform.log, control, clock });
    await topics?.apply(next);
  };
  return { server, topics, apply, resume, digests, notices, inEffect, api, refused };
}

const takingHooks = (endpoint: ServedEndpoint | undefined): ServedEndpoint | undefined =>
  endpoint?.topic === undefined ? endpoint : undefined;

/** Returns what goes on with an erasure that the end of a process interrupted. */
function registerAdministration(
  server: FastifyInstance,
  guard: Guard,
  deps: Omit<Parameters<typeof adminCommands>[0], 'atWork' | 'rebuilding'>,
): () => Promise<void> {
  const administration = { ...deps, atWork: new Set<number>(), rebuilding: new Rebuilding() };
  registerAdmin(server, { guard, commands: adminCommands(administration) });
  return () => resumeErasures(administration);
}

async function serveDashboard(
  { dashboard, logger }: Open,
  server: FastifyInstance,
  answers: DashboardRoutes['answers'],
): Promise<void> {
  if (dashboard === undefined || (await registerDashboard(server, { directory: dashboard, answers }))) return;
  logger.warn({ directory: dashboard }, 'the dashboard is not built: GET / answers 404');
}

/** As a program on this machine reaches it. */
function addressOf(server: FastifyInstance): string {
  const [address] = server.addresses();
  if (address === undefined || typeof address === 'string') return '';
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
