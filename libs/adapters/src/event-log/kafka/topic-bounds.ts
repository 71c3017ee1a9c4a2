import type { Admin } from 'kafkajs';
import { setTimeout as rest } from 'node:timers/promises';
import type { NewClient } from './kafka-clients.js';
import { isTransient } from './transient.js';

const ANSWER_WITHIN_MS = 15_000;
const ASK_AGAIN_MS = 100;

/** Offsets of a partition that can be read: from `low` up to, but not including, `high`. */
export interface Bounds {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
}

/** Records that were deleted before those at these positions (by partition) were taken; of none that has no position. */
export function goneBefore(
  bounds: readonly Bounds[],
  positions: ReadonlyMap<number, number>,
): { readonly partition: number; readonly from: number; readonly to: number }[] {
  return bounds.flatMap(({ partition, low }) => {
    const from = positions.get(partition) ?? low;
    return from < low ? [{ partition, from, to: low - 1 }] : [];
  });
}

/**
 * Bounds of every partition, once each of them has a leader that serves it. A topic that was just created is known
 * before it is served, and kafkajs goes on asking a leader that is none any more: only a new client learns of another.
 */
export async function topicBounds(admin: Admin, newClient: NewClient, name: string): Promise<readonly Bounds[]> {
  const end = performance.now() + ANSWER_WITHIN_MS;
  try {
    return await boundsFrom(admin, name);
  } catch (error) {
    if (!isTransient(error)) throw error;
  }
  for (;;) {
    await rest(ASK_AGAIN_MS);
    const fresh = newClient().admin();
    try {
      await fresh.connect();
      return await boundsFrom(fresh, name);
    } catch (error) {
      if (!isTransient(error) || performance.now() > end) throw error;
    } finally {
      await fresh.disconnect();
    }
  }
}

async function boundsFrom(admin: Admin, name: string): Promise<readonly Bounds[]> {
  const offsets = await admin.fetchTopicOffsets(name);
  return offsets
    .map(({ partition, low, high }) => ({ partition, low: Number(low), high: Number(high) }))
    .sort((a, b) => a.partition - b.partition);
}
