import type { StoredRecord } from '@leadline/ports';
import { LogUnavailable } from '@leadline/ports';
import { randomUUID } from 'node:crypto';
import { type Consumer, type EachBatchPayload, type Kafka } from 'kafkajs';
import { Bell } from '../local/bell.js';
import { fromMessage } from './kafka-record.js';
import type { KafkaTopic } from './kafka-topics.js';

/** Offsets of a partition: the next one wanted, and the one at which to stop. */
export interface Stretch {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The records of these stretches, in order within a partition. kafkajs reads in groups only, so this joins one of its
 * own, which no one else has and which disappears with it.
 */
export async function* readTopic(
  client: Kafka,
  topic: KafkaTopic,
  prefix: string,
  stretches: readonly Stretch[],
): AsyncGenerator<StoredRecord> {
  const wanted = stretches.filter(({ from, to }) => from < to);
  if (wanted.length === 0) return;
  const groupId = `${prefix}read.${randomUUID()}`;
  const consumer = client.consumer({ groupId, maxWaitTimeInMs: 100, allowAutoTopicCreation: false });
  const reading = new Reading(topic, wanted);
  try {
    await reading.begin(consumer);
    yield* reading.records();
  } finally {
    reading.end();
    await consumer.disconnect();
    const admin = client.admin();
    await admin.connect();
    // It would be gone within minutes anyway.
    await admin.deleteGroups([groupId]).catch(() => {});
    await admin.disconnect();
  }
}

/** Passes what a consumer fetches on to whoever iterates, and keeps the consumer waiting while that one is busy. */
class Reading {
  readonly #topic: KafkaTopic;
  readonly #next = new Map<number, number>();
  readonly #to: ReadonlyMap<number, number>;
  readonly #bell = new Bell();
  readonly #over = new AbortController();
  #fetched: StoredRecord[] = [];
  #failure: LogUnavailable | undefined;

  constructor(topic: KafkaTopic, stretches: readonly Stretch[]) {
    this.#topic = topic;
    this.#to = new Map(stretches.map(({ partition, to }) => [partition, to]));
    for (const { partition, from } of stretches) this.#next.set(partition, from);
  }

  async begin(consumer: Consumer): Promise<void> {
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) this.#failure = new LogUnavailable('The Kafka consumer has given up', { cause: error });
      this.#bell.ring();
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [this.#topic.name], fromBeginning: true });
    const running = consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: (fetched) => this.#take(fetched),
    });
    // Before the first fetch, which follows upon joining the group.
    for (const [partition, from] of this.#next) {
      if (from > 0) consumer.seek({ topic: this.#topic.name, partition, offset: String(from) });
    }
    const others = Array.from({ length: this.#topic.partitions }, (_, id) => id).filter((id) => !this.#next.has(id));
    if (others.length > 0) consumer.pause([{ topic: this.#topic.name, partitions: others }]);
    await running;
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

  async #take({ batch, resolveOffset, pause, heartbeat }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    const from = this.#next.get(partition);
    const to = this.#to.get(partition);
    if (from === undefined || to === undefined) return void pause();
    const records = batch.messages.map((message) => fromMessage(message, partition));
    // After a restart kafkajs begins at the beginning again.
    this.#fetched.push(...records.filter(({ offset }) => offset >= from && offset < to));
    const next = Math.max(from, Number(batch.lastOffset()) + 1);
    resolveOffset(String(next - 1));
    if (next < to) {
      this.#next.set(partition, next);
    } else {
      this.#next.delete(partition);
      pause();
    }
    this.#bell.ring();
    while (this.#fetched.length > 0 && !this.#over.signal.aborted) {
      await this.#bell.heard(this.#over.signal, 1_500);
      await heartbeat();
    }
  }
}
