import { LogUnavailable, type Subscription } from '@leadline/ports';
import type { Consumer } from 'kafkajs';
import { Bell } from '../local/bell.js';
import type { NewClient } from './kafka-clients.js';
import type { KafkaTopic } from './kafka-topics.js';
import type { KafkaLogger } from './open-kafka-log.js';
import { PartitionDelivery } from './partition-delivery.js';

/** A fetch returns within this time even where there is nothing; also how soon a rested partition is taken up again. */
const FETCH_MS = 250;
const LINGER_BYTES = 1024 * 1024;
const PARTITION_BYTES = 4 * 1024 * 1024;
const FETCH_BYTES = 16 * 1024 * 1024;
/** No fetch has ended for so long, and none of the subscriber's work explains it: the consumer hangs. */
const STALLED_MS = 60_000;
const WATCH_MS = 5_000;
const DISCONNECT_WITHIN_MS = 10_000;
const CONNECT_AGAIN_MS = 2_000;

export interface SubscriptionContext {
  readonly newClient: NewClient;
  readonly topic: KafkaTopic;
  readonly groupId: string;
  readonly logger: KafkaLogger;
}

/**
 * Serves a subscription until its signal aborts. kafkajs's consumers come back by themselves after most failures; one
 * that hangs while its heartbeats go on (tulios/kafkajs#659) or cannot connect is replaced by a new one, and one that
 * has given up for good rejects with {@link LogUnavailable}.
 */
export async function serveSubscription(context: SubscriptionContext, subscription: Subscription): Promise<void> {
  const { signal } = subscription;
  const deliveries = Array.from(
    { length: context.topic.partitions },
    (_, partition) => new PartitionDelivery(subscription, partition),
  );
  try {
    while (!signal.aborted) {
      const end = await consume(context, subscription, deliveries);
      if (end === 'aborted') break;
      context.logger.error({ topic: context.topic.name, group: context.groupId, end }, 'Replacing the Kafka consumer');
      await new Bell().heard(signal, CONNECT_AGAIN_MS);
    }
  } finally {
    for (const delivery of deliveries) delivery.stop();
    await Promise.all(deliveries.map((delivery) => delivery.idle));
  }
}

type ConsumerEnd = 'aborted' | 'stalled' | 'unreachable';

/** One consumer from connecting to disconnecting. */
async function consume(
  { newClient, topic, groupId }: SubscriptionContext,
  { signal, lingerMs = 0, maxBytes = FETCH_BYTES }: Subscription,
  deliveries: readonly PartitionDelivery[],
): Promise<ConsumerEnd> {
  const consumer = newClient().consumer({
    groupId,
    sessionTimeout: 15_000,
    heartbeatInterval: 3_000,
    rebalanceTimeout: 60_000,
    // Lingering is the broker's: it answers a fetch when there is a good deal, or when the time is over.
    maxWaitTimeInMs: lingerMs > 0 ? lingerMs : FETCH_MS,
    minBytes: lingerMs > 0 ? LINGER_BYTES : 1,
    maxBytesPerPartition: Math.min(maxBytes, PARTITION_BYTES),
    maxBytes: FETCH_BYTES,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: async () => !signal.aborted },
  });
  const crash = crashOf(consumer);
  const progress = new Progress();
  consumer.on(consumer.events.FETCH, () => progress.made());
  const watch = new AbortController();
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic.name], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: topic.partitions,
      eachBatch: async (fetched) => {
        if (signal.aborted) return;
        await progress.during(deliveries[fetched.batch.partition]?.handle(fetched));
      },
    });
    return await Promise.race([aborted(signal, watch.signal), crash, progress.stalled(watch.signal)]);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
    return signal.aborted ? 'aborted' : 'unreachable';
  } finally {
    watch.abort();
    await disconnect(consumer);
  }
}

async function aborted(signal: AbortSignal, over: AbortSignal): Promise<'aborted'> {
  const bell = new Bell();
  const ring = () => bell.ring();
  over.addEventListener('abort', ring, { once: true });
  await bell.heard(signal);
  over.removeEventListener('abort', ring);
  return 'aborted';
}

/** Rejects when the consumer has crashed and does not start again by itself. */
function crashOf(consumer: Consumer): Promise<never> {
  const crash = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) reject(new LogUnavailable('The Kafka consumer has given up', { cause: error }));
    });
  });
  crash.catch(() => {});
  return crash;
}

/** When something last happened. */
class Progress {
  #last = performance.now();
  #handling = 0;

  made(): void {
    this.#last = performance.now();
  }

  async during(work: Promise<void> | undefined): Promise<void> {
    this.#handling += 1;
    try {
      await work;
    } finally {
      this.#handling -= 1;
      this.made();
    }
  }

  /** Resolves when nothing has happened for too long; also when no longer `watched`. */
  async stalled(watched: AbortSignal): Promise<'stalled'> {
    while (!watched.aborted && (this.#handling > 0 || performance.now() - this.#last < STALLED_MS)) {
      await new Bell().heard(watched, WATCH_MS);
    }
    return 'stalled';
  }
}

/** A consumer that hangs may not even end. */
async function disconnect(consumer: Consumer): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<void>((resolve) => (timer = setTimeout(resolve, DISCONNECT_WITHIN_MS)));
  await Promise.race([consumer.disconnect().catch(() => {}), givenUp]);
  clearTimeout(timer);
}

/** Errors that say no more than that no broker could be asked; another attempt may succeed. */
function isUnreachable(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause.name.startsWith('KafkaJSConnection') || cause.name === 'KafkaJSRequestTimeoutError') return true;
    if (cause.name === 'KafkaJSBrokerNotFound' || cause.name === 'KafkaJSGroupCoordinatorNotFound') return true;
  }
  return false;
}
