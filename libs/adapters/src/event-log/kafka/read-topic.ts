import type { StoredRecord } from '@leadline/ports';
import { LogUnavailable } from '@leadline/ports';
import { randomUUID } from 'node:crypto';
import { type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import { Bell } from '../local/bell.js';
import { FETCH_BYTES } from './compression.js';
import { ConsumerWatch } from './consumer-watch.js';
import { disconnect } from './disconnect.js';
import { fromMessage } from './kafka-record.js';
import type { KafkaTopic } from './kafka-topics.js';

/** Offsets of a partition: the next one wanted, and the one at which to stop. */
export interface Stretch {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface ReadContext {
  readonly client: Kafka;
  readonly topic: KafkaTopic;
  readonly prefix: string;
  readonly stalledAfterMs: number;
}

/**
 * The records of these stretches, in order within a partition. kafkajs reads in groups only, so this joins one of its
 * own, which no one else has and which disappears with it. Rejects with {@link LogUnavailable} when nothing comes any
 * more.
 */
export async function* readTopic(
  { client, topic, prefix, stalledAfterMs }: ReadContext,
  stretches: readonly Stretch[],
): AsyncGenerator<StoredRecord> {
  const wanted = stretches.filter(({ from, to }) => from < to);
  if (wanted.length === 0) return;
  const groupId = `${prefix}read.${randomUUID()}`;
  const consumer = client.consumer({
    groupId,
    maxWaitTimeInMs: 100,
    maxBytes: FETCH_BYTES,
    allowAutoTopicCreation: false,
  });
  const reading = new Reading(topic, wanted, new ConsumerWatch(consumer, stalledAfterMs));
  try {
    await reading.begin(consumer);
    yield* reading.records();
  } finally {
    reading.end();
    await disconnect(consumer);
    await removeGroup(client, groupId);
  }
}

/** It would be gone within minutes anyway. */
async function removeGroup(client: Kafka, groupId: string): Promise<void> {
  const admin = client.admin();
  try {
    await admin.connect();
    await admin.deleteGroups([groupId]);
  } catch {
    // Whoever reads has what was asked for, or has been told.
  } finally {
    await admin.disconnect();
  }
}

/** Passes what a consumer fetches on to whoever iterates, and keeps the consumer waiting while that one is busy. */
class Reading {
  readonly #topic: KafkaTopic;
  readonly #next = new Map<number, number>();
  readonly #to: ReadonlyMap<number, number>;
  readonly #bell = new Bell();
  readonly #watch: ConsumerWatch;
  readonly #over = new AbortController();
  #fetched: StoredRecord[] = [];
  #failure: LogUnavailable | undefined;

  constructor(topic: KafkaTopic, stretches: readonly Stretch[], watch: ConsumerWatch) {
    this.#topic = topic;
    this.#watch = watch;
    this.#to = new Map(stretches.map(({ partition, to }) => [partition, to]));
    for (const { partition, from } of stretches) this.#next.set(partition, from);
  }

  async begin(consumer: Consumer): Promise<void> {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) this.#fail(new LogUnavailable('The Kafka consumer has given up', { cause: error }));
    });
    // Also told of batches that hold nothing to read, such as the end of a foreign transaction.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) =>
      this.#passed(partition, Number(lastOffset) + 1),
    );
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#topic.name], fromBeginning: true });
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (fetched) => this.#watch.during(this.#take(fetched)),
    });
    // Before the first fetch, which follows upon joining the group.
    for (const [partition, from] of this.#next) {
      if (from > 0) consumer.seek({ topic: this.#topic.name, partition, offset: String(from) });
    }
    const others = Array.from({ length: this.#topic.partitions }, (_, id) => id).filter((id) => !this.#next.has(id));
    if (others.length > 0) consumer.pause([{ topic: this.#topic.name, partitions: others }]);
    await running;
    void this.#watch.stalled(this.#over.signal).then(() => {
      if (!this.#over.signal.aborted)
        this.#fail(new LogUnavailable(`Kafka sends nothing of ${this.#topic.name} any more`));
    });
  }

  async *records(): AsyncGenerator<StoredRecord> {
    for (;;) {
      const fetched = this.#fetched;
      this.#fetched = [];
      this.#bell.ring();
      yield* fetched;
      if (this.#fetched.length > 0) continue;
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#next.size === 0) return;
      await this.#bell.heard(this.#over.signal);
    }
  }

  end(): void {
    this.#over.abort();
  }

  async #take(delivered: EachBatchPayload): Promise<void> {
    const { batch } = delivered;
    const { partition } = batch;
    const from = this.#next.get(partition);
    const to = this.#to.get(partition);
    if (from === undefined || to === undefined) return void delivered.pause();
    const records = batch.messages.map((message) => fromMessage(message, partition));
    // After a restart kafkajs begins at the beginning again.
    this.#fetched.push(...records.filter(({ offset }) => offset >= from && offset < to));
    delivered.resolveOffset(batch.lastOffset());
    this.#passed(partition, Number(batch.lastOffset()) + 1);
    if (!this.#next.has(partition)) delivered.pause();
    while (this.#fetched.length > 0 && !this.#over.signal.aborted) {
      await this.#bell.heard(this.#over.signal, 1_500);
      await delivered.heartbeat();
    }
  }

  /** Nothing before `next` is still to come. */
  #passed(partition: number, next: number): void {
    const from = this.#next.get(partition);
    if (from === undefined) return;
    if (next >= (this.#to.get(partition) ?? 0)) this.#next.delete(partition);
    else this.#next.set(partition, Math.max(from, next));
    this.#bell.ring();
  }

  #fail(failure: LogUnavailable): void {
    this.#failure = failure;
    this.#bell.ring();
  }
}
