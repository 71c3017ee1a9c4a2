import { exactDuration } from '../../format/duration.js';
import { NBSP, percent, short } from '../../format/number.js';
import type { MetricCatalogueQuery } from '../../generated/graphql.js';

/** What a number of a metric is counted in. */
export type AmountUnit = MetricCatalogueQuery['metricCatalog'][number]['unit'];

/** "2 h 05 min", "7.5 %", "1.8 ×". */
export function amountText(unit: AmountUnit, value: number): string {
  switch (unit) {
    case 'SECONDS':
      return exactDuration(value);
    case 'RATIO':
      return `${value < 0 ? '−' : ''}${percent(value)}${NBSP}%`;
    case 'FACTOR':
      return `${short(value)}${NBSP}×`;
    case 'PER_DAY':
      return `${short(value)}${NBSP}per day`;
    case 'COUNT':
      return String(Number(value.toFixed(2)));
  }
}
