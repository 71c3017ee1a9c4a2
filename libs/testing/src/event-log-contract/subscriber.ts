import type { Batch, EventLog, StoredRecord, Subscription } from '@leadline/ports';

/** A subscription that is running, and what it has been handed. */
export class Subscriber {
  readonly batches: Batch[] = [];
  readonly ended: Promise<void>;
  readonly #stop = new AbortController();

  constructor(log: EventLog, subscription: Omit<Subscription, 'signal' | 'onBatch'> & Partial<Subscription>) {
    this.ended = log.subscribe({
      ...subscription,
      signal: this.#stop.signal,
      onBatch: async (batch) => {
        await subscription.onBatch?.(batch);
        this.batches.push(batch);
      },
    });
    // A test that does not wait for the end is not told of it here; `stop` is.
    this.ended.catch(() => {});
  }

  /** What was taken (onBatch resolved), in the order in which it was. */
  get records(): readonly StoredRecord[] {
    return this.batches.flatMap((batch) => batch.records);
  }

  get keysAndValues(): readonly string[] {
    return this.records.map(keyAndValue);
  }

  /** Asks it to stop; resolves when it has. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.ended;
  }
}

export function keyAndValue({ key, value }: { key: string; value: Uint8Array }): string {
  return `${key}=${Buffer.from(value).toString()}`;
}

/** Resolves when the condition holds; rejects with the last thing it said after `timeoutMs`. */
export async function eventually(condition: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Not within ${timeoutMs} ms: ${String(condition)}`);
    await pause(10);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function collect(records: AsyncIterable<StoredRecord>): Promise<StoredRecord[]> {
  const collected: StoredRecord[] = [];
  for await (const record of records) collected.push(record);
  return collected;
}
