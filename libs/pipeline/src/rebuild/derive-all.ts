import type { EventLog, Facts } from '@leadline/ports';
import { deriveBatch, type ScopeFailure } from '../derive-scopes/derive-batch.js';
import { stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';
import { StoredBehind } from './stored-behind.js';

/** Services derived together at most, and how many times that: while one lot is derived, another is looked up. */
const SERVICES_AT_ONCE = 32;
const LOTS_AT_ONCE = 2;
/** Of all services of a lot, about: what is held in memory goes with them. */
const EVENTS_AT_ONCE = 50_000;

export interface DeriveAllDeps {
  readonly log: Pick<EventLog, 'read' | 'head' | 'seek'>;
  readonly facts: Facts;
  readonly generation: Generation;
  readonly onScopeFailure: (failure: ScopeFailure) => void;
}

/**
 * Derives every service that was touched so far, each once, and moves the position of derive behind all of it. For a
 * generation that nobody derives yet: deployments without rows are walked whatever commits were touched, and what is
 * looked up is fold's work, which has ended. So the next lot is derived while the rows of the last are being stored.
 */
export async function deriveAll(
  { log, facts, generation, onScopeFailure }: DeriveAllDeps,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const heads = await log.head(generation.touched);
  const touched = new Map<string, Touched>();
  for (const [partition, to] of heads) {
    for await (const { key: service } of log.read(generation.touched, { partition, to })) {
      touched.set(service, { service, version: to, touches: (touched.get(service)?.touches ?? 0) + 1 });
    }
  }
  const lots = lotsOf([...touched.values()], sum(await log.head(generation.events)));
  const behind = new StoredBehind(facts, giveUp, new AbortController().signal);
  const deriving: Facts = {
    find: (query) => facts.find({ ...query, isOnce: true }),
    store: (rows) => behind.store(rows),
  };
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let lot = lots.shift(); lot !== undefined; lot = lots.shift()) {
      const touches = lot.services.map((service) => ({ service, shas: [] }));
      await deriveBatch(deriving, touches, lot.version, onScopeFailure, { interest: 'with_the_rows' });
      done += touches.length;
      onProgress(done, touched.size);
    }
  };
  const lanes = Array.from({ length: LOTS_AT_ONCE }, lane);
  // Nobody writes any more when a failure is told.
  await Promise.allSettled(lanes);
  const stored = behind.stored();
  await Promise.allSettled([stored]);
  await Promise.all([...lanes, stored]);
  await log.seek(generation.touched, stageSubscription(generation, 'derive').group, heads);
}

interface Touched {
  readonly service: string;
  readonly version: number;
  readonly touches: number;
}

interface Lot {
  readonly version: number;
  readonly services: string[];
}

/**
 * Services whose rows get one version.
 *
 * @param events All there are. A service is touched once by each batch that it is in, with about as many events as others.
 */
function lotsOf(touched: readonly Touched[], events: number): Lot[] {
  const eventsOfTouch = events / touched.reduce((total, { touches }) => total + touches, 0);
  const lots: Lot[] = [];
  for (const version of new Set(touched.map((each) => each.version))) {
    let eventsOfLot = Infinity;
    for (const { service, touches } of touched.filter((each) => each.version === version)) {
      const last = lots.at(-1);
      const own = touches * eventsOfTouch;
      if (last === undefined || last.services.length === SERVICES_AT_ONCE || eventsOfLot + own > EVENTS_AT_ONCE) {
        lots.push({ version, services: [service] });
        eventsOfLot = own;
      } else {
        last.services.push(service);
        eventsOfLot += own;
      }
    }
  }
  return lots;
}

/** Nothing is tried again: the rebuild fails with what the warehouse said. */
function giveUp(error: unknown): never {
  throw error;
}

function sum(offsets: ReadonlyMap<number, number>): number {
  return [...offsets.values()].reduce((total, offset) => total + offset, 0);
}
