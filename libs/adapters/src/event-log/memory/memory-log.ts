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
import { crc32 } from 'node:zlib';
import { Bell } from '../local/bell.js';
import { deliver } from '../local/deliver.js';
import { GroupTurns } from '../local/group-turns.js';
import { readPartition } from '../local/partition.js';
import { stopSignal } from '../local/stop-signal.js';
import { checkedBytes, DEFAULT_MAX_RECORD_BYTES } from '../record-size.js';
import { MemoryPartition } from './memory-partition.js';

interface Served {
  readonly behind: () => boolean;
}

/**
 * A log in memory with the semantics of the real ones, for property tests: no timer runs unless a subscription asks
 * for `lingerMs` or rejects a batch. A second member of a group waits for the first.
 */
export class MemoryLog implements EventLog {
  readonly #partitionCount: number;
  readonly #maxRecordBytes: number;
  readonly #topics = new Map<Topic, readonly MemoryPartition[]>();
  readonly #positions = new Map<string, number>();
  readonly #turns = new GroupTurns();
  readonly #serving = new Set<Served>();
  readonly #progress = new Bell();
  readonly #closing = new AbortController();

  constructor({
    partitions = 1,
    maxRecordBytes = DEFAULT_MAX_RECORD_BYTES,
  }: { partitions?: number; maxRecordBytes?: number } = {}) {
    this.#partitionCount = partitions;
    this.#maxRecordBytes = maxRecordBytes;
  }

  async append(topic: Topic, records: readonly LogRecord[]): Promise<readonly Position[]> {
    this.#refuseIfClosed();
    checkedBytes(records, this.#maxRecordBytes);
    const partitions = this.#partitionsOf(topic);
    const positions = records.map((record) => {
      const partition = record.partition ?? crc32(record.key) % partitions.length;
      return { partition, offset: partitionAt(partitions, partition).store(record) };
    });
    for (const partition of new Set(positions.map((position) => position.partition))) {
      partitionAt(partitions, partition).bell.ring();
    }
    return positions;
  }

  async subscribe(subscription: Subscription): Promise<void> {
    this.#refuseIfClosed();
    const { topic, group, signal } = subscription;
    const stop = stopSignal(signal, this.#closing.signal);
    try {
      await this.#turns.take(topic, group, stop.signal, () => this.#serve(subscription, stop.signal));
    } finally {
      stop.release();
    }
  }

  read(topic: Topic, range: { partition?: number; from?: number; to?: number } = {}): AsyncIterable<StoredRecord> {
    const wanted = this.#partitionsOf(topic).filter(({ partition }) => partition === (range.partition ?? partition));
    const parts = wanted.map((partition) => ({ partition, to: Math.min(range.to ?? Infinity, partition.head) }));
    return (async function* () {
      for (const { partition, to } of parts) yield* readPartition(partition, range.from ?? 0, to);
    })();
  }

  async positions(topic: Topic, group: string): Promise<ReadonlyMap<number, number>> {
    return new Map(
      this.#partitionsOf(topic).map(({ partition }) => [
        partition,
        this.#positions.get(positionName(topic, group, partition)) ?? 0,
      ]),
    );
  }

  async seek(topic: Topic, group: string, positions: ReadonlyMap<number, number>): Promise<void> {
    if (this.#turns.isTaken(topic, group)) throw new Error(`Group ${group} is subscribed to ${topic}: stop it first`);
    for (const [partition, offset] of positions) {
      const { head } = partitionAt(this.#partitionsOf(topic), partition);
      this.#positions.set(positionName(topic, group, partition), Math.min(offset, head));
    }
  }

  async head(topic: Topic): Promise<ReadonlyMap<number, number>> {
    return new Map(this.#partitionsOf(topic).map(({ partition, head }) => [partition, head]));
  }

  async partitions(topic: Topic): Promise<number> {
    return this.#partitionsOf(topic).length;
  }

  async rewrite(topic: Topic, change: RewriteBytes): Promise<Rewritten> {
    const changed = this.#partitionsOf(topic).map((partition) => partition.rewrite(change));
    return { outcome: 'rewritten', records: changed.reduce((sum, records) => sum + records, 0), untouched: [] };
  }

  async drop(topic: Topic): Promise<void> {
    const [subscribed] = this.#turns.groupsOn(topic);
    if (subscribed !== undefined) throw new Error(`Group ${subscribed} is subscribed to ${topic}: stop it first`);
    this.#topics.delete(topic);
    for (const name of this.#positions.keys()) {
      if (name.startsWith(`${topic}\n`)) this.#positions.delete(name);
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
  }

  /** Resolves when every subscriber being served has taken all there is, and nothing is on its way to one. */
  async settled(): Promise<void> {
    while ([...this.#serving].some(({ behind }) => behind())) await this.#progress.heard(this.#closing.signal);
  }

  async #serve(subscription: Subscription, stop: AbortSignal): Promise<void> {
    const { topic, group } = subscription;
    const partitions = this.#partitionsOf(topic);
    const nameFor = ({ partition }: MemoryPartition) => positionName(topic, group, partition);
    const at = (partition: MemoryPartition) => this.#positions.get(nameFor(partition)) ?? 0;
    const served = { behind: () => partitions.some((partition) => at(partition) < partition.head) };
    this.#serving.add(served);
    try {
      await Promise.all(
        partitions.map((partition) => {
          const advance = (position: number) => {
            this.#positions.set(nameFor(partition), position);
            this.#progress.ring();
          };
          return deliver(partition, subscription, { from: at(partition), advance }, stop);
        }),
      );
    } finally {
      this.#serving.delete(served);
      this.#progress.ring();
    }
  }

  #partitionsOf(topic: Topic): readonly MemoryPartition[] {
    let partitions = this.#topics.get(topic);
    if (partitions === undefined) {
      partitions = Array.from(
        { length: topic === 'control' ? 1 : this.#partitionCount },
        (_, id) => new MemoryPartition(id),
      );
      this.#topics.set(topic, partitions);
    }
    return partitions;
  }

  #refuseIfClosed(): void {
    if (this.#closing.signal.aborted) throw new LogUnavailable('The log is closed');
  }
}

function partitionAt(partitions: readonly MemoryPartition[], partition: number): MemoryPartition {
  const found = partitions[partition];
  if (found === undefined)
    throw new RangeError(`There is no partition ${partition}: the topic has ${partitions.length}`);
  return found;
}

function positionName(topic: Topic, group: string, partition: number): string {
  return `${topic}\n${group}\n${partition}`;
}
