import type { Generation } from '@leadline/pipeline';
import { setTimeout as delay } from 'node:timers/promises';
import { recoverPositions, takeCheckpoint } from './checkpoint.js';
import type { Open } from './run.js';

const CHECKPOINT_MS = 60_000;
/** Counting rows may take a hundredth of the time. */
const CHECKPOINT_SHARE = 100;

/** Checkpoints of a warehouse that this process keeps in a directory of its own. */
export function checkpointsOf({ platform, logger }: Open, directory: string, inForce: () => Generation) {
  const deps = async () => {
    const current = inForce();
    return {
      directory,
      log: platform.log,
      warehouse: await platform.warehouse(current.database),
      generation: current,
      logger,
    };
  };
  return {
    recover: async () => recoverPositions(await deps()),
    take: async (isClean: boolean) => takeCheckpoint(await deps(), isClean),
    async keep(signal: AbortSignal): Promise<void> {
      let wait = CHECKPOINT_MS;
      while (!signal.aborted) {
        await delay(wait, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
        const started = performance.now();
        await takeCheckpoint(await deps(), false);
        wait = Math.max(CHECKPOINT_MS, (performance.now() - started) * CHECKPOINT_SHARE);
      }
    },
  };
}
