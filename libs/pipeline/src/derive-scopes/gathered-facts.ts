import type { Facts, Find, Rows, Where } from '@leadline/ports';
import type { TableName, TableRow } from '@leadline/tables';

type Row = Readonly<Record<string, unknown>>;

/** A find of any table. */
interface Question {
  readonly table: TableName;
  readonly where: readonly Where[];
  readonly columns?: readonly string[];
  readonly orderBy?: object;
  readonly limit?: number;
}

interface Waiting {
  readonly question: Question;
  readonly answer: (rows: readonly Row[]) => void;
  readonly fail: (error: unknown) => void;
}

interface Storing {
  readonly rows: Rows;
  readonly done: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Facts for several pieces of work at once: what they ask for and store in one turn of the event loop goes to the
 * warehouse in one statement per kind of question, and each gets the rows it asked for.
 */
export class GatheredFacts implements Facts {
  private waiting: Waiting[] = [];
  private storing: Storing[] = [];

  constructor(private readonly facts: Facts) {}

  find<N extends TableName>(query: Find<N>): Promise<TableRow<N>[]> {
    return new Promise((resolve, reject) => {
      this.schedule();
      this.waiting.push({ question: query, answer: (rows) => resolve([...rows] as TableRow<N>[]), fail: reject });
    });
  }

  store(rows: Rows): Promise<void> {
    return new Promise((resolve, reject) => {
      this.schedule();
      this.storing.push({ rows, done: resolve, fail: reject });
    });
  }

  private schedule(): void {
    if (this.waiting.length + this.storing.length > 0) return;
    setImmediate(() => {
      const { waiting, storing } = this;
      this.waiting = [];
      this.storing = [];
      void this.answer(waiting, storing);
    });
  }

  /** Everything of one turn is answered at once: pieces that go on together ask together again. */
  private async answer(waiting: readonly Waiting[], storing: readonly Storing[]): Promise<void> {
    const results = await Promise.all([
      this.storeAll(storing),
      ...groupsOf(waiting).map((alike) => this.findAll(alike)),
    ]);
    for (const tell of results.flat()) tell();
  }

  private async storeAll(storing: readonly Storing[]): Promise<(() => void)[]> {
    if (storing.length === 0) return [];
    try {
      await this.facts.store(together(storing.map(({ rows }) => rows)));
      return storing.map(({ done }) => done);
    } catch (error) {
      return storing.map(
        ({ fail }) =>
          () =>
            fail(error),
      );
    }
  }

  private async findAll(alike: readonly Waiting[]): Promise<(() => void)[]> {
    try {
      const question = union(alike.map((one) => one.question));
      const rows: readonly Row[] = await this.facts.find(question as Find<TableName>);
      if (alike.length === 1)
        return alike.map(
          ({ answer }) =>
            () =>
              answer(rows),
        );
      const index = rowsBy(question, rows);
      return alike.map(
        ({ question: own, answer }) =>
          () =>
            answer(rowsFor(own, rows, index)),
      );
    } catch (error) {
      return alike.map(
        ({ fail }) =>
          () =>
            fail(error),
      );
    }
  }
}

/** Rows by their value in the first column that is looked for by value; undefined: there is none. */
type Index = ReadonlyMap<unknown, readonly Row[]> | undefined;

function rowsBy({ where }: Question, rows: readonly Row[]): Index {
  const column = where.find(({ in: values }) => values !== undefined)?.column;
  if (column === undefined) return undefined;
  const index = new Map<unknown, Row[]>();
  for (const row of rows) {
    const alike = index.get(row[column]);
    if (alike) alike.push(row);
    else index.set(row[column], [row]);
  }
  return index;
}

function rowsFor(question: Question, rows: readonly Row[], index: Index): Row[] {
  const values = question.where.find(({ in: wanted }) => wanted !== undefined)?.in;
  const candidates =
    index === undefined || values === undefined
      ? rows
      : [...new Set(values)].flatMap((value) => index.get(value) ?? []);
  return candidates.filter((row) => isAskedFor(row, question));
}

function together(all: readonly Rows[]): Rows {
  const rows: Partial<Record<TableName, unknown[]>> = {};
  for (const one of all) {
    for (const [table, added] of Object.entries(one) as [TableName, readonly unknown[]][])
      (rows[table] ??= []).push(...added);
  }
  return rows as Rows;
}

/** Questions that differ only in the values they look for; the others alone. */
function groupsOf(waiting: readonly Waiting[]): Waiting[][] {
  const groups = new Map<string, Waiting[]>();
  for (const [index, one] of waiting.entries()) {
    const { table, columns, where, orderBy, limit } = one.question;
    const isAlone = orderBy !== undefined || limit !== undefined || where.some(({ atMost }) => atMost !== undefined);
    const shape = where.map(({ column, in: values }) => [column, values === undefined]);
    const key = isAlone ? String(index) : JSON.stringify([table, columns, shape]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

/** Everything that any of the questions asks for, with the columns that tell them apart. */
function union(questions: readonly Question[]): Question {
  const [first] = questions;
  if (first === undefined) throw new Error('There is no question');
  if (questions.length === 1) return first;
  const { table, columns } = first;
  const where = first.where.map(({ column, in: values }, index): Where => {
    const all = questions.map((question) => question.where[index]);
    return values === undefined
      ? { column, hasAny: [...new Set(all.flatMap((one) => one?.hasAny ?? []))] }
      : { column, in: [...new Set(all.flatMap((one) => one?.in ?? []))] };
  });
  if (columns === undefined) return { table, where };
  return { table, where, columns: [...new Set([...columns, ...where.map(({ column }) => column)])] };
}

const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

function isAskedFor(row: Row, { where }: Question): boolean {
  return where.every(({ column, in: values, hasAny }) => {
    const value = row[column];
    if (values !== undefined) return setOf(values).has(value);
    return Array.isArray(value) && value.some((item) => setOf(hasAny ?? []).has(item));
  });
}

function setOf(values: readonly unknown[]): ReadonlySet<unknown> {
  const known = sets.get(values) ?? new Set(values);
  sets.set(values, known);
  return known;
}
