import type { Consumer } from 'kafkajs';

const DISCONNECT_WITHIN_MS = 5_000;

/** A consumer that hangs may not even end. */
export async function disconnect(consumer: Consumer): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISCONNECT_WITHIN_MS)));
  await Promise.race([consumer.disconnect().catch(() => {}), givenUp]);
  clearTimeout(timer);
}
