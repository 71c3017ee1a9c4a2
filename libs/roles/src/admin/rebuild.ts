import type { AdminCommand, WorkProgress } from '@leadline/http';
import { type Generation, generation, peopleKey, peopleOf, rebuild, type Rebuilt } from '@leadline/pipeline';
import { z } from 'zod';
import { sourceById } from '@leadline/sources';
import { type AdminDeps, command } from './command.js';
import { pipelineReports } from '../pipeline-reports.js';
import { beginGeneration, dropGeneration, type WorkDeps } from './generations.js';

/** Strict: a misspelt "compare" would put the result in force. */
export const askedRebuild = z.strictObject({ compare: z.boolean().default(false) });

/**
 * Derives everything again from the deliveries, compares, and puts the result in force; with `compare`, only compares
 * and removes what it made. One at a time.
 */
export function rebuildCommand(deps: WorkDeps & { readonly rebuilding: Rebuilding }): AdminCommand {
  return command(askedRebuild, async ({ compare }) => {
    const run = deps.rebuilding.alone((tell) => rebuilt(deps, compare, tell));
    return run === undefined ? rebuildIsRunning : { outcome: 'work', run };
  });
}

type Work = (tell: (progress: WorkProgress) => void) => Promise<object>;

export const rebuildIsRunning = {
  outcome: 'conflict',
  message: 'A rebuild is running already',
  fix: 'Wait for it to end',
} as const;

/** Whoever makes another generation in order to put it in force does so alone. */
export class Rebuilding {
  #isRunning = false;

  /** The work, which takes its turn from now until it ends; undefined: somebody else has it. */
  alone(work: Work): Work | undefined {
    if (this.#isRunning) return undefined;
    this.#isRunning = true;
    return (tell) => work(tell).finally(() => (this.#isRunning = false));
  }
}

/** Makes the next generation, and what came of it. */
export async function rebuilt(deps: WorkDeps, compare: boolean, tell: (progress: WorkProgress) => void) {
  const { control, clock } = deps;
  const started = clock.now();
  const next = await beginGeneration(deps);
  try {
    const made = await rebuiltAs(deps, next, compare, tell);
    const seconds = (clock.now() - started) / 1000;
    return { ...summaryOf(made), inForce: control.state.generations.inForce, seconds };
  } catch (error) {
    // A process that is ending has no time left for it: "leadline rebuild --drop" removes what it leaves.
    const isInForce = control.state.generations.inForce === next.number;
    if (!deps.signal.aborted && !isInForce) await dropGeneration(deps, next.number);
    throw error;
  } finally {
    deps.atWork.delete(next.number);
  }
}

async function rebuiltAs(
  deps: WorkDeps,
  next: Generation,
  compare: boolean,
  tell: (progress: WorkProgress) => void,
): Promise<Rebuilt> {
  const { platform, control, clock, logger, follow, signal } = deps;
  const made = await rebuild(
    {
      log: platform.log,
      before: generation(control.state.generations.inForce),
      next,
      people: peopleOf(control, await peopleKey(control, clock)),
      sourceOf: sourceById,
      rowsOf: ({ database }) => platform.warehouse(database),
      ...pipelineReports(logger),
      onProgress: throttled((progress) => {
        logger.info(progress, 'rebuild');
        tell(progress);
      }),
    },
    signal,
  );
  if (compare) {
    await dropGeneration(deps, made.generation);
  } else {
    const generationInForce = { kind: 'generation_in_force', generation: made.generation, at: now(deps) } as const;
    await control.append(generationInForce, clock.now());
    await follow();
  }
  return made;
}

function summaryOf({ generation: number, differences }: Rebuilt) {
  return { generation: number, equal: differences.length === 0, differences };
}

const now = ({ clock }: AdminDeps): string => new Date(clock.now()).toISOString();

const EVERY_MS = 1_000;

function throttled<T extends { readonly stage: string }>(tell: (progress: T) => void): (progress: T) => void {
  let last = { stage: '', at: 0 };
  return (progress) => {
    const at = performance.now();
    if (progress.stage === last.stage && at - last.at < EVERY_MS) return;
    last = { stage: progress.stage, at };
    tell(progress);
  };
}
