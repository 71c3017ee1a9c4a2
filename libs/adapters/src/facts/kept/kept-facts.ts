import type { Facts, Find, Rows } from '@leadline/ports';
import { type TableName, type TableRow, tables } from '@leadline/tables';
import { type CheckedFind, checkFind, type Condition } from '../checked-find.js';
import { holds } from '../condition.js';
import { inOrder } from '../order.js';
import { type AnyRow, copyRow, rowsOf } from '../row.js';
import { tableNames } from '../table-names.js';
import { KnownValues, type Values } from './known-values.js';
import { RowGroups } from './row-groups.js';
import { listingFor, selections } from './selections.js';
import { type Show, WaitingRows } from './waiting-rows.js';

/** How long a row waits for others of its table. */
const WAIT_MS = 4_000;
/** Rows of a table that wait; more, and a call with as many, are stored at once. */
const MOST_WAITING = 2_000;
/** Values a find lists; with more it is no look at something that goes on. */
const MOST_VALUES = 2_000;

export interface KeptFactsOptions {
  /** How long a row waits for others of its table (default 4,000). */
  readonly waitMs?: number;
  /** Reads every value a column of a table holds; without, all that is not kept is looked for. */
  readonly values?: (table: TableName, column: string) => ReturnType<Values>;
  /** How rows of a table are shown in those that are filled from it; undefined: by being stored. */
  readonly showIn?: (table: TableName) => Show | undefined;
}

/**
 * Facts of a warehouse that this process alone writes. Rows that processing works with are kept in memory, and what it
 * stores is written some seconds later, many rows of a table in one insert: the engine's work is by the statement, not by
 * the row. Whoever asks for a table in another way than through `find` calls `written` first and sees everything.
 *
 * What waits is lost when the process is killed. Its position in the log may then be ahead of its rows, and goes back to
 * the last checkpoint, which is taken when everything is written.
 */
export class KeptFacts implements Facts {
  readonly #groups = new Map<TableName, readonly RowGroups[]>();
  readonly #waiting = new Map<TableName, WaitingRows>();
  readonly #known: KnownValues[] = [];
  readonly #waitMs: number;
  readonly #showIn: NonNullable<KeptFactsOptions['showIn']>;
  #timer: NodeJS.Timeout | undefined;
  #failure: Error | undefined;
  #revision = 0;

  constructor(
    private readonly facts: Facts,
    { waitMs = WAIT_MS, values, showIn = () => undefined }: KeptFactsOptions = {},
  ) {
    this.#waitMs = waitMs;
    this.#showIn = showIn;
    for (const selection of selections) {
      const { table, by } = selection;
      const known = new KnownValues(values && (() => values(table, by)));
      const groups = new RowGroups(selection, (query) => this.facts.find(query), known);
      this.#known.push(known);
      this.#groups.set(selection.table, [...(this.#groups.get(selection.table) ?? []), groups]);
    }
  }

