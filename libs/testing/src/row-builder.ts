import { type Column, FOREVER, type TableName, type TableRow, tables } from '@leadline/tables';

/** A row of a table: what is not given is empty, 0 or null. */
export function rowOf<N extends TableName>(table: N, given: Partial<TableRow<N>> = {}): TableRow<N> {
  const columns: Readonly<Record<string, Column<unknown>>> = tables[table].columns;
  const blank = Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, blankOf(type)]));
  return { ...blank, ...given } as TableRow<N>;
}

/** A row whose every column and member holds something: null where it may, no two texts alike. */
export function filledRow<N extends TableName>(table: N): TableRow<N> {
  let count = 0;
  const valueOf = ({ type, members }: Column<unknown>): unknown => {
    count += 1;
    if (members !== undefined) return [objectOf(members), objectOf(members)];
    switch (type) {
      case 'Array(String)':
        return [`text ${count}`, `it's ${count}`, ''];
      case 'Map(String, String)':
        return Object.fromEntries([
          [`key ${count}`, `"value" ${count}`],
          ['__proto__', '\n'],
        ]);
      case 'Int64':
        return count % 2 === 0 ? FOREVER - count : count - FOREVER;
      case 'Nullable(Float64)':
        return count % 2 === 0 ? null : count + 0.25;
      case 'Nullable(Int64)':
        return count % 2 === 0 ? null : -count;
      case 'UInt64':
        return FOREVER;
      case 'UInt16':
        return 65_535 - count;
      case 'UInt8':
        return count % 2;
      default:
        return `text ${count}`;
    }
  };
  const objectOf = (columns: Readonly<Record<string, Column<unknown>>>) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, valueOf(column)]));
  return objectOf(tables[table].columns) as TableRow<N>;
}

function blankOf(type: string): unknown {
  if (type.startsWith('Array')) return [];
  if (type.startsWith('Map')) return {};
  if (type.startsWith('Nullable')) return null;
  return type.includes('Int') ? 0 : '';
}
