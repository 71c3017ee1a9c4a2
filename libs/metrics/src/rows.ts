import { type TableName, tables } from '@leadline/tables';
import { layersOf, type Named, neededFor, wholeOf, wordsIn } from './layers.js';

/** Rows of one table for one question. */
export interface TableRows extends Omit<NamedRows, 'from' | 'columns'> {
  readonly table: TableName;
}

/** Rows from anywhere, with expressions over them. */
export interface NamedRows {
  /** What stands after FROM. */
  readonly from: string;
  /** Every column that is there. */
  readonly columns: readonly string[];
  /** Columns that every statement may use of a row. */
  readonly shown: readonly string[];
  /** Expressions over a row, by name; each may use those that are named. */
  readonly named: Named;
  /** On what is there before anything is named. */
  readonly conditions: readonly string[];
  /** On columns of the key, which every version of a row has: of what does not fit no version is read. */
  readonly keyConditions?: readonly string[];
  /** Text of the statement around the rows: what it does not use is not computed. Default: everything is. */
  readonly usedBy?: string;
}

export const rowsOf = ({ table, ...wanted }: TableRows): string =>
  namedRows({ from: `${table} FINAL`, columns: Object.keys(tables[table].columns), ...wanted });

/** Rows with their named expressions, one subquery for each layer of names that use each other; the last is the outermost. */
export function namedRows({
  from,
  columns,
  shown,
  named: all,
  conditions,
  keyConditions = [],
  usedBy,
}: NamedRows): string {
  const named = usedBy === undefined ? all : neededFor(usedBy, all);
  const [first = [], ...later] = layersOf(named);
  // What is named stands for itself, also where a column is called the same.
  const unnamed = columns.filter((column) => !Object.hasOwn(named, column));
  const stored = storedIn(later.flatMap((names) => names.map((name) => named[name] ?? '')).join(' '), unnamed, shown);
  const within = later.length + 1;
  return later.reduce(
    (rows, names, layer) =>
      selected(['*', ...written(names, named)], `(${rows}\n${indent(later.length - layer)})`, later.length - layer),
    selected(
      [...shown, ...stored, ...written(first, named)],
      `${from}${clause('PREWHERE', keyConditions, within)}${clause('WHERE', conditions, within)}`,
      within,
    ),
  );
}

const indent = (depth: number): string => '  '.repeat(depth);

const selected = (columns: readonly string[], from: string, depth: number): string =>
  `\n${indent(depth)}SELECT ${columns.join(`,\n${indent(depth + 1)}`)}\n${indent(depth)}FROM ${from}`;

const clause = (word: 'PREWHERE' | 'WHERE', conditions: readonly string[], depth: number): string =>
  conditions.length === 0 ? '' : `\n${indent(depth)}${word} ${conditions.join(`\n${indent(depth + 1)}AND `)}`;

/** Columns, or single members of them, that a later layer uses as they are stored. */
function storedIn(text: string, columns: readonly string[], shown: readonly string[]): string[] {
  const words = [...wordsIn(text)].filter((word) => columns.includes(wholeOf(word)) && !shown.includes(wholeOf(word)));
  return [...new Set(words)].map((word) => (word.includes('.') ? `${word} AS ${quoted(word)}` : word));
}

const written = (names: readonly string[], named: Named): string[] =>
  names.map((name) => `${named[name]} AS ${quoted(name)}`);

/** A member that is a column by itself keeps its name. */
export const quoted = (name: string): string => (name.includes('.') ? `\`${name}\`` : name);
