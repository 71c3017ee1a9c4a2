import type { Condition } from './checked-find.js';
import type { AnyRow } from './row.js';

/** Whether a row fits a condition, as ClickHouse sees it: null fits none. */
export function holds(condition: Condition, row: AnyRow): boolean {
  const value = row[condition.column];
  switch (condition.operator) {
    case 'in':
      return (typeof value === 'string' || typeof value === 'number') && condition.values.has(value);
    case 'hasAny':
      return Array.isArray(value) && value.some((element) => condition.values.has(element));
    case 'atMost':
      return typeof value === 'number' && value <= condition.value;
  }
}
