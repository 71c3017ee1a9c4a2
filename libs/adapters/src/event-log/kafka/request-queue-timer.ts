import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
  scheduleCheckPendingRequests: (this: RequestQueue) => void;
}

/**
 * Keeps kafkajs 2.2.4 from waking up every millisecond for each connection, for as long as it lives: it schedules a
 * check of its pending requests even when there are none, at a negative time (tulios/kafkajs#1751, with the
 * TimeoutNegativeWarning of Node 24). The correction is that of the unmerged #1755: nothing pending, nothing to schedule.
 */
export function calmRequestQueues(): void {
  const { prototype }: { prototype: RequestQueue } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue');
  if (calmed.has(prototype)) return;
  calmed.add(prototype);
  const schedule = prototype.scheduleCheckPendingRequests;
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}

const calmed = new WeakSet<RequestQueue>();