  async find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    const find = checkFind(query);
    for (const groups of query.isOnce ? [] : (this.#groups.get(find.table) ?? [])) {
      const listing = listingFor(groups.selection, find);
      if (listing === undefined || listing.values.size > MOST_VALUES) continue;
      const rows = await groups.rowsWith(listing, this.#waitingIn(find.table));
      return rowsOf(query.table, answer(rows, find, listing));
    }
    await this.written([find.table]);
    return this.facts.find(query);
  }

  /** Grows whenever something is stored or forgotten: between two equal ones nobody finds anything else. */
  get revision(): number {
    return this.#revision;
  }

  async store(rows: Rows): Promise<void> {
    if (tableNames(rows).every((table) => (rows[table]?.length ?? 0) === 0)) return;
    // From the first row that can be seen, and once more when all of them can.
    this.#revision += 1;
    try {
      await this.#store(rows);
    } finally {
      this.#revision += 1;
    }
  }

  async #store(rows: Rows): Promise<void> {
    // What could not be written is tried again before more is taken on.
    if (this.#failure !== undefined) await this.written();
    const names = tableNames(rows);
    const many = names.filter((table) => (rows[table]?.length ?? 0) >= MOST_WAITING);
    const few = names
      .filter((table) => !many.includes(table))
      .map((table) => ({ table, copies: (rows[table] ?? []).map((row: AnyRow) => copyRow(table, row)) }));
    if (many.length > 0) await this.#storeNow(Object.fromEntries(many.map((table) => [table, rows[table]])), many);
    for (const { table, copies } of few) this.#storeSoon(table, copies);
    const full = few.filter(({ table }) => this.#waitingIn(table).size >= MOST_WAITING);
    if (full.length > 0) await this.written(full.map(({ table }) => table));
  }

  /** Resolves when everything stored so far, or stored in these tables, can be read in the warehouse itself. */
  async written(names: readonly TableName[] = [...this.#waiting.keys()]): Promise<void> {
    const writes = names.map((table) => this.#waitingIn(table).store());
    await Promise.allSettled(writes);
    await Promise.all(writes);
    if ([...this.#waiting.values()].every(({ size }) => size === 0)) this.#failure = undefined;
  }

  /** Resolves when everything stored so far in these tables can be read in those that are filled from them. */
  async shown(names: readonly TableName[]): Promise<void> {
    await Promise.all(names.map((table) => this.#waitingIn(table).show()));
  }

  /** For a warehouse whose rows are being removed: nothing is kept, nothing waits. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#revision += 1;
    for (const waiting of this.#waiting.values()) await waiting.discard();
    for (const groups of [...this.#groups.values()].flat()) groups.forget();
    for (const known of this.#known) known.clear();
  }

  #storeSoon(table: TableName, rows: readonly AnyRow[]): void {
    if (rows.length === 0) return;
    const waiting = this.#waitingIn(table);
    for (const row of rows) {
      waiting.add(row);
      for (const groups of this.#groups.get(table) ?? []) {
        groups.expectSoon(row);
        groups.store(row);
      }
    }
    this.#timer ??= setTimeout(() => void this.#writeOnTime(), this.#waitMs).unref();
  }

  /**
   * Rows stored before come first: of equal versions the one stored last holds. What is kept of the tables is read again:
   * so much at once is no small step.
   */
  async #storeNow(rows: Rows, names: readonly TableName[]): Promise<void> {
    await this.written(names);
    const groups = names.flatMap((table) => this.#groups.get(table) ?? []);
    for (const each of groups) for (const row of rows[each.selection.table] ?? []) each.expect(row);
    try {
      await this.facts.store(rows);
    } finally {
      for (const each of groups) each.forget();
    }
  }

  async #writeOnTime(): Promise<void> {
    this.#timer = undefined;
    try {
      // One after the other: somebody who asks for a table meanwhile waits for one other insert at most.
      for (const table of this.#waiting.keys()) await this.written([table]);
    } catch (error) {
      this.#failure = error instanceof Error ? error : new Error(String(error));
    }
  }

  #waitingIn(table: TableName): WaitingRows {
    const known = this.#waiting.get(table);
    if (known !== undefined) return known;
    const waiting = new WaitingRows(table, this.facts, this.#showIn(table));
    this.#waiting.set(table, waiting);
    return waiting;
  }
}

/** @param met Of the find's conditions the one that all the rows meet. */
function answer(rows: readonly AnyRow[], find: CheckedFind, met: Condition): AnyRow[] {
  const others = find.conditions.filter((condition) => condition !== met);
  const fitting = others.length === 0 ? rows : rows.filter((row) => others.every((one) => holds(one, row)));
  const columns = find.columns.join();
  return inOrder(fitting, find).map((row) => {
    const known = answers.get(row);
    if (known?.columns === columns) return known.answer;
    const picked: Record<string, unknown> = {};
    for (const column of find.columns) picked[column] = row[column];
    answers.set(row, { columns, answer: Object.freeze(picked) });
    return picked;
  });
}

/**
 * What was answered last with a kept row. Whoever asks again gets the same object, unless the row was stored again, and
 * can keep by it what was made of it.
 */
const answers = new WeakMap<AnyRow, { columns: string; answer: AnyRow }>();

/**
 * Tables that a statement may read: all whose names stand in it.
 *
 * @param sourceOf The table that another one is filled from; undefined: it is none of these.
 */
export function tablesNamedIn(
  sql: string,
  sourceOf: (name: string) => TableName | undefined = () => undefined,
): TableName[] {
  const words = [...new Set(sql.match(/\w+/g))];
  const named = new Set(words.flatMap((word) => [word, sourceOf(word) ?? word]));
  return tableNames(tables).filter((table) => named.has(table));
}
