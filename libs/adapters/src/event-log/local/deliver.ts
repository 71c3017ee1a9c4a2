import type { StoredRecord, Subscription } from '@leadline/ports';
import { backoffMs } from '../backoff.js';
import { Bell } from './bell.js';
import type { LocalPartition } from './partition.js';

/** Where a group stands in one partition, and who remembers it. */
export interface Progress {
  readonly from: number;
  advance(position: number): void;
}

const DEFAULT_MAX_RECORDS = 5_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Hands one partition to a subscriber, batch by batch, until `stop` aborts; resolves when the running batch is done.
 * Between two batches it rests as long as the first took, at most `lingerMs`: what comes alone is handed over at once, and
 * the dearer a batch is, the more gathers for the next.
 */
export async function deliver(
  partition: LocalPartition,
  subscription: Subscription,
  progress: Progress,
  stop: AbortSignal,
): Promise<void> {
  const { maxRecords = DEFAULT_MAX_RECORDS, maxBytes = DEFAULT_MAX_BYTES, lingerMs = 0 } = subscription;
  const cursor = partition.openCursor(progress.from);
  let position = progress.from;
  let tookMs = 0;
  let endedAt = -Infinity;
  const advance = (next: number) => {
    position = next;
    progress.advance(next);
  };
  try {
    while (!stop.aborted) {
      if (partition.head <= position) {
        await partition.bell.heard(stop);
        continue;
      }
      const left = Math.min(lingerMs, tookMs) - (performance.now() - endedAt);
      if (left > 0) await gather(partition, position, { lingerMs: left, maxRecords, maxBytes }, stop);
      if (stop.aborted) return;
      const begunAt = performance.now();
      const { head } = partition;
      const records = await cursor.next(maxRecords, maxBytes);
      const last = records.at(-1);
      // Nothing below the head: a repair has left a gap there.
      if (last === undefined) advance(head);
      else if (await handOver(partition.partition, records, subscription, stop)) advance(last.offset + 1);
      endedAt = performance.now();
      tookMs = endedAt - begunAt;
    }
  } finally {
    await cursor.close();
  }
}

/** Waits until `lingerMs` more have passed or a full batch is there. */
async function gather(
  partition: LocalPartition,
  from: number,
  { lingerMs, maxRecords, maxBytes }: { lingerMs: number; maxRecords: number; maxBytes: number },
  stop: AbortSignal,
): Promise<void> {
  const bytesAtStart = partition.appendedBytes;
  const full = () => partition.head - from >= maxRecords || partition.appendedBytes - bytesAtStart >= maxBytes;
  const end = performance.now() + lingerMs;
  for (let left = lingerMs; left > 0 && !stop.aborted && !full(); left = end - performance.now()) {
    await partition.bell.heard(stop, left);
  }
}

/** Tries until the subscriber takes the batch; false when `stop` aborts before it has. */
async function handOver(
  partition: number,
  records: readonly StoredRecord[],
  { topic, onBatch, onError }: Subscription,
  stop: AbortSignal,
): Promise<boolean> {
  const batch = { topic, partition, records };
  for (let rejections = 1; !stop.aborted; rejections += 1) {
    try {
      await onBatch(batch);
      return true;
    } catch (error) {
      onError?.(error, batch);
      await new Bell().heard(stop, backoffMs(rejections));
    }
  }
  return false;
}
