import type { Platform } from '@leadline/adapters';
import type { AdminCommand } from '@leadline/http';
import { type Generation, generation } from '@leadline/pipeline';
import { z } from 'zod';
import { type AdminDeps, command, done } from './command.js';

/** Numbers of generations that this process works on. */
export type AtWork = Set<number>;
export type WorkDeps = AdminDeps & { readonly atWork: AtWork };

/** All that is needed to know generations, and to remove them. */
export interface GenerationDeps extends Pick<WorkDeps, 'control' | 'clock' | 'atWork'> {
  readonly platform: Pick<Platform, 'log' | 'dropWarehouse'>;
}

/** Takes the next number, so that nobody else does. */
export async function beginGeneration({
  control,
  clock,
  atWork,
}: Omit<GenerationDeps, 'platform'>): Promise<Generation> {
  await control.refresh();
  const next = generation(Math.max(...control.state.generations.known.keys()) + 1);
  atWork.add(next.number);
  const now = clock.now();
  await control.append({ kind: 'generation_begun', generation: next.number, at: new Date(now).toISOString() }, now);
  return next;
}

/** Removes a generation that is not in force: topics, positions, database. */
export async function dropGeneration(
  { platform, control, clock }: Omit<GenerationDeps, 'atWork'>,
  number: number,
): Promise<void> {
  const { events, touched, database } = generation(number);
  await platform.log.drop(events);
  await platform.log.drop(touched);
  await platform.dropWarehouse(database);
  const now = clock.now();
  await control.append({ kind: 'generation_dropped', generation: number, at: new Date(now).toISOString() }, now);
}

/** Every generation that takes room: the one in force, those before it, and what interrupted rebuilds left. */
export function listGenerationsCommand({ control, atWork }: Pick<GenerationDeps, 'control' | 'atWork'>): AdminCommand {
  return command(z.looseObject({}), async () => {
    await control.refresh();
    const { inForce, known } = control.state.generations;
    const kept = [...known].filter(([, state]) => state === 'kept').map(([number]) => number);
    return done({
      inForce,
      generations: kept
        .sort((a, b) => a - b)
        .map((number) => ({
          generation: number,
          state:
            number === inForce ? 'in_force' : atWork.has(number) ? 'at_work' : number < inForce ? 'before' : 'left',
        })),
    });
  });
}

/** Removes a generation for good: it is derived, and can be made again from the deliveries. */
export function dropGenerationCommand(deps: GenerationDeps): AdminCommand {
  const input = z.strictObject({ generation: z.int().positive() });
  return command(input, async ({ generation: number }) => {
    const { control, atWork } = deps;
    await control.refresh();
    const { inForce, known } = control.state.generations;
    const problem = (message: string) =>
      ({ outcome: 'problems', problems: [{ pointer: '/generation', message }] }) as const;
    if (known.get(number) !== 'kept') return problem('there is none; "leadline rebuild --list" names those there are');
    if (number === inForce) return problem('it is in force: every number comes from it');
    if (atWork.has(number)) {
      return { outcome: 'conflict', message: 'A rebuild or a plan is making it', fix: 'Wait for it to end' };
    }
    await dropGeneration(deps, number);
    return done({ dropped: number, inForce });
  });
}
