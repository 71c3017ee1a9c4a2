import type { EventLog, Facts } from '@leadline/ports';
import { deriveBatch, type ScopeFailure } from '../derive-scopes/derive-batch.js';
import { stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';

/** Services derived together, and how many times that: while one lot is derived, another is looked up or stored. */
const SERVICES_AT_ONCE = 32;
const LOTS_AT_ONCE = 2;

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
  const versions = new Map<string, number>();
  for (const [partition, to] of heads) {
    for await (const { key } of log.read(generation.touched, { partition, to })) versions.set(key, to);
  }
  const lots = lotsOf([...versions]);
  let done = 0;
  const lane = async (): Promise<void> => {
    for (let lot = lots.shift(); lot !== undefined; lot = lots.shift()) {
      const touches = lot.services.map((service) => ({ service, shas: [] }));
      await deriveBatch(facts, touches, lot.version, onScopeFailure, { interest: 'with_the_rows' });
      done += touches.length;
      onProgress(done, versions.size);
    }
  };
  const lanes = Array.from({ length: LOTS_AT_ONCE }, lane);
  await Promise.allSettled(lanes);
  await Promise.all(lanes);
  await log.seek(generation.touched, stageSubscription(generation, 'derive').group, heads);
}

interface Lot {
  readonly version: number;
  readonly services: readonly string[];
}

/** Services whose rows get one version. */
function lotsOf(versions: readonly (readonly [service: string, version: number])[]): Lot[] {
  const lots: Lot[] = [];
  for (const version of new Set(versions.map(([, each]) => each))) {
    const services = versions.filter(([, each]) => each === version).map(([service]) => service);
    for (let start = 0; start < services.length; start += SERVICES_AT_ONCE) {
      lots.push({ version, services: services.slice(start, start + SERVICES_AT_ONCE) });
    }
  }
  return lots;
}
