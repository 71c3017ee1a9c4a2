import type { Facts, Find, Rows } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';
import { setTimeout as delay } from 'node:timers/promises';

/** After rows could not be stored, until that is tried again. */
const AGAIN_MS = 1_000;

/**
 * Facts for whoever has other work to do while rows are being stored. A store resolves when the rows of its tables that came
 * before are there: of each table one store is under way and at most one waits. A find waits for the rows of its
 * table and sees everything. What could not be stored is tried again until it is, or until the signal aborts.
 */
export class StoredBehind implements Facts {
  readonly #storing = new Map<TableName, Promise<void>>();

  constructor(
    private readonly facts: Facts,
    private readonly onFailure: (error: unknown) => void,
    private readonly signal: AbortSignal,
  ) {}

  async find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    await this.#storing.get(query.table);
    return this.facts.find(query);
  }

  async store(rows: Rows): Promise<void> {
    const before: Promise<void>[] = [];
    for (const [table, own] of Object.entries(rows) as [TableName, readonly object[]][]) {
      if (own.length === 0) continue;
      const last = this.#storing.get(table) ?? Promise.resolve();
      const storing = this.#storeAfter(last, { [table]: own });
      // Whoever looks, stores or waits next is told.
      storing.catch(() => undefined);
      this.#storing.set(table, storing);
      before.push(last);
    }
    await Promise.all(before);
  }

  /** Resolves when everything is stored; rejects when nothing is being stored any more and something could not be. */
  async stored(): Promise<void> {
    await Promise.allSettled(this.#storing.values());
    await Promise.all(this.#storing.values());
  }

  async #storeAfter(last: Promise<void>, rows: Rows): Promise<void> {
    await last;
    for (;;) {
      try {
        return await this.facts.store(rows);
      } catch (error) {
        if (this.signal.aborted) throw error;
        this.onFailure(error);
        await delay(AGAIN_MS, undefined, { signal: this.signal });
      }
    }
  }
}
