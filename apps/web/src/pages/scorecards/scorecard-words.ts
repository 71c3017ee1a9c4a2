import { duration } from '../../format/duration.js';
import { count, NBSP, percent } from '../../format/number.js';
import { intervalText, valueText } from '../../measures/value-text.js';
import type { ScorecardCriterionFragment, ScorecardQuery } from '../../generated/graphql.js';

export type Card = ScorecardQuery['scorecard']['cards'][number];
export type Criterion = ScorecardCriterionFragment;
export type Evidence = Criterion['evidence'][number];

/** "PHASE_1" in an address: "phase-1". */
export const slugOf = ({ card }: Pick<Card, 'card'>): string => card.toLowerCase().replace('_', '-');

export const answerWords: Readonly<Record<NonNullable<Criterion['answer']>['value'], string>> = {
  YES: 'yes',
  NO: 'no',
  NOT_APPLICABLE: 'not applicable',
};

/** Whether there is something left to do or to find out. */
export const isOpen = ({ status, answer }: Criterion): boolean =>
  status !== 'MET' && !(status === 'ANSWERED' && answer?.value !== 'NO');

/** "Change lead time 21 h (n = 40, 17–26 h)", "16 of 20 changes by pull request". */
export function evidenceText({ what, numerator, denominator, items, point }: Evidence): string {
  if (point !== null) {
    const { value, unit, n, low, high } = point;
    const shown = value === null ? 'no value' : amount(value, unit);
    const interval = value === null || low === null || high === null ? '' : `, ${range(unit, low, high, value)}`;
    return `${what} ${shown} (n${NBSP}=${NBSP}${count(n)}${interval})`;
  }
  if (denominator !== null) return `${count(numerator ?? 0)} of ${count(denominator)} ${what}`;
  if (numerator !== null) return `${what}: ${count(numerator)}`;
  return `${what}: ${items.map(shortly).join(', ')}`;
}

/** Ids of commits by their first digits; titles as they are. */
const shortly = (item: string): string => item.replace(/^commit:([0-9a-f]{7})[0-9a-f]{33}$/, 'commit $1');

type Unit = NonNullable<Evidence['point']>['unit'];

export function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 'SECONDS':
      return duration(value);
    case 'RATIO':
      return `${percent(value)}${NBSP}%`;
    case 'PER_DAY':
      return valueText('rate', value);
    case 'FACTOR':
      return `${Number(value.toFixed(2))}×`;
    case 'COUNT':
      return String(Number(value.toFixed(1)));
  }
}

/** "17–26 h"; the unit once where both ends have the same. */
function range(unit: Unit, low: number, high: number, value: number): string {
  switch (unit) {
    case 'SECONDS':
      return intervalText('duration', low, high, value);
    case 'RATIO':
      return intervalText('share', low, high, value);
    case 'PER_DAY':
      return intervalText('rate', low, high, value);
    case 'FACTOR':
    case 'COUNT':
      return `${amount(low, unit)} to ${amount(high, unit)}`;
  }
}
