import { LogUnavailable, type Subscription } from '@leadline/ports';
import type { Consumer } from 'kafkajs';
import { Bell } from '../local/bell.js';
import { FETCH_BYTES } from './compression.js';
import { ConsumerWatch } from './consumer-watch.js';
import { disconnect } from './disconnect.js';
import type { NewClient } from './kafka-clients.js';
import type { KafkaTopic } from './kafka-topics.js';
import type { KafkaLogger } from './open-kafka-log.js';
import { PartitionDelivery, type RefuseGap } from './partition-delivery.js';
import { isTransient } from './transient.js';

/** A fetch returns within this time even where there is nothing; also how soon a rested partition is taken up again. */
const FETCH_MS = 250;
/** As they lie in Kafka, like {@link FETCH_BYTES}. */
const LINGER_BYTES = 128 * 1024;
const PARTITION_BYTES = 2 * 1024 * 1024;
const CONNECT_AGAIN_MS = 2_000;

export interface SubscriptionContext {
  readonly newClient: NewClient;
  readonly topic: KafkaTopic;
  readonly groupId: string;
  readonly logger: KafkaLogger;
  readonly sessionTimeoutMs: number;
  readonly stalledAfterMs: number;
  readonly refuseGap: RefuseGap;
}

/**
 * Serves a subscription until its signal aborts. kafkajs's consumers come back by themselves after most failures; one
 * that hangs while its heartbeats go on (tulios/kafkajs#659) or cannot connect is replaced by a new one, and one that
 * has given up for good rejects with {@link LogUnavailable}.
 */
export async function serveSubscription<T extends string>(
  context: SubscriptionContext,
  subscription: Subscription<T>,
): Promise<void> {
  const { signal } = subscription;
  const deliveries = Array.from(
    { length: context.topic.partitions },
    (_, partition) => new PartitionDelivery(subscription, partition, context.refuseGap),
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
async function consume<T extends string>(
  { newClient, topic, groupId, sessionTimeoutMs, stalledAfterMs }: SubscriptionContext,
  { signal, lingerMs = 0, maxBytes = FETCH_BYTES }: Subscription<T>,
  deliveries: readonly PartitionDelivery<T>[],
): Promise<ConsumerEnd> {
  const consumer = newClient().consumer({
    groupId,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: sessionTimeoutMs / 5,
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
  const watch = new ConsumerWatch(consumer, stalledAfterMs);
  const over = new AbortController();
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic.name], fromBeginning: true });
    const broken = deliveries.map((delivery) => delivery.broken);
    for (const promise of broken) promise.catch(() => {});
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: topic.partitions,
      eachBatch: async (fetched) => {
        if (signal.aborted) return;
        const delivery = deliveries[fetched.batch.partition];
        if (delivery !== undefined) await watch.during(delivery.handle(fetched));
      },
    });
    return await Promise.race([aborted(signal, over.signal), crash, watch.stalled(over.signal), ...broken]);
  } catch (error) {
    if (signal.aborted) return 'aborted';
    if (isTransient(error)) return 'unreachable';
    throw error instanceof LogUnavailable ? error : new LogUnavailable(`Kafka refuses ${groupId}`, { cause: error });
  } finally {
    over.abort();
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
