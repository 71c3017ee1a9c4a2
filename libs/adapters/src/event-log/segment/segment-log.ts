import {
  type EventLog,
  type LogRecord,
  LogUnavailable,
  type Position,
  type RewriteBytes,
  type Rewritten,
  type StoredRecord,
  type Subscription,
  type Topic,
} from '@leadline/ports';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deliver } from '../local/deliver.js';
import { GroupTurns } from '../local/group-turns.js';
import { readPartition } from '../local/partition.js';
import { stopSignal } from '../local/stop-signal.js';
import { checkedBytes, DEFAULT_MAX_RECORD_BYTES } from '../record-size.js';
import { type DirectoryLock, lockDirectory } from './directory-lock.js';
import { createDirectory, syncDirectory } from './segment-directory.js';
import { SegmentTopic } from './segment-topic.js';

export interface SegmentLogOptions {
  /** Created where it is missing; one process at a time may have it open. */
  readonly directory: string;
  /** Bytes after which a new segment is begun and the one before is compressed (default 64 MiB). */
  readonly segmentBytes?: number;
  /** Key, headers and value of one record together (default 26 MiB). */
  readonly maxRecordBytes?: number;
  /** False acknowledges what a loss of power may take back; for tests and demonstrations (default true). */
  readonly fsync?: boolean;
  /** Told what was repaired or put off, in a sentence for the operator (default: standard error). */
  readonly onWarning?: (warning: string) => void;
}

const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;
const TOPIC = /^(deliveries|quarantine|control|(events|touched)\.g\d+)$/;

/**
 * The embedded log: segment files of one directory, one partition per topic. Appends are answered when they are on the
 * disk, many of them by one sync. A torn write at the end is cut off when opening; damage elsewhere rejects with
 * `LogDamaged` when it is met (in the last segment: when opening), and a directory in use with `DirectoryInUse`.
 */
