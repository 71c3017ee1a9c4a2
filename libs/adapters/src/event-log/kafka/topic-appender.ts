import { type LogRecord, LogUnavailable, type Position } from '@leadline/ports';
import { Partitioners, type RecordMetadata, type Message } from 'kafkajs';
import { recordBytes } from '../record-size.js';
import { toMessage } from './kafka-record.js';

/** Wait for others to come along before something is sent. */
const LINGER_MS = 3;
/** kafkajs puts what is sent to a partition at once into one batch, however large: a batch too large is refused whole. */
const SEND_BYTES = 4 * 1024 * 1024;
/** kafkajs copies the list of a batch for every record it adds to it. */
const SEND_RECORDS = 1_000;
/** More does not wait in memory: the brokers do not keep up, and senders are better told so. */
const WAITING_BYTES = 128 * 1024 * 1024;
/** Senders of webhooks give up after ten seconds. What is answered late may still be stored. */
const ANSWER_WITHIN_MS = 8_000;

interface Waiting {
  readonly message: Message;
  readonly partition: number;
  readonly bytes: number;
  readonly stored: (offset: number) => void;
  readonly failed: (error: LogUnavailable) => void;
  /** Its append has been answered, with a failure: storing it now would only make a duplicate. */
  givenUp: boolean;
}

/**
 * Appends to one topic: coalesces what is appended at the same time into few sends, one after the other. With one send
 * in flight the records of a partition lie in the order in which they were sent, so that the first one's offset gives
 * the others'. No idempotent producer, no transactions: both wedge under kafkajs, and duplicates are harmless.
 */
export class TopicAppender {
  readonly #send: (messages: Message[]) => Promise<readonly RecordMetadata[]>;
  readonly #topic: string;
  readonly #partitionFor: (record: LogRecord) => number;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #running: Promise<void> | undefined;

  constructor(topic: string, partitions: number, send: (messages: Message[]) => Promise<readonly RecordMetadata[]>) {
    this.#topic = topic;
    this.#send = send;
    this.#partitionFor = partitioner(topic, partitions);
  }

  /** Rejects with {@link LogUnavailable} when they could not be made durable in time. */
  async append(records: readonly LogRecord[]): Promise<readonly Position[]> {
    if (this.#waitingBytes > WAITING_BYTES) {
      const message = `Kafka does not keep up: ${this.#waitingBytes} bytes wait to be sent to ${this.#topic}`;
      throw new LogUnavailable(message);
    }
    const partitions = records.map(this.#partitionFor);
    return new Promise((resolve, reject) => {
      const positions: Position[] = [];
      let outstanding = records.length;
      const mine: Waiting[] = [];
      const fail = (error: LogUnavailable) => {
        clearTimeout(timer);
        for (const waiting of mine) waiting.givenUp = true;
        reject(error);
      };
      const late = () => fail(new LogUnavailable(`Kafka has not answered within ${ANSWER_WITHIN_MS} ms`));
      const timer = setTimeout(late, ANSWER_WITHIN_MS);
      for (const [index, record] of records.entries()) {
        const partition = partitions[index] ?? 0;
        const stored = (offset: number) => {
          positions[index] = { partition, offset };
          outstanding -= 1;
          if (outstanding > 0) return;
          clearTimeout(timer);
          resolve(positions);
        };
        const bytes = recordBytes(record);
        mine.push({ message: toMessage(record, partition), partition, bytes, stored, failed: fail, givenUp: false });
        this.#waitingBytes += bytes;
      }
      this.#waiting.push(...mine);
      this.#running ??= this.#run();
    });
  }

  /** Resolves when everything appended so far has been answered. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LINGER_MS));
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup().filter(({ givenUp }) => !givenUp);
      if (group.length === 0) continue;
      try {
        settle(group, await this.#send(group.map(({ message }) => message)));
      } catch (cause) {
        const unavailable = new LogUnavailable(`Kafka did not take what was sent to ${this.#topic}`, { cause });
        // What has been waiting meanwhile has waited as long as kafkajs keeps trying.
        for (const { failed } of [...group, ...this.#takeAll()]) failed(unavailable);
      }
    }
    this.#running = undefined;
  }

  #nextGroup(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const waiting of this.#waiting) {
      if (count > 0 && (bytes + waiting.bytes > SEND_BYTES || count === SEND_RECORDS)) break;
      bytes += waiting.bytes;
      count += 1;
    }
    this.#waitingBytes -= bytes;
    return this.#waiting.splice(0, count);
  }

  #takeAll(): readonly Waiting[] {
    this.#waitingBytes = 0;
    return this.#waiting.splice(0);
  }
}

/** Gives each record its offset: the partition's base offset, counted up in the order of sending. */
function settle(group: readonly Waiting[], answers: readonly RecordMetadata[]): void {
  const next = new Map(answers.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
  for (const { partition, stored } of group) {
    const offset = next.get(partition);
    if (offset === undefined) throw new Error(`Kafka did not say where the records of partition ${partition} are`);
    next.set(partition, offset + 1);
    stored(offset);
  }
}

/** Java's default partitioner (murmur2 of the key), so that other programs find a key where it is. */
function partitioner(topic: string, partitions: number): (record: LogRecord) => number {
  const byKey = Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return ({ key, partition }) => {
    if (partition === undefined)
      return byKey({ topic, partitionMetadata, message: { key: Buffer.from(key), value: null } });
    if (partition < partitions) return partition;
    throw new RangeError(`There is no partition ${partition}: ${topic} has ${partitions}`);
  };
}
