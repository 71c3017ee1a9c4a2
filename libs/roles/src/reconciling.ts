import type { Config, ConfiguredEndpoint } from '@leadline/config';
import { askApi, type Control, claimId, isReconciliationDue, redeliver, type Redelivered } from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import { sourceById } from '@leadline/sources';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from './logger.js';

export interface ReconcilingDeps {
  readonly config: () => Config;
  readonly control: Control;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fetch: typeof fetch;
}

const DAY_MS = 86_400_000;
type Reconciling = NonNullable<ConfiguredEndpoint['reconcile']>;

/**
 * Looks for missed deliveries wherever it is time to. Any number of schedulers may: what one has claimed, no other does.
 * Endpoints take no turns: a sender whose limit is used up for an hour, or that fails, holds up its own targets alone.
 *
 * @param underWay names of endpoints that an earlier call is still busy with; those are left alone
 */
export async function reconcileDue(
  deps: ReconcilingDeps,
  signal: AbortSignal,
  underWay: Set<string> = new Set(),
): Promise<void> {
  const idle = deps.config().endpoints.filter(({ name }) => !underWay.has(name));
  await Promise.all(
    idle.map(async (endpoint) => {
      underWay.add(endpoint.name);
      try {
        await reconcileTargets(deps, endpoint, signal);
      } catch (error) {
        deps.logger.error(
          { err: error, endpoint: endpoint.name },
          'missed deliveries could not be looked for, which is tried again',
        );
      } finally {
        underWay.delete(endpoint.name);
      }
    }),
  );
}

async function reconcileTargets(
  deps: ReconcilingDeps,
  endpoint: ConfiguredEndpoint,
  signal: AbortSignal,
): Promise<void> {
  for (const target of endpoint.reconcile?.of ?? []) {
    if (signal.aborted || endpoint.reconcile === undefined) return;
    await reconcileOne(deps, endpoint, endpoint.reconcile, target, signal);
  }
}

async function reconcileOne(
  deps: ReconcilingDeps,
  endpoint: ConfiguredEndpoint,
  { everyMinutes, api, token }: Reconciling,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const { control, clock, logger } = deps;
  const place = { endpoint: endpoint.name, target };
  const source = sourceById(endpoint.source);
  if (source?.api === undefined || source.redelivery === undefined) return;
  if (!isReconciliationDue(control.state.reconciliations, place, everyMinutes, clock.now())) return;
  const claim = randomUUID();
  const at = (): string => new Date(clock.now()).toISOString();
  await control.append({ kind: 'reconciliation_claimed', id: claim, ...place, at: at(), everyMinutes }, clock.now());
  if (claimId(control.state.reconciliations, place) !== claim) return;
  const until = clock.now();
  const access = {
    name: source.title,
    address: (api ?? source.api.address).replace(/\/+$/, ''),
    headers: source.api.headers(token),
  };
  const ask = askApi(access, {
    fetch: deps.fetch,
    now: () => clock.now(),
    signal,
    sleep: (milliseconds, ended) => delay(milliseconds, undefined, { signal: ended }).catch(() => undefined),
    onWait: (reason, milliseconds) =>
      logger.debug({ ...place, reason, milliseconds }, 'waiting for the API of a sender'),
  });
  const wanted = { target, since: until - source.api.keptDays * DAY_MS, until, endpoint: endpoint.name };
  const redelivered = await redeliver(wanted, { redelivery: source.redelivery, ask, now: () => clock.now() });
  const outcome = outcomeOf(redelivered);
  await control.append({ kind: 'reconciled', claim, ...place, at: at(), ...outcome }, clock.now());
  if (outcome.problem !== null)
    logger.warn({ ...place, ...outcome }, 'a sender could not be asked for missed deliveries');
  else if (outcome.missed > 0) logger.info({ ...place, ...outcome }, 'missed deliveries are sent again');
}

function outcomeOf(redelivered: Redelivered) {
  const nothing = { attempts: 0, missed: 0, sentAgain: 0, givenUp: 0 };
  switch (redelivered.outcome) {
    case 'done': {
      const { attempts, missed, sentAgain, givenUp } = redelivered.counts;
      return { attempts, missed, sentAgain, givenUp, problem: null };
    }
    case 'refused':
      return { ...nothing, problem: `${redelivered.message}. ${redelivered.fix}` };
    case 'not_listed':
      return { ...nothing, problem: `it does not list what it sent (${redelivered.reason}); a backfill brings it` };
    case 'stopped':
      return { ...nothing, problem: redelivered.reason };
  }
}
