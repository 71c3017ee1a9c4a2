import type { Facts } from '@leadline/ports';
import { type TableName, tables } from '@leadline/tables';
import type { AnyRow } from '../row.js';

/** Rows of one table that are stored together a little later; of rows with one key only the current one. */
export class WaitingRows {
  readonly #rows = new Map<string, AnyRow>();
  #writing: Promise<void> | undefined;

  constructor(
    private readonly table: TableName,
    private readonly facts: Facts,
  ) {}

  get size(): number {
    return this.#rows.size;
  }

  rows(): Iterable<AnyRow> {
    return this.#rows.values();
  }

  add(row: AnyRow): void {
    const key = JSON.stringify(tables[this.table].key.map((column) => row[column]));
    const known = this.#rows.get(key);
    if (known === undefined || Number(row['version']) >= Number(known['version'])) this.#rows.set(key, row);
  }

  /** Resolves when everything that waits now is stored; what could not be stored waits on. */
  async store(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    if (this.#rows.size === 0) return;
    this.#writing = this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  async discard(): Promise<void> {
    this.#rows.clear();
    await this.#writing?.catch(() => undefined);
  }

  async #write(): Promise<void> {
    const batch = [...this.#rows];
    await this.facts.store({ [this.table]: batch.map(([, row]) => row) });
    for (const [key, row] of batch) if (this.#rows.get(key) === row) this.#rows.delete(key);
  }
}
