import type { CheckedFind } from './checked-find.js';
import type { AnyRow } from './row.js';

/** Rows in the order that was asked for, cut at the limit. Null comes last in either direction, as in ClickHouse. */
export function inOrder(rows: readonly AnyRow[], { orderBy, limit }: CheckedFind): readonly AnyRow[] {
  if (orderBy === undefined) return limit === undefined ? rows : rows.slice(0, limit);
  const { column, direction } = orderBy;
  const sign = direction === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => compareValues(a[column], b[column], sign)).slice(0, limit);
}

function compareValues(a: unknown, b: unknown, sign: 1 | -1): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (typeof a === 'string' && typeof b === 'string') return sign * Buffer.compare(Buffer.from(a), Buffer.from(b));
  throw new Error('unreachable: what is ordered by holds text, numbers or null');
}
