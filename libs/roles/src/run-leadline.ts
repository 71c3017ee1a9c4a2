import { openPlatform, type Platform } from '@leadline/adapters';
import { type Config, exposureProblem } from '@leadline/config';
import {
  createServer,
  type DashboardRoutes,
  type Guard,
  registerAdmin,
  registerCompatibility,
  registerDashboard,
  registerHealth,
  registerIngest,
  registerUnsubscribe,
  serverMetrics,
  type StageProgress,
  type UnreadableLimit,
  unreadableLimit,
} from '@leadline/http';
import {
  Control,
  deliveriesReached,
  forgetfulLog,
  forgettingOf,
  type Generation,
  generation,
  type IngestDeps,
  type KnownEndpoint,
  recentDeliveries,
  reconciledOf,
  stageProgress,
  unsubscribing,
} from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import { validateEvents } from '@leadline/sources';
import type { FastifyInstance } from 'fastify';
import { setTimeout as delay } from 'node:timers/promises';
import { adminCommands } from './admin/commands.js';
import { resumeErasures } from './admin/erase.js';
import { Rebuilding } from './admin/rebuild.js';
import { registerApi, type RunningApi } from './api.js';
import { recoverPositions, takeCheckpoint } from './checkpoint.js';
import { declareCatalogue } from './declare-catalogue.js';
import { type Digests, digestsOf } from './digests.js';
import { readFrontPage } from './front-page.js';
import { type Notices, noticesOf } from './notices.js';
import type { Logger } from './logger.js';
import { type Processing, startProcessing } from './processing.js';
import type { Role } from './role.js';
import { runScheduler } from './scheduler.js';
import { servedEndpoints } from './served-endpoints.js';
import { StartRefused } from './start-refused.js';
import { tokenLookup } from './token-lookup.js';

export interface Run {
  readonly config: Config;
  readonly roles: ReadonlySet<Role>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends everything in order: requests under way, batches under way, then the log. */
  readonly signal: AbortSignal;
  /** Where the built dashboard lies, for the role that serves it. */
  readonly dashboard?: string;
  /** The configuration, read again; called when the operator asks for it. */
  readonly reload?: (apply: (config: Config) => Promise<void>) => void;
}

const FOLLOW_MS = 1_000;
const LATELY_MS = 60_000;
const CHECKPOINT_MS = 60_000;
/** Counting rows may take a hundredth of the time. */
const CHECKPOINT_SHARE = 100;

/**
 * Runs the roles of this process until the signal aborts.
 *
 * @throws StartRefused when the configuration does not allow to start, whatever the platform throws when it cannot be
 *   opened, and what breaks the log for good while running: the process should end and be started again.
 */
export async function runLeadline(run: Run): Promise<void> {
  const { config, roles, clock, logger, signal } = run;
  const platform = await openPlatform(config.mode, { clientId: `leadline-${[...roles].join('-')}`, logger });
  try {
    const control = await Control.open(platform.log);
    const problems = exposureProblem(config, control.state.tokens.size);
    if (problems.length > 0) throw new StartRefused(problems);
    const forgetful = { ...platform, log: forgetfulLog(platform.log, forgettingOf(control)) };
    await serve({ ...run, platform: forgetful, control, clock, logger, signal });
  } finally {
    await platform.close();
  }
}

interface Open extends Run {
  readonly platform: Platform;
  readonly control: Control;
}

interface Serving extends Open {
  readonly unreadable: UnreadableLimit;
}

async function serve(open: Open): Promise<void> {
  const { roles, platform, control, logger, signal } = open;
  const inForce = (): Generation => generation(control.state.generations.inForce);
  const checkpoints = platform.ownDirectory === null ? undefined : checkpointsOf(open, platform.ownDirectory, inForce);
  await checkpoints?.recover();
  const unreadable = unreadableLimit(open.clock);
  // What was sent long ago floods nobody now.
  const counting = (endpoint: string, receivedAt: number): void => {
    if (open.clock.now() - receivedAt < LATELY_MS) unreadable.count(endpoint);
  };
  const processing = roles.has('processor')
    ? startProcessing(platform, control, open.clock, logger, counting)
    : undefined;
  try {
    await processing?.follow();
    const { server, apply, resume, api, digests, notices, inEffect } = await registerRoles(
      { ...open, unreadable },
      inForce,
      processing,
    );
    await apply(open.config);
    open.reload?.(apply);
    const address = await server.listen({ host: open.config.host, port: open.config.port });
    logger.info({ address, roles: [...roles] }, `Leadline listens on ${address}`);
    const scheduling = startScheduling(open, { digests, notices }, inEffect);
    const keeping = startKeeping(open, api);
    const resumed = resume();
    try {
      await Promise.race([
        aborted(signal),
        follow(control, processing, signal),
        ...(checkpoints === undefined ? [] : [checkpoints.keep(signal)]),
        ...(processing === undefined ? [] : [processing.broken]),
      ]);
    } finally {
      logger.info({}, 'ending');
      await keeping.stop();
      await resumed;
      await scheduling.stop();
      await server.close();
      await api?.close();
    }
  } finally {
    await processing?.stop();
  }
  await checkpoints?.take(true);
}

