import { LogUnavailable, type StoredRecord, type Subscription } from '@leadline/ports';
import type { EachBatchPayload } from 'kafkajs';
import { backoffMs } from '../backoff.js';
import { fromMessage } from './kafka-record.js';

const DEFAULT_MAX_RECORDS = 5_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** kafkajs sends a heartbeat when the last one is `heartbeatInterval` ago; asked twice as often, it never misses one. */
const HEARTBEAT_CHECK_MS = 1_500;

/** Rejects with {@link LogUnavailable} where records at one of the positions (by partition) were deleted. */
export type RefuseGap = (positions: ReadonlyMap<number, number>) => Promise<void>;

/**
 * Hands one partition to a subscriber. kafkajs may call again while an earlier call still runs (a rebalance restarts
 * every partition, tulios/kafkajs#945), and does fall over when a handler throws: so calls go one after the other, what
 * has been taken is not handed over again, and a rejection pauses the partition instead of being thrown.
 */
export class PartitionDelivery<T extends string> {
  readonly #subscription: Subscription<T>;
  readonly #partition: number;
  readonly #refuseGap: RefuseGap;
  readonly #broken = new AbortController();
  #running: Promise<void> = Promise.resolve();
  /** Offset after the last record taken by this subscriber; undefined before the first. */
  #taken: number | undefined;
  #rejections = 0;
  #restUntil = 0;
  #resuming: NodeJS.Timeout | undefined;

  constructor(subscription: Subscription<T>, partition: number, refuseGap: RefuseGap) {
    this.#subscription = subscription;
    this.#partition = partition;
    this.#refuseGap = refuseGap;
  }

  /** Rejects when records were lost before they were handed over; never resolves. */
  get broken(): Promise<never> {
    const { signal } = this.#broken;
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      if (signal.aborted) reject(signal.reason);
    });
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
    if (this.#taken !== undefined && (due[0]?.offset ?? taken) > taken) await this.#checkGap(fetched, taken);
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

  /** kafkajs goes on with what is left. What was committed then stays where it was, for the next attempt to see. */
  async #checkGap(fetched: EachBatchPayload, taken: number): Promise<void> {
    try {
      await this.#refuseGap(new Map([[this.#partition, taken]]));
    } catch (error) {
      if (error instanceof LogUnavailable) {
        await this.#commit(fetched, taken);
        this.#broken.abort(error);
      }
      throw error;
    }
  }

  /** The position is what the group goes on from; resolving is what this consumer fetches next. */
  async #commit(fetched: EachBatchPayload, position: number): Promise<void> {
    const { topic, partition } = fetched.batch;
    fetched.resolveOffset(String(position - 1));
    const partitions = [{ partition, offset: String(position) }];
    await fetched.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
  }

  /** Nothing has been resolved, so the same records are fetched again afterwards. */
  #pause(fetched: EachBatchPayload, ms: number): void {
    const resume = fetched.pause();
    clearTimeout(this.#resuming);
    this.#resuming = setTimeout(resume, ms);
  }
}

/** A heartbeat that fails says that the group is being divided anew; kafkajs finds that out itself afterwards. */
async function withHeartbeats(fetched: EachBatchPayload, work: Promise<void>): Promise<void> {
  const timer = setInterval(() => void fetched.heartbeat().catch(() => {}), HEARTBEAT_CHECK_MS);
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
