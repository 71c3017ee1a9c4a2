import {
  type EventLog,
  type LogRecord,
  LogUnavailable,
  type Position,
  type Rewritten,
  type StoredRecord,
  type Subscription,
  type Topic,
} from '@leadline/ports';
import type { Admin, Producer } from 'kafkajs';
import { stopSignal } from '../local/stop-signal.js';
import { checkedBytes, DEFAULT_MAX_RECORD_BYTES } from '../record-size.js';
import { COMPRESSION } from './compression.js';
import { commitOffsets, committedOffsets, refuseIfSubscribed } from './group-offsets.js';
import { clientFactory, defaultLogger, type NewClient } from './kafka-clients.js';
import { serveSubscription } from './kafka-subscription.js';
import { type KafkaTopic, KafkaTopics } from './kafka-topics.js';
import type { KafkaLogger, KafkaLogOptions } from './open-kafka-log.js';
import { readTopic } from './read-topic.js';
import { type Bounds, goneBefore } from './topic-bounds.js';
import { TopicAppender } from './topic-appender.js';
import { settled } from './transient.js';
import { TopicUnfit } from './topic-settings.js';

const ALL_REPLICAS = -1;
const PERMANENT: readonly Topic[] = ['deliveries', 'quarantine', 'control'];

interface Parts {
  readonly admin: Admin;
  readonly producer: Producer;
  readonly topics: KafkaTopics;
  readonly newClient: NewClient;
  readonly logger: KafkaLogger;
  readonly prefix: string;
  readonly maxRecordBytes: number;
  readonly sessionTimeoutMs: number;
  readonly stalledAfterMs: number;
}

