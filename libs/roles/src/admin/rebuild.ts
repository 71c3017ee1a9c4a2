import type { AdminCommand, WorkProgress } from '@leadline/http';
import { generation, rebuild, type Rebuilt } from '@leadline/pipeline';
import { z } from 'zod';
import { sourceById } from '@leadline/sources';
import { type AdminDeps, command } from './command.js';
import { pipelineReports } from '../pipeline-reports.js';
import { beginGeneration, dropGeneration } from './generations.js';

/**
 * Derives everything again from the deliveries, compares, and puts the result in force; with `compare`, only compares
 * and removes what it made. One at a time.
 */
export function rebuildCommand(deps: AdminDeps): AdminCommand {
  let isRunning = false;
  return command(z.object({ compare: z.boolean().default(false) }), async ({ compare }) => {
    if (isRunning) return { outcome: 'conflict', message: 'A rebuild is running already', fix: 'Wait for it to end' };
    isRunning = true;
    return {
      outcome: 'work',
      run: (tell) => rebuilt(deps, compare, tell).finally(() => (isRunning = false)),
    };
  });
}

async function rebuilt(deps: AdminDeps, compare: boolean, tell: (progress: WorkProgress) => void): Promise<object> {
  const { platform, control, clock, logger, follow, signal } = deps;
  const started = clock.now();
  const next = await beginGeneration(deps);
  const made = await rebuild(
    {
      log: platform.log,
      before: generation(control.state.generations.inForce),
      next,
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
  const seconds = (clock.now() - started) / 1000;
  return { ...summaryOf(made), inForce: control.state.generations.inForce, seconds };
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
