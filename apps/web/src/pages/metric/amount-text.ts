import { exactDuration } from '../../format/duration.js';
import { NBSP, percent, short } from '../../format/number.js';
import type { MetricCatalogueQuery } from '../../generated/graphql.js';
import { intervalText, valueText } from '../../measures/value-text.js';

/** What a number of a metric is counted in. */
export type AmountUnit = MetricCatalogueQuery['metricCatalog'][number]['unit'];

/** "2 h 05 min", "7.5 %", "1.8 ×", "1.1 per month"; a rate in the unit of the one it stands beside, `like`. */
export function amountText(unit: AmountUnit, value: number, like = value): string {
  switch (unit) {
    case 'SECONDS':
      return exactDuration(value);
    case 'RATIO':
      return `${value < 0 ? '−' : ''}${percent(value)}${NBSP}%`;
    case 'FACTOR':
      return `${short(value)}${NBSP}×`;
    case 'PER_DAY':
      return valueText('rate', value, like);
    case 'COUNT':
      return String(Number(value.toFixed(2)));
  }
}

/** The interval of a value, with its unit once where both ends have the same: "60–91 %", "17–26 h". */
export function rangeText(unit: AmountUnit, low: number, high: number, value: number): string {
  switch (unit) {
    case 'SECONDS':
      return intervalText('duration', low, high, value);
    case 'PER_DAY':
      return intervalText('rate', low, high, value);
    case 'RATIO':
      return low < 0
        ? `${amountText(unit, low)} to ${amountText(unit, high)}`
        : intervalText('share', low, high, value);
    case 'FACTOR':
    case 'COUNT':
      return `${amountText(unit, low)} to ${amountText(unit, high)}`;
  }
}
