import type { Find, Where } from '@leadline/ports';
import { type TableName, tables } from '@leadline/tables';
import type { AnyRow } from '../row.js';
import type { KnownValues } from './known-values.js';
import type { Listing, Selection } from './selections.js';

/** The current row of a key, as all groups that hold it see it. */
interface Current {
  readonly key: string;
  row: AnyRow;
  groups: number;
}

interface Group {
  readonly rows: Set<Current>;
  bytes: number;
}

type Read = (query: Find<TableName>) => Promise<readonly AnyRow[]>;

/** Rows of the table that are stored and that reading does not give yet. */
export interface Waiting {
  rows(): Iterable<AnyRow>;
  /** Resolves when reading gives them. */
  store(): Promise<void>;
}

interface Reading {
  /** What was stored since it began, or is not given yet. */
  readonly stored: AnyRow[];
  /** Whether of all that was stored the warehouse holds no newer version. */
  isSure: boolean;
}

/** A value with more rows than this is asked for each time: many small steps are not about something so large. */
const MOST_ROWS = 50_000;
/** What a map and an object take beside their texts. */
const ENTRY_BYTES = 200;

/**
 * The rows of a selection by value: of a value all there are, or none is kept. Whatever is stored must be told. Values
 * that were not asked for longest are let go when all rows together take more than the selection may.
 */
export class RowGroups {
  readonly #rows = new Map<string, Current>();
  /** In the order of their last use. */
  readonly #groups = new Map<string, Group>();
  readonly #readings = new Set<Reading>();
  #bytes = 0;
  /** No row of the table has a greater version; undefined: not known. */
  #highest: number | undefined;

  constructor(
    readonly selection: Selection,
    private readonly read: Read,
    private readonly known: KnownValues,
  ) {}

