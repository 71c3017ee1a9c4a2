import type { EventLog, Facts } from '@leadline/ports';
import { deriveBatch, type ScopeFailure } from '../derive-scopes/derive-batch.js';
import { stageSubscription } from '../stages.js';
import type { Generation } from '../topics.js';

/** Services derived between two words of progress. */
const SERVICES_AT_ONCE = 64;

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
  const services = [...versions];
  for (let start = 0; start < services.length; start += SERVICES_AT_ONCE) {
    const chunk = services.slice(start, start + SERVICES_AT_ONCE);
    for (const version of new Set(chunk.map(([, each]) => each))) {
      const touches = chunk.filter(([, each]) => each === version).map(([service]) => ({ service, shas: [] }));
      await deriveBatch(facts, touches, version, onScopeFailure, 'with_the_rows');
    }
    onProgress(Math.min(start + SERVICES_AT_ONCE, services.length), services.length);
  }
  await log.seek(generation.touched, stageSubscription(generation, 'derive').group, heads);
}
