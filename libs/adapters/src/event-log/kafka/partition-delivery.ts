import type { StoredRecord, Subscription } from '@leadline/ports';
import type { EachBatchPayload } from 'kafkajs';
import { backoffMs } from '../backoff.js';
import { fromMessage } from './kafka-record.js';

const DEFAULT_MAX_RECORDS = 5_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** kafkajs sends a heartbeat when the last one is `heartbeatInterval` ago; asked twice as often, it never misses one. */
const HEARTBEAT_CHECK_MS = 1_500;

/**
 * Hands one partition to a subscriber. kafkajs may call again while an earlier call still runs (a rebalance restarts
 * every partition, tulios/kafkajs#945), and does fall over when a handler throws: so calls go one after the other, what
 * has been taken is not handed over again, and a rejection pauses the partition instead of being thrown.
 */
export class PartitionDelivery {
  readonly #subscription: Subscription;
  readonly #partition: number;
  #running: Promise<void> = Promise.resolve();
  /** Offset after the last record taken by this subscriber; undefined before the first. */
  #taken: number | undefined;
  #rejections = 0;
  #restUntil = 0;
  #resuming: NodeJS.Timeout | undefined;

  constructor(subscription: Subscription, partition: number) {
    this.#subscription = subscription;
    this.#partition = partition;
  }

  /** Resolves when nothing is being handed over; a rest after a rejection does not count. */
  get idle(): Promise<void> {
    return this.#running;
  }

  /** Takes what kafkajs has fetched. Rejects for Kafka's reasons only, which kafkajs deals with. */
  handle(fetched: EachBatchPayload): Promise<void> {
    const handled = this.#running.then(() => this.#handOver(fetched));
    this.#running = handled.catch(() => {});
    return withHeartbeats(fetched, handled);
  }

  stop(): void {
    clearTimeout(this.#resuming);
  }

  async #handOver(fetched: EachBatchPayload): Promise<void> {
    const {
      topic,
      maxRecords = DEFAULT_MAX_RECORDS,
      maxBytes = DEFAULT_MAX_BYTES,
      onBatch,
      onError,
    } = this.#subscription;
    const rest = this.#restUntil - performance.now();
    if (rest > 0) return this.#pause(fetched, rest);
    const records = fetched.batch.messages.map((message) => fromMessage(message, this.#partition));
    const taken = this.#taken ?? 0;
    const due = records.filter(({ offset }) => offset >= taken);
    if (due.length < records.length) await this.#commit(fetched, taken);
    for (const chunk of chunksOf(due, maxRecords, maxBytes)) {
      if (this.#subscription.signal.aborted || !fetched.isRunning() || fetched.isStale()) return;
      const batch = { topic, partition: this.#partition, records: chunk };
      try {
        await onBatch(batch);
      } catch (error) {
        onError?.(error, batch);
        this.#rejections += 1;
        this.#restUntil = performance.now() + backoffMs(this.#rejections);
        return this.#pause(fetched, backoffMs(this.#rejections));
      }
      this.#rejections = 0;
      this.#taken = (chunk.at(-1)?.offset ?? 0) + 1;
      await this.#commit(fetched, this.#taken);
    }
  }

  /** The position is what the group goes on from; resolving is what this consumer fetches next. */
  async #commit({ batch, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload, position: number): Promise<void> {
    resolveOffset(String(position - 1));
    const partitions = [{ partition: batch.partition, offset: String(position) }];
    await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
  }

  /** Nothing has been resolved, so the same records are fetched again afterwards. */
  #pause({ pause }: EachBatchPayload, ms: number): void {
    const resume = pause();
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(resume, ms);
  }
}

/** A heartbeat that fails says that the group is being divided anew; kafkajs finds that out itself afterwards. */
async function withHeartbeats({ heartbeat }: EachBatchPayload, work: Promise<void>): Promise<void> {
  const timer = setInterval(() => void heartbeat().catch(() => {}), HEARTBEAT_CHECK_MS);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}

function* chunksOf(records: readonly StoredRecord[], maxRecords: number, maxBytes: number): Generator<StoredRecord[]> {
  let chunk: StoredRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.value.byteLength;
    if (chunk.length > 0 && (chunk.length === maxRecords || bytes + size > maxBytes)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(record);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}
