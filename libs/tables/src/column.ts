/** A column: its ClickHouse type and the TypeScript value that stands for it. */
export interface Column<T> {
  /** ClickHouse type, as in CREATE TABLE. */
  readonly type: string;
  /** Members of a named tuple, in order; rows hold objects. */
  readonly members?: Readonly<Record<string, Column<unknown>>>;
  /** Never set: carries T. */
  readonly value?: T;
}

const column = <T>(type: string): Column<T> => ({ type });

export const text = column<string>('String');
/** Text with few distinct values. */
export const name = column<string>('LowCardinality(String)');
export const texts = column<string[]>('Array(String)');
/** Epoch milliseconds, UTC. */
export const millis = column<number>('Int64');
/** Epoch milliseconds, UTC; null: not known or not happened. */
export const maybeMillis = column<number | null>('Nullable(Int64)');
export const int = column<number>('Int64');
/** null: not known. */
export const maybeNumber = column<number | null>('Nullable(Float64)');
export const bits = column<number>('UInt16');
/** 0 or 1. */
export const flag = column<0 | 1>('UInt8');
export const versionColumn = column<number>('UInt64');
export const textMap = column<Record<string, string>>('Map(String, String)');

type Members = Readonly<Record<string, Column<unknown>>>;
export type ValueOf<C> = C extends Column<infer T> ? T : never;
export type RowOfColumns<M extends Members> = { -readonly [K in keyof M]: ValueOf<M[K]> };

/** An array of named tuples: how a row holds its relations. */
export function relations<M extends Members>(members: M): Column<RowOfColumns<M>[]> {
  const fields = Object.entries(members).map(([member, { type }]) => `${member} ${type}`);
  return { type: `Array(Tuple(${fields.join(', ')}))`, members };
}

/** A table: `ReplacingMergeTree(version)` ordered by its natural key; of rows with one key the greatest version holds. */
export interface Table<M extends Members = Members> {
  readonly name: string;
  readonly columns: M;
  readonly key: readonly (keyof M & string)[];
  /** Columns that are not content: they say when and where a row was written, and a rebuild may change them. */
  readonly provenance: readonly (keyof M & string)[];
}

export function table<const M extends Members>(
  definition: Omit<Table<M>, 'provenance'> & { provenance?: readonly (keyof M & string)[] },
): Table<M & { version: typeof versionColumn }> {
  const { provenance = [], ...rest } = definition;
  return {
    ...rest,
    columns: { ...definition.columns, version: versionColumn },
    provenance: [...provenance, 'version'],
  };
}

export type RowOf<T> = T extends Table<infer M> ? RowOfColumns<M> : never;
