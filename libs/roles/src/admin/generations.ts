import { type Generation, generation } from '@leadline/pipeline';
import type { AdminDeps } from './command.js';

/** Takes the next number, so that nobody else does. */
export async function beginGeneration({ control, clock }: AdminDeps): Promise<Generation> {
  await control.refresh();
  const next = generation(Math.max(...control.state.generations.known.keys()) + 1);
  const now = clock.now();
  await control.append({ kind: 'generation_begun', generation: next.number, at: new Date(now).toISOString() }, now);
  return next;
}

/** Removes a generation that is not in force: topics, positions, database. */
export async function dropGeneration({ platform, control, clock }: AdminDeps, number: number): Promise<void> {
  const { events, touched, database } = generation(number);
  await platform.log.drop(events);
  await platform.log.drop(touched);
  await platform.dropWarehouse(database);
  const now = clock.now();
  await control.append({ kind: 'generation_dropped', generation: number, at: new Date(now).toISOString() }, now);
}