  /** All rows with any of the values. */
  async rowsWith({ operator, values }: Pick<Listing, 'operator' | 'values'>, waiting: Waiting): Promise<AnyRow[]> {
    const found = new Map<string, AnyRow>();
    const read = new Set<string>();
    for (;;) {
      // While some are read, others may be let go.
      const missing = [...values].filter((value) => this.#isMissing(value) && !read.has(value));
      if (missing.length === 0) break;
      const where = operator === 'in' ? { in: missing } : { hasAny: missing };
      for (const [key, row] of await this.#readAll(missing, where, waiting)) found.set(key, row);
      for (const value of missing) read.add(value);
    }
    const { by, isMovable } = this.selection;
    // Of a row that has one value for good each group has its own.
    if (read.size === 0 && !isMovable)
      return [...values].flatMap((value) => [...this.#used(value)].map(({ row }) => row));
    for (const value of values) for (const { key, row } of this.#used(value)) found.set(key, row);
    return [...found.values()].filter((row) => valuesOf(row[by]).some((value) => values.has(value)));
  }

  /** A row that is about to be stored: from now on somebody may have to look for it. */
  expect(row: AnyRow): void {
    for (const value of valuesOf(row[this.selection.by])) this.known.add(value);
  }

  /** The same of a row that somebody will look for soon: of a value that was never stored it is all there is. */
  expectSoon(row: AnyRow): void {
    for (const value of valuesOf(row[this.selection.by])) this.#isMissing(value);
    this.expect(row);
  }

  /** A row that is stored, as reading would give it. */
  store(row: AnyRow): void {
    // Of a row that can have held another value a newer version may be in the warehouse.
    const isNewest = !this.selection.isMovable || versionOf(row) >= (this.#highest ?? Infinity);
    for (const reading of this.#readings) {
      reading.stored.push(row);
      reading.isSure &&= isNewest;
    }
    if (this.#highest !== undefined) this.#highest = Math.max(this.#highest, versionOf(row));
    if (this.#groups.size === 0) return;
    const key = this.#keyOf(row);
    const current = this.#rows.get(key);
    if (current !== undefined && isOlder(row, current.row)) return;
    const isSure = current !== undefined || isNewest;
    const values = valuesOf(row[this.selection.by]);
    if (current === undefined && !values.some((value) => this.#groups.has(value))) return;
    const kept = this.#columnsOf(row);
    if (current !== undefined) current.row = kept;
    for (const value of values) {
      const group = this.#groups.get(value);
      if (group === undefined) continue;
      if (isSure) this.#place(group, key, kept);
      else this.#letGo(value, group);
    }
    this.#letGoOldest();
  }

  /** Keeps nothing: everything is read again. */
  forget(): void {
    this.#rows.clear();
    this.#groups.clear();
    this.#readings.clear();
    this.#bytes = 0;
    this.#highest = undefined;
  }

  /** A value that nobody ever stored has no rows. */
  #isMissing(value: string): boolean {
    if (this.#groups.has(value)) return false;
    if (this.known.mayHold(value)) return true;
    this.#keep([value], new Map());
    return false;
  }

  async #readAll(values: readonly string[], condition: Omit<Where, 'column'>, waiting: Waiting) {
    const { table, by, columns, isMovable } = this.selection;
    if (isMovable) await waiting.store();
    const reading: Reading = { stored: [...waiting.rows()], isSure: true };
    const rows = new Map<string, AnyRow>();
    this.#readings.add(reading);
    try {
      if (isMovable && this.#highest === undefined) await this.#readHighest(reading);
      const where: Where = { column: by, ...condition };
      const found = await this.read({ table, where: [where], columns: columns as never[] });
      for (const row of found) rows.set(this.#keyOf(row), row);
    } catch (error) {
      this.#readings.delete(reading);
      throw error;
    }
    for (const row of reading.stored) {
      const key = this.#keyOf(row);
      const known = rows.get(key);
      if (known === undefined || !isOlder(row, known)) rows.set(key, this.#columnsOf(row));
    }
    // After `forget` it may be wrong already for whoever asks next.
    if (this.#readings.delete(reading) && reading.isSure) this.#keep(values, rows);
    return rows;
  }

  async #readHighest(reading: Reading): Promise<void> {
    const { table } = this.selection;
    const orderBy = { column: 'version', direction: 'desc' } as const;
    const [row] = await this.read({ table, where: [], columns: ['version'], orderBy, limit: 1 });
    if (!this.#readings.has(reading)) return;
    this.#highest = Math.max(row === undefined ? 0 : versionOf(row), ...reading.stored.map(versionOf));
  }

  #keep(values: readonly string[], rows: ReadonlyMap<string, AnyRow>): void {
    if (rows.size > MOST_ROWS) return;
    const groups = new Map<string, Group>();
    for (const value of values) if (!this.#groups.has(value)) groups.set(value, { rows: new Set(), bytes: 0 });
    for (const [value, group] of groups) {
      this.#groups.set(value, group);
      this.#count(group, value.length);
    }
    for (const [key, row] of rows) {
      for (const value of valuesOf(row[this.selection.by])) {
        const group = groups.get(value);
        if (group !== undefined) this.#place(group, key, row);
      }
    }
    this.#letGoOldest();
  }

  #place(group: Group, key: string, row: AnyRow): void {
    let current = this.#rows.get(key);
    if (current === undefined) this.#rows.set(key, (current = { key, row, groups: 0 }));
    else if (!isOlder(row, current.row)) current.row = row;
    if (group.rows.has(current)) return;
    group.rows.add(current);
    current.groups += 1;
    this.#count(group, bytesOf(row));
  }

  #count(group: Group, bytes: number): void {
    group.bytes += bytes + ENTRY_BYTES;
    this.#bytes += bytes + ENTRY_BYTES;
  }

  #used(value: string): Iterable<Current> {
    const group = this.#groups.get(value);
    if (group === undefined) return [];
    this.#groups.delete(value);
    this.#groups.set(value, group);
    return group.rows;
  }

  #letGoOldest(): void {
    for (const [value, group] of this.#groups) {
      if (this.#bytes <= this.selection.mostBytes) return;
      this.#letGo(value, group);
    }
  }

  #letGo(value: string, group: Group): void {
    this.#groups.delete(value);
    this.#bytes -= group.bytes;
    for (const current of group.rows) {
      current.groups -= 1;
      if (current.groups === 0) this.#rows.delete(current.key);
    }
  }

  #keyOf(row: AnyRow): string {
    const { key } = tables[this.selection.table];
    return key.length === 1 ? String(row[key[0] ?? '']) : JSON.stringify(key.map((column) => row[column]));
  }

  #columnsOf(row: AnyRow): AnyRow {
    const copy: Record<string, unknown> = {};
    for (const column of this.selection.columns) copy[column] = row[column];
    return copy;
  }
}

/** Of its texts, which are by far the most. */
function bytesOf(row: AnyRow): number {
  let bytes = 0;
  for (const column in row) {
    const value = row[column];
    if (typeof value === 'string') bytes += value.length;
    else if (Array.isArray(value)) bytes += 100 * value.length;
  }
  return bytes;
}

const versionOf = (row: AnyRow): number => Number(row['version']);

/** Of equal versions the one stored last holds. */
const isOlder = (row: AnyRow, than: AnyRow): boolean => versionOf(row) < versionOf(than);

const valuesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : [String(value)]);
