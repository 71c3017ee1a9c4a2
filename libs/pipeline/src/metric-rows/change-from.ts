import type { Unit } from '@leadline/metrics';

/** How a value differs from an earlier or a usual one: ratio for durations and rates, difference for ratios; null where there is nothing to compare. */
export function changeFrom(previous: number | null, value: number | null, unit: Unit): number | null {
  if (previous === null || value === null) return null;
  switch (unit) {
    case 'RATIO':
      return value - previous;
    case 'SECONDS':
    case 'PER_DAY':
    case 'COUNT':
    case 'FACTOR':
      return previous === 0 ? null : value / previous;
  }
}