/** Runs the scheduler where this process has the role; a mail under way is sent, and its outcome noted, before it stops. */
function startScheduling(
  { roles, control, clock, logger }: Open,
  told: { readonly digests: Digests; readonly notices: Notices },
  config: () => Config,
): { stop: () => Promise<void> } {
  if (!roles.has('scheduler')) return { stop: async () => undefined };
  const over = new AbortController();
  const running = runScheduler({ ...told, config, control, clock, logger, fetch }, over.signal);
  return {
    stop: () => {
      over.abort();
      return running;
    },
  };
}

/** Keeps the answers of the dashboard's front page ready where this process serves it. */
function startKeeping({ config, dashboard, logger }: Open, api: RunningApi | undefined): { stop: () => Promise<void> } {
  if (api === undefined || dashboard === undefined || config.frontPage === 'asked')
    return { stop: async () => undefined };
  const over = new AbortController();
  const keep = async (): Promise<void> => {
    const frontPage = await readFrontPage(dashboard);
    if (frontPage !== undefined) await api.keep(frontPage, over.signal);
  };
  const keeping = keep().catch((error: unknown) => logger.warn({ err: error }, 'the front page is not kept ready'));
  return {
    stop: async () => {
      over.abort();
      await keeping;
    },
  };
}

function registerWaysIn(server: FastifyInstance, routes: Parameters<typeof registerIngest>[1]): void {
  registerIngest(server, routes);
  registerCompatibility(server, routes);
}

/** The server with the routes of this process's roles. `apply` puts another configuration in force. */
async function registerRoles(open: Serving, inForce: () => Generation, processing: Processing | undefined) {
  const { roles, platform, control, clock, logger, signal } = open;
  let config = open.config;
  let endpoints = servedEndpoints(config, open.logger);
  const report = (error: unknown, request: object): void =>
    logger.error({ err: error, ...request }, 'a request failed');
  const server = createServer(report);
  const guard: Guard = { tokens: tokenLookup(() => config, control), clock };
  const metrics = serverMetrics();
  const ingest: IngestDeps = { log: platform.log, clock, recent: recentDeliveries() };
  const isProcessingKnown = roles.has('processor') || roles.has('api');
  registerHealth(server, {
    stages: async (): Promise<StageProgress[]> => (isProcessingKnown ? stageProgress(platform.log, inForce()) : []),
    reached: deliveriesReached(platform.log, inForce),
    answers: () => platform.answerCounts(),
    guard,
    metrics,
  });
  if (roles.has('ingest')) {
    registerWaysIn(server, {
      ...ingest,
      endpoint: (name: string) => endpoints.get(name),
      validateEvents,
      guard,
      metrics,
      report,
      unreadable: open.unreadable,
    });
  }
  const publicAddress = (): string => config.publicUrl ?? addressOf(server);
  const inEffect = (): Config => config;
  const shared = { platform, control, clock, config: inEffect, inForce, publicAddress };
  const [digests, notices] = [digestsOf(shared), noticesOf(shared)];
  let api: RunningApi | undefined;
  let resume = async (): Promise<void> => undefined;
  if (roles.has('api')) {
    const follow = async (): Promise<void> => processing?.follow();
    await serveDashboard(open, server, async (request) => api?.ready(request));
    const told = { digests, notices, inEffect, endpoints: () => endpoints };
    resume = registerAdministration(server, guard, { ...shared, ...told, ingest, logger, signal, follow });
    registerUnsubscribe(server, unsubscribing(control, clock));
    api = await registerApi(server, {
      ...shared,
      guard,
      ingest,
      endpoints: () => knownEndpoints(endpoints, control),
      report,
      address: () => addressOf(server),
      digests,
    });
  }
  const apply = async (next: Config): Promise<void> => {
    config = next;
    endpoints = servedEndpoints(next, open.logger);
    if (roles.has('processor')) await declareCatalogue(next, { log: platform.log, control, clock });
  };
  return { server, apply, resume, digests, notices, inEffect, api };
}

const knownEndpoints = (endpoints: ReturnType<typeof servedEndpoints>, control: Control): KnownEndpoint[] =>
  [...endpoints.values()].map(({ name, source }) => ({
    name,
    source: source.id,
    reconciled: reconciledOf(control.state.reconciliations, name),
  }));

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

/** Takes in what other processes say in `control`. */
async function follow(control: Control, processing: Processing | undefined, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await control.refresh();
    await processing?.follow();
  }
}

function checkpointsOf({ platform, logger }: Open, directory: string, inForce: () => Generation) {
  const deps = async () => {
    const current = inForce();
    return {
      directory,
      log: platform.log,
      warehouse: await platform.warehouse(current.database),
      generation: current,
      logger,
    };
  };
  return {
    recover: async () => recoverPositions(await deps()),
    take: async (isClean: boolean) => takeCheckpoint(await deps(), isClean),
    async keep(signal: AbortSignal): Promise<void> {
      let wait = CHECKPOINT_MS;
      while (!signal.aborted) {
        await delay(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        const started = performance.now();
        await takeCheckpoint(await deps(), false);
        wait = Math.max(CHECKPOINT_MS, (performance.now() - started) * CHECKPOINT_SHARE);
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
