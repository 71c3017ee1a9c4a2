import type { Facts } from '@leadline/ports';
import { type TableName, tables } from '@leadline/tables';
import type { AnyRow } from '../row.js';

/** More rows than this are stored rather than shown: the engine computes many faster than this thread does. */
const MOST_SHOWN = 500;

/** Writes what tables that are filled from this one have of the rows. */
export type Show = (rows: readonly AnyRow[]) => Promise<void>;

/** Rows of one table that are stored together a little later; of rows with one key only the current one. */
export class WaitingRows {
  readonly #rows = new Map<string, AnyRow>();
  /** Those that tables which are filled from this one have already. */
  readonly #shown = new WeakSet<AnyRow>();
  /** What is being stored, as it was when that began. */
  #written: ReadonlyMap<string, AnyRow> = new Map();
  #writing: Promise<void> | undefined;
  #showing: Promise<void> | undefined;

  constructor(
    private readonly table: TableName,
    private readonly facts: Facts,
    private readonly showRows?: Show,
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

  /**
   * Resolves when tables that are filled from this one have everything that waits now. Stored it is later, and they are
   * filled with the same once more: storing takes ten times as long.
   */
  async show(): Promise<void> {
    while (this.#showing !== undefined) await this.#showing.catch(() => undefined);
    const unshown = [...this.#rows].filter(([, row]) => !this.#shown.has(row));
    if (unshown.length === 0) return;
    const { showRows } = this;
    // Of equal versions the one written last holds: the one that is being stored must not come after.
    const isOvertaken = unshown.some(([key, row]) => isOtherOfOneVersion(row, this.#written.get(key)));
    if (showRows === undefined || unshown.length > MOST_SHOWN || isOvertaken) return this.store();
    const rows = unshown.map(([, row]) => row);
    this.#showing = showRows(rows).finally(() => (this.#showing = undefined));
    await this.#showing;
    for (const row of rows) this.#shown.add(row);
  }

  async discard(): Promise<void> {
    this.#rows.clear();
    await this.#writing?.catch(() => undefined);
    await this.#showing?.catch(() => undefined);
  }

  async #write(): Promise<void> {
    const batch = [...this.#rows];
    this.#written = new Map(batch);
    await this.facts.store({ [this.table]: batch.map(([, row]) => row) });
    for (const [key, row] of batch) if (this.#rows.get(key) === row) this.#rows.delete(key);
    this.#written = new Map();
  }
}

const isOtherOfOneVersion = (row: AnyRow, other: AnyRow | undefined): boolean =>
  other !== undefined && other !== row && Number(other['version']) === Number(row['version']);
