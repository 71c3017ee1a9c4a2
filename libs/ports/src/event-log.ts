/** Topics, declared in code (architecture: "Topics are declared in code"). `events` and `touched` exist per generation. */
export type Topic = 'deliveries' | 'quarantine' | 'control' | `events.g${number}` | `touched.g${number}`;

/** What is appended. Records with one key share a partition and keep their order. */
export interface LogRecord {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Epoch milliseconds at which Leadline received it. */
  readonly time: number;
  /** Only for records that every partition must see (the catalogue); otherwise the key decides. */
  readonly partition?: number;
}

/** Where a record lies. Offsets of one partition only grow; they may have gaps. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
}

export interface StoredRecord extends LogRecord, Position {
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Records of one partition, in order. */
export interface Batch<T extends string = Topic> {
  readonly topic: T;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
}

export interface Subscription<T extends string = Topic> {
  readonly topic: T;
  /** Consumers of one group share the partitions; the group's position survives restarts. */
  readonly group: string;
  /** At least once; the position advances only after it resolves. A rejection pauses the partition and the batch comes again. */
  readonly onBatch: (batch: Batch<T>) => Promise<void>;
  /** Aborting stops delivery; the promise of `subscribe` resolves when the running batch is done. */
  readonly signal: AbortSignal;
  /**
   * Wait for more records before a batch is handed over, at most this long (default 0); a log that delivers in this
   * process rests no longer than the batch before took.
   */
  readonly lingerMs?: number;
  /** Upper bounds of a batch (default 5000 records, 16 MiB); one larger record still comes alone. */
  readonly maxRecords?: number;
  readonly maxBytes?: number;
  /** Told of every rejection of onBatch before it is tried again. */
  readonly onError?: (error: unknown, batch: Batch<T>) => void;
}

/** The record is larger than the log takes: the sender is answered 413. */
export class RecordTooLarge extends Error {
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super(`A record of ${bytes} bytes is larger than the ${limit} bytes the log takes`);
    this.name = 'RecordTooLarge';
  }
}

/** The log could not make the records durable: the sender is answered 503 and may try again. */
export class LogUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogUnavailable';
  }
}

/**
 * What becomes of a record's value, and of its headers as JSON, when a topic is rewritten: as many bytes, others among
 * them; undefined: they stay.
 */
export type RewriteBytes = (bytes: Buffer) => Buffer | undefined;

export type Rewritten =
  /** `records` were changed. `untouched`: files aside that hold copies of what was stored, which are the operator's. */
  | { readonly outcome: 'rewritten'; readonly records: number; readonly untouched: readonly string[] }
  /** This log never changes what it holds: its retention decides how long that is. */
  | { readonly outcome: 'kept' };

/** The source of truth. Segment files, Kafka and memory pass one contract suite. */
export interface EventLog {
  /**
   * Resolves when every record is durable, with their positions in the order given.
   * Rejects with {@link RecordTooLarge} or {@link LogUnavailable}; then none or some may have been stored.
   */
  append(topic: Topic, records: readonly LogRecord[]): Promise<readonly Position[]>;
  /** Runs until the signal aborts or the log breaks for good (then rejects). Starts at the group's position, else at the beginning. */
  subscribe(subscription: Subscription): Promise<void>;
  /** Records of every partition from the given offsets (default: the beginning) up to the heads at the time of the call. */
  read(topic: Topic, range?: { partition?: number; from?: number; to?: number }): AsyncIterable<StoredRecord>;
  /** Next offset to be handed to the group, by partition; 0 where nothing was handed yet. */
  positions(topic: Topic, group: string): Promise<ReadonlyMap<number, number>>;
  /** Sets the group's position (back to 0 for a repetition). Only while nobody of the group is subscribed. */
  seek(topic: Topic, group: string, positions: ReadonlyMap<number, number>): Promise<void>;
  /** Offset the next record will get, by partition. */
  head(topic: Topic): Promise<ReadonlyMap<number, number>>;
  /** Number of partitions of the topic. */
  partitions(topic: Topic): Promise<number>;
  /**
   * Changes in place what was appended before the call: no record is added, removed or moved. Interrupted, some are
   * changed and some are not, each of them whole; the same again changes the rest.
   */
  rewrite(topic: Topic, change: RewriteBytes): Promise<Rewritten>;
  /** Removes a generation's topic with its positions. */
  drop(topic: Topic): Promise<void>;
  close(): Promise<void>;
}