export async function openSegmentLog(options: SegmentLogOptions): Promise<EventLog> {
  await createDirectory(options.directory, options.fsync ?? true);
  const lock = await lockDirectory(options.directory);
  const log = new SegmentLog(options, lock);
  try {
    for (const name of await readdir(options.directory)) {
      if (name.startsWith(DROPPED)) await rm(join(options.directory, name), { recursive: true });
      if (isTopic(name)) await log.open(name);
    }
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
}

const DROPPED = '.dropped.';
/** What a repair kept of a damaged segment. */
const COPY = /\.broken(\.\d+)?$/;

function isTopic(name: string): name is Topic {
  return TOPIC.test(name);
}

class SegmentLog implements EventLog {
  readonly #options: Required<SegmentLogOptions>;
  readonly #lock: DirectoryLock;
  readonly #topics = new Map<Topic, Promise<SegmentTopic>>();
  readonly #turns = new GroupTurns();
  readonly #closing = new AbortController();
  readonly #subscribed = new Set<Promise<void>>();

  constructor(options: SegmentLogOptions, lock: DirectoryLock) {
    this.#options = {
      segmentBytes: DEFAULT_SEGMENT_BYTES,
      maxRecordBytes: DEFAULT_MAX_RECORD_BYTES,
      fsync: true,
      onWarning: (warning) => process.emitWarning(warning, 'SegmentLogWarning'),
      ...options,
    };
    this.#lock = lock;
  }

  /** The topic, created where it is missing. */
  open(topic: Topic): Promise<SegmentTopic> {
    if (this.#closing.signal.aborted) return Promise.reject(new LogUnavailable('The log is closed'));
    let opened = this.#topics.get(topic);
    if (opened === undefined) {
      opened = SegmentTopic.open(join(this.#options.directory, topic), this.#options);
      this.#topics.set(topic, opened);
      opened.catch(() => this.#topics.delete(topic));
    }
    return opened;
  }

  async append(topic: Topic, records: readonly LogRecord[]): Promise<readonly Position[]> {
    const bytes = checkedBytes(records, this.#options.maxRecordBytes);
    if (records.length === 0) return [];
    const { partition } = await this.#openForWriting(topic);
    for (const { partition: wanted = 0 } of records) refuseOtherPartition(wanted);
    const first = await partition.append(records, bytes);
    return records.map((_, index) => ({ partition: 0, offset: first + index }));
  }

  subscribe(subscription: Subscription): Promise<void> {
    const subscribed = this.#subscribe(subscription);
    this.#subscribed.add(subscribed);
    return subscribed.finally(() => this.#subscribed.delete(subscribed));
  }

  read(topic: Topic, range: { partition?: number; from?: number; to?: number } = {}): AsyncIterable<StoredRecord> {
    const { partition: wanted = 0, from = 0, to = Infinity } = range;
    refuseOtherPartition(wanted);
    const opened = this.open(topic).then(({ partition }) => ({ partition, end: Math.min(to, partition.head) }));
    // Whoever iterates is told; nobody may.
    opened.catch(() => {});
    return (async function* () {
      const { partition, end } = await opened;
      yield* readPartition(partition, from, end);
    })();
  }

  async positions(topic: Topic, group: string): Promise<ReadonlyMap<number, number>> {
    const { positions } = await this.open(topic);
    return new Map([[0, positions.at(group, 0)]]);
  }

  async seek(topic: Topic, group: string, wanted: ReadonlyMap<number, number>): Promise<void> {
    if (this.#turns.isTaken(topic, group)) throw new Error(`Group ${group} is subscribed to ${topic}: stop it first`);
    const { partition, positions } = await this.open(topic);
    for (const id of wanted.keys()) refuseOtherPartition(id);
    await positions.store(group, new Map([...wanted].map(([id, offset]) => [id, Math.min(offset, partition.head)])));
  }

  async head(topic: Topic): Promise<ReadonlyMap<number, number>> {
    const { partition } = await this.open(topic);
    return new Map([[0, partition.head]]);
  }

  async partitions(): Promise<number> {
    return 1;
  }

  async rewrite(topic: Topic, change: RewriteBytes): Promise<Rewritten> {
    const { partition } = await this.open(topic);
    const records = await partition.rewrite(change);
    const copies = (await readdir(partition.directory)).filter((name) => COPY.test(name));
    return { outcome: 'rewritten', records, untouched: copies.map((name) => join(partition.directory, name)) };
  }

  async drop(topic: Topic): Promise<void> {
    const [subscribed] = this.#turns.groupsOn(topic);
    if (subscribed !== undefined) throw new Error(`Group ${subscribed} is subscribed to ${topic}: stop it first`);
    const opened = await this.open(topic);
    this.#topics.delete(topic);
    await opened.close();
    // Renamed first, so that a crash half-way leaves no half of a topic behind.
    const { directory } = this.#options;
    const aside = join(directory, `${DROPPED}${topic}`);
    await rm(aside, { recursive: true, force: true });
    await rename(join(directory, topic), aside);
    if (this.#options.fsync) await syncDirectory(directory);
    await rm(aside, { recursive: true });
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#subscribed);
    const topics = await Promise.allSettled(this.#topics.values());
    await Promise.all(topics.flatMap((topic) => (topic.status === 'fulfilled' ? [topic.value.close()] : [])));
    await this.#lock.release();
  }

  async #subscribe(subscription: Subscription): Promise<void> {
    const { topic, group, signal } = subscription;
    const stop = stopSignal(signal, this.#closing.signal);
    try {
      await this.#turns.take(topic, group, stop.signal, async () => {
        const { partition, positions } = await this.open(topic);
        const advance = (position: number) => positions.set(group, 0, position);
        await deliver(partition, subscription, { from: positions.at(group, 0), advance }, stop.signal);
        await positions.written();
      });
    } finally {
      stop.release();
    }
  }

  /** Where a topic cannot even be created, a record cannot be made durable. */
  async #openForWriting(topic: Topic): Promise<SegmentTopic> {
    try {
      return await this.open(topic);
    } catch (cause) {
      if (cause instanceof LogUnavailable) throw cause;
      throw new LogUnavailable(`${join(this.#options.directory, topic)} could not be opened`, { cause });
    }
  }
}

function refuseOtherPartition(partition: number): void {
  if (partition !== 0) throw new RangeError(`There is no partition ${partition}: embedded topics have one, number 0`);
}
