import { duration } from '../../format/duration.js';
import { count, NBSP, percent } from '../../format/number.js';
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

/** "Change lead time 21 h (n = 40, 17 h to 26 h)", "16 of 20 changes by pull request". */
export function evidenceText({ what, numerator, denominator, items, point }: Evidence): string {
  if (point !== null) {
    const { value, unit, n, low, high } = point;
    const shown = value === null ? 'no value' : amount(value, unit);
    const interval = low === null || high === null ? '' : `, ${amount(low, unit)} to ${amount(high, unit)}`;
    return `${what} ${shown} (n${NBSP}=${NBSP}${count(n)}${interval})`;
  }
  if (denominator !== null) return `${count(numerator ?? 0)} of ${count(denominator)} ${what}`;
  if (numerator !== null) return `${what}: ${count(numerator)}`;
  return `${what}: ${items.join(', ')}`;
}

type Unit = NonNullable<Evidence['point']>['unit'];

export function amount(value: number, unit: Unit): string {
  switch (unit) {
    case 'SECONDS':
      return duration(value);
    case 'RATIO':
      return `${percent(value)}${NBSP}%`;
    case 'PER_DAY':
      return `${Number(value.toFixed(2))}${NBSP}per${NBSP}day`;
    case 'FACTOR':
      return `${Number(value.toFixed(2))}×`;
    case 'COUNT':
      return String(Number(value.toFixed(1)));
  }
}
