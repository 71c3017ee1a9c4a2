import { setTimeout as pause } from 'node:timers/promises';

/** Whether kafkajs takes what went wrong, or what caused it, for something that another attempt may mend. */
export function isTransient(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('retriable' in cause && cause.retriable === true) return true;
  }
  return false;
}

const PATIENCE_MS = 10_000;
const PAUSE_MS = 200;

/**
 * Asks again, for about ten seconds, while what goes wrong is transient: a topic or a coordinator that another process
 * has just had made is not known to every broker at once. kafkajs does not ask again everywhere.
 */
export async function settled<T>(ask: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isTransient(error) || performance.now() > deadline || signal?.aborted) throw error;
    }
    await pause(PAUSE_MS);
  }
}
