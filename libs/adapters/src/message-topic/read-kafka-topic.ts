import type { Subscription } from '@leadline/ports';
import { setTimeout as delay } from 'node:timers/promises';
import type { BrokerAccess, KafkaLogger } from '../event-log/index.js';
import type { Bounds } from '../event-log/kafka/topic-bounds.js';
import { stopSignal } from '../event-log/local/stop-signal.js';

/** Whose topic is read, and how its brokers are reached. */
export interface TopicToRead extends BrokerAccess {
  /** How this process is named in the brokers' logs. */
  readonly clientId: string;
  readonly logger: KafkaLogger;
  /** How often it is looked whether the topic got more partitions (default a minute). */
  readonly lookAgainMs?: number;
  /** A member of the group not heard of for so long loses its partitions to the others (default 15 s). */
  readonly sessionTimeoutMs?: number;
}

const STALLED_AFTER_MS = 60_000;
const TRY_AGAIN_MS = 5_000;

/**
 * Reads a topic that others write, from its beginning or from where the group is, until the signal aborts. Nothing that
 * is wrong with it ends the process: brokers that do not answer and topics that are not there yet are tried again. What
 * the topic's retention took away before it was read is gone, and is said.
 */
export async function readKafkaTopic(wanted: TopicToRead, subscription: Subscription<string>): Promise<void> {
  const { logger } = wanted;
  const { topic, group, signal } = subscription;
  // Loading kafkajs takes a third of a second, which those who read no topic should not have to spend.
  const { clientFactory } = await import('../event-log/kafka/kafka-clients.js');
  const newClient = clientFactory(wanted, logger);
  while (!signal.aborted) {
    try {
      await readAsItIs(wanted, subscription, newClient);
    } catch (error) {
      if (signal.aborted) return;
      logger.warn({ err: error, topic, group }, 'a topic cannot be read, which is tried again');
      await delay(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Returns when the topic has got more partitions. */
async function readAsItIs(
  { logger, lookAgainMs = 60_000, sessionTimeoutMs = 15_000 }: TopicToRead,
  subscription: Subscription<string>,
  newClient: ReturnType<(typeof import('../event-log/kafka/kafka-clients.js'))['clientFactory']>,
): Promise<void> {
  const [{ serveSubscription }, { goneBefore, topicBounds }, { committedOffsets }] = await Promise.all([
    import('../event-log/kafka/kafka-subscription.js'),
    import('../event-log/kafka/topic-bounds.js'),
    import('../event-log/kafka/group-offsets.js'),
  ]);
  const { topic: name, group, signal } = subscription;
  const admin = newClient().admin();
  const bounds = async (): Promise<readonly Bounds[]> => topicBounds(admin, newClient, name);
  const sayGaps = (now: readonly Bounds[], positions: ReadonlyMap<number, number>): void => {
    for (const gap of goneBefore(now, positions)) {
      logger.error({ topic: name, ...gap }, 'messages were deleted before they were read');
    }
  };
  const over = new AbortController();
  const end = (): void => over.abort();
  const stop = stopSignal(signal, over.signal);
  try {
    await admin.connect();
    const began = await bounds();
    const topic = { name, partitions: began.length };
    sayGaps(began, await committedOffsets(admin, group, topic));
    const served = serveSubscription(
      {
        newClient,
        topic,
        groupId: group,
        logger,
        sessionTimeoutMs,
        stalledAfterMs: STALLED_AFTER_MS,
        refuseGap: async (positions) => sayGaps(await bounds(), positions),
      },
      { ...subscription, signal: stop.signal },
    );
    const grown = moreThan(began.length, { bounds, everyMs: lookAgainMs, signal: stop.signal }).finally(end);
    await Promise.all([served.finally(end), grown]);
  } finally {
    stop.release();
    await admin.disconnect();
  }
}

/** Resolves when there are more partitions, or the signal aborts. */
async function moreThan(
  partitions: number,
  { bounds, everyMs, signal }: { bounds: () => Promise<readonly Bounds[]>; everyMs: number; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    // Brokers that do not answer now are the consumer's to wait for.
    const now = await bounds().catch(() => []);
    if (now.length > partitions) return;
  }
}