/** See `openKafkaLog`. A topic's partitions are shared by the members of a group. */
export class KafkaLog implements EventLog {
  readonly #parts: Parts;
  readonly #appenders = new Map<Topic, Promise<TopicAppender>>();
  readonly #closing = new AbortController();
  readonly #subscribed = new Set<Promise<void>>();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async open(options: KafkaLogOptions): Promise<KafkaLog> {
    const { prefix = 'leadline.', maxRecordBytes = DEFAULT_MAX_RECORD_BYTES, logger = defaultLogger } = options;
    const { sessionTimeoutMs = 15_000, stalledAfterMs = 60_000 } = options;
    const newClient = clientFactory(options, logger);
    const admin = newClient().admin();
    const producer = newClient().producer({
      allowAutoTopicCreation: false,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    try {
      await admin.connect();
      const topicsOptions = { prefix, maxRecordBytes, logger, topicPartitions: options.topicPartitions ?? {} };
      const topics = await KafkaTopics.open(admin, newClient, topicsOptions);
      for (const topic of PERMANENT) await topics.get(topic);
      await producer.connect();
      const settings = { logger, prefix, maxRecordBytes, sessionTimeoutMs, stalledAfterMs };
      return new KafkaLog({ admin, producer, topics, newClient, ...settings });
    } catch (cause) {
      await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      if (cause instanceof TopicUnfit) throw cause;
      throw new LogUnavailable(`Kafka at ${options.brokers.join(', ')} cannot be used: ${reasonOf(cause)}`, { cause });
    }
  }

  async append(topic: Topic, records: readonly LogRecord[]): Promise<readonly Position[]> {
    if (this.#closing.signal.aborted) throw new LogUnavailable('The log is closed');
    checkedBytes(records, this.#parts.maxRecordBytes);
    if (records.length === 0) return [];
    return (await this.#appenderOf(topic)).append(records);
  }

  subscribe(subscription: Subscription): Promise<void> {
    const subscribed = this.#subscribe(subscription);
    this.#subscribed.add(subscribed);
    return subscribed.finally(() => this.#subscribed.delete(subscribed));
  }

  read(topic: Topic, range: { partition?: number; from?: number; to?: number } = {}): AsyncIterable<StoredRecord> {
    const { topics } = this.#parts;
    const planned = this.#bounds(topic).then((bounds) => {
      const wanted = bounds.filter(({ partition }) => partition === (range.partition ?? partition));
      return wanted.map(({ partition, low, high }) => ({
        partition,
        from: Math.max(range.from ?? 0, low),
        to: Math.min(range.to ?? Infinity, high),
      }));
    });
    // Whoever iterates is told; nobody may.
    planned.catch(() => {});
    const { newClient, prefix, stalledAfterMs } = this.#parts;
    return (async function* () {
      const context = { client: newClient(), topic: await topics.get(topic), prefix, stalledAfterMs };
      yield* readTopic(context, await planned);
    })();
  }

  async positions(topic: Topic, group: string): Promise<ReadonlyMap<number, number>> {
    const { admin, topics } = this.#parts;
    const kafkaTopic = await topics.get(topic);
    const committed = await settled(() => committedOffsets(admin, this.#groupId(topic, group), kafkaTopic));
    return new Map(partitionIds(kafkaTopic).map((partition) => [partition, committed.get(partition) ?? 0]));
  }

  async seek(topic: Topic, group: string, positions: ReadonlyMap<number, number>): Promise<void> {
    const { admin, topics, newClient } = this.#parts;
    const groupId = this.#groupId(topic, group);
    await refuseIfSubscribed(admin, groupId);
    const heads = await this.head(topic);
    const clipped = [...positions].map(([id, offset]) => [id, Math.min(offset, heads.get(id) ?? 0)] as const);
    const kafkaTopic = await topics.get(topic);
    await settled(() => commitOffsets(newClient(), groupId, kafkaTopic, new Map(clipped)));
  }

  async head(topic: Topic): Promise<ReadonlyMap<number, number>> {
    return new Map((await this.#bounds(topic)).map(({ partition, high }) => [partition, high]));
  }

  async partitions(topic: Topic): Promise<number> {
    return (await this.#parts.topics.get(topic)).partitions;
  }

  async rewrite(): Promise<Rewritten> {
    return { outcome: 'kept' };
  }

  async drop(topic: Topic): Promise<void> {
    const { admin, topics } = this.#parts;
    const { groups } = await admin.listGroups();
    const suffix = this.#groupId(topic, '').slice(this.#parts.prefix.length);
    const ofTopic = groups
      .map(({ groupId }) => groupId)
      .filter((groupId) => groupId.startsWith(this.#parts.prefix) && groupId.endsWith(suffix));
    for (const groupId of ofTopic) await refuseIfSubscribed(admin, groupId);
    this.#appenders.delete(topic);
    await topics.drop(topic);
    if (ofTopic.length > 0) await admin.deleteGroups(ofTopic);
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#subscribed);
    for (const appender of await Promise.allSettled(this.#appenders.values())) {
      if (appender.status === 'fulfilled') await appender.value.drained();
    }
    await Promise.all([this.#parts.producer.disconnect(), this.#parts.admin.disconnect()]);
  }

  async #subscribe(subscription: Subscription): Promise<void> {
    const { topics, newClient, logger, sessionTimeoutMs, stalledAfterMs } = this.#parts;
    const { topic: name, group } = subscription;
    const stop = stopSignal(subscription.signal, this.#closing.signal);
    try {
      if (stop.signal.aborted) return;
      const topic = await topics.get(name);
      const refuseGap = (positions: ReadonlyMap<number, number>) => this.#refuseGap(name, group, positions);
      await refuseGap(await this.positions(name, group));
      const groupId = this.#groupId(name, group);
      const context = { newClient, topic, groupId, logger, sessionTimeoutMs, stalledAfterMs, refuseGap };
      await serveSubscription(context, { ...subscription, signal: stop.signal });
    } finally {
      stop.release();
    }
  }

  /** Records that were deleted before the group took them: going on with what is left would falsify every number. */
  async #refuseGap(topic: Topic, group: string, positions: ReadonlyMap<number, number>): Promise<void> {
    const [gap] = goneBefore(await this.#bounds(topic), positions);
    if (gap === undefined) return;
    const gone = `records ${gap.from} to ${gap.to} of partition ${gap.partition} of ${this.#parts.topics.nameOf(topic)}`;
    throw new LogUnavailable(
      `The ${gone} were deleted before group ${group} had taken them. Look for a retention that was set on the ` +
        `topic, import the log from a copy ("leadline log import"), and rebuild ("leadline rebuild").`,
    );
  }

  async #bounds(topic: Topic): Promise<readonly Bounds[]> {
    const { topics } = this.#parts;
    const { name } = await topics.get(topic);
    return settled(() => topics.bounds(name));
  }

  #appenderOf(topic: Topic): Promise<TopicAppender> {
    let appender = this.#appenders.get(topic);
    if (appender === undefined) {
      appender = this.#newAppender(topic);
      this.#appenders.set(topic, appender);
      appender.catch(() => this.#appenders.delete(topic));
    }
    return appender;
  }

  async #newAppender(topic: Topic): Promise<TopicAppender> {
    const { topics, producer } = this.#parts;
    try {
      const { name, partitions } = await topics.get(topic);
      return new TopicAppender(name, partitions, (messages) =>
        producer.send({ topic: name, messages, acks: ALL_REPLICAS, compression: COMPRESSION }),
      );
    } catch (cause) {
      if (cause instanceof TopicUnfit) throw cause;
      throw new LogUnavailable(`${topics.nameOf(topic)} cannot be used: ${reasonOf(cause)}`, { cause });
    }
  }

  /** Per topic, because members of one group have to be subscribed to the same topics. */
  #groupId(topic: Topic, group: string): string {
    return `${this.#parts.prefix}${group}@${topic}`;
  }
}

function partitionIds({ partitions }: KafkaTopic): readonly number[] {
  return Array.from({ length: partitions }, (_, partition) => partition);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
