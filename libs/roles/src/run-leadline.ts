import { openPlatform } from '@leadline/adapters';
import { type Config, exposureProblem } from '@leadline/config';
import { unreadableLimit } from '@leadline/http';
import {
  Control,
  forgetfulLog,
  forgettingOf,
  type Generation,
  generation,
  type RefusalTally,
} from '@leadline/pipeline';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningApi } from './api.js';
import type { Digests } from './digests.js';
import { readFrontPage } from './front-page.js';
import { checkpointsOf } from './keep-checkpoints.js';
import type { Notices } from './notices.js';
import { type Processing, startProcessing } from './processing.js';
import { registerRoles } from './register-roles.js';
import type { Open, Run } from './run.js';
import { runScheduler } from './scheduler.js';
import { StartRefused } from './start-refused.js';

const FOLLOW_MS = 1_000;
const LATELY_MS = 60_000;

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
    const { server, topics, apply, resume, api, digests, notices, inEffect, refused } = await registerRoles(
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
        follow(control, processing, signal, () => tellRefusals(open, refused, open.clock.now())),
        ...(checkpoints === undefined ? [] : [checkpoints.keep(signal)]),
        ...(processing === undefined ? [] : [processing.broken]),
      ]);
    } finally {
      logger.info({}, 'ending');
      await keeping.stop();
      await resumed;
      await scheduling.stop();
      await topics?.stop();
      await server.close();
      await tellRefusals(open, refused, Infinity);
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

/** Takes in what other processes say in `control`, and says there what only this one knows. */
async function follow(
  control: Control,
  processing: Processing | undefined,
  signal: AbortSignal,
  tell: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await delay(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await control.refresh();
    await processing?.follow();
    await tell();
  }
}

/** What was refused is no delivery: where it cannot be told now it is told later, and nothing else waits for it. */
async function tellRefusals({ control, clock, logger }: Open, refused: RefusalTally, now: number): Promise<void> {
  for (const record of refused.take(now)) {
    try {
      await control.append(record, clock.now());
    } catch (error) {
      refused.putBack(record);
      logger.warn({ err: error, endpoint: record.endpoint }, 'refused deliveries are not told yet');
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
