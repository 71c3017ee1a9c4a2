import type { Consumer } from 'kafkajs';
import { Bell } from '../local/bell.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Tells a consumer that works, or waits for its subscriber, from one that hangs while its heartbeats go on
 * (tulios/kafkajs#659): a fetch that never ends, or no fetch at all.
 */
export class ConsumerWatch {
  readonly #stalledAfterMs: number;
  /** When the fetch that is under way began, by broker; kafkajs has one at a time under way for each. */
  readonly #fetching = new Map<number, number>();
  #lastFetched = performance.now();
  #handling = 0;

  constructor(consumer: Consumer, stalledAfterMs: number) {
    this.#stalledAfterMs = stalledAfterMs;
    const { FETCH_START, FETCH, GROUP_JOIN } = consumer.events;
    consumer.on(FETCH_START, ({ payload: { nodeId } }) => void this.#fetching.set(nodeId, performance.now()));
    consumer.on(FETCH, ({ payload: { nodeId } }) => {
      this.#fetching.delete(nodeId);
      this.#lastFetched = performance.now();
    });
    // The fetches of before are given up, and those of a broker that has left may never end.
    consumer.on(GROUP_JOIN, () => this.#fetching.clear());
  }

  /** Work of the subscriber, during which nothing need be fetched. */
  async during(work: Promise<void>): Promise<void> {
    this.#handling += 1;
    try {
      await work;
    } finally {
      this.#handling -= 1;
      this.#lastFetched = performance.now();
    }
  }

  /** Resolves when the consumer hangs; also when `over` aborts. */
  async stalled(over: AbortSignal): Promise<'stalled'> {
    while (!over.aborted && !this.#hangs()) await new Bell().heard(over, LOOK_EVERY_MS);
    return 'stalled';
  }

  #hangs(): boolean {
    const before = performance.now() - this.#stalledAfterMs;
    for (const since of this.#fetching.values()) if (since < before) return true;
    return this.#handling === 0 && this.#lastFetched < before;
  }
}
