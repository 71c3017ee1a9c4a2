import type { EventLog, Facts } from '@leadline/ports';
import { deriveBatch, type ScopeFailure } from '../derive-scopes/derive-batch.js';
import { stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';

/** Services derived together at most, and how many times that: while one lot is derived, another is looked up or stored. */
const SERVICES_AT_ONCE = 32;
const LOTS_AT_ONCE = 2;
/** Of all services of a lot: one that was touched often has much to hold in memory. */
const TOUCHES_AT_ONCE = 2_000;

export interface DeriveAllDeps {
  readonly log: Pick<EventLog, 'read' | 'head' | 'seek'>;
  readonly facts: Facts;
  readonly generation: Generation;
  readonly onScopeFailure: (failure: ScopeFailure) => void;
}

/**
 * Derives every service that was touched so far, each once, and moves the position of derive behind all of it. For a
 * generation that nobody derives yet: deployments without rows are walked whatever commits were touched.
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
  const lots = lotsOf([...touched.values()]);
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let lot = lots.shift(); lot !== undefined; lot = lots.shift()) {
      const touches = lot.services.map((service) => ({ service, shas: [] }));
      await deriveBatch(facts, touches, lot.version, onScopeFailure, { interest: 'with_the_rows' });
      done += touches.length;
      onProgress(done, touched.size);
    }
  };
  const lanes = Array.from({ length: LOTS_AT_ONCE }, lane);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
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

/** Services whose rows get one version. */
function lotsOf(touched: readonly Touched[]): Lot[] {
  const lots: Lot[] = [];
  for (const version of new Set(touched.map((each) => each.version))) {
    let touchesOfLot = Infinity;
    for (const { service, touches } of touched.filter((each) => each.version === version)) {
      const last = lots.at(-1);
      if (last === undefined || last.services.length === SERVICES_AT_ONCE || touchesOfLot + touches > TOUCHES_AT_ONCE) {
        lots.push({ version, services: [service] });
        touchesOfLot = touches;
      } else {
        last.services.push(service);
        touchesOfLot += touches;
      }
    }
  }
  return lots;
}
