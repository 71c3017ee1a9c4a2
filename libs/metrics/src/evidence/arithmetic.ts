import { kaplanMeier, mean, median } from '@leadline/statistics';
import { metricById, type MetricId } from '../registry.js';
import { daysBetween } from '../civil-time.js';
import type { PointReference } from './point-reference.js';
import type { EvidenceItem } from './evidence-item.js';
import type { Combination } from './evidence-rule.js';

/** Civil days of a point's window, as far as it is over: what numbers per day are divided by. */
export const civilDaysOf = ({ window, asOf }: Pick<PointReference, 'window' | 'asOf'>): number => {
  const end = Math.min(window.to, asOf);
  return end <= window.from ? 0 : daysBetween(window, window.from, end);
};

type Contribution = Pick<EvidenceItem, 'part' | 'value' | 'numerator' | 'denominator' | 'closesAt'>;

/** How a value comes of its entries. */
export interface Arithmetic {
  /** How many entries count. */
  readonly n: number;
  /** null: there is no value. */
  readonly value: number | null;
  /** The sum written out: "(1 + 0 + 1) / 3 = 0.666667". */
  readonly text: string;
}

/**
 * Makes a metric's value once more, of the contributions of its entries alone.
 *
 * @param entries All of a point, in any order; those left out add nothing.
 * @param days Civil days of the window, for numbers per day.
 * @returns null: nobody has said yet what the metric's evidence is.
 */
export function arithmeticOf(id: MetricId, entries: readonly Contribution[], days: number): Arithmetic | null {
  const combination = metricById(id).evidence?.made;
  return combination === undefined ? null : summedUp(combination, entries, days);
}

/** The same of entries of which one knows how a value is made. */
export function summedUp(combination: Combination, entries: readonly Contribution[], days: number): Arithmetic {
  const counted = entries.filter(({ part }) => part !== 'left_out');
  const { value, text } = made[combination](counted, days);
  return { n: counted.length, value, text: `${text} = ${value === null ? 'no value' : written(value)}` };
}

interface Made {
  readonly value: number | null;
  readonly text: string;
}

const made: Readonly<Record<Combination, (counted: readonly Contribution[], days: number) => Made>> = {
  share: (counted) => {
    const [above, below] = [numerators(counted), denominators(counted)];
    const total = sum(below);
    return { value: total === 0 ? null : sum(above) / total, text: `${summed(above)} / ${summed(below)}` };
  },
  count: (counted) => {
    const above = numerators(counted);
    return { value: sum(above), text: above.length === 0 ? '0' : above.map(written).join(' + ') };
  },
  sum: (counted) => {
    const values = valuesOf(counted);
    return { value: values.length === 0 ? null : sum(values), text: values.map(written).join(' + ') || 'nothing' };
  },
  per_day: (counted, days) => ({
    value: days === 0 ? null : counted.length / days,
    text: `${counted.length} / ${written(days)} days`,
  }),
  median: (counted) => {
    const values = valuesOf(counted);
    return { value: values.length === 0 ? null : median(values), text: `median of ${listed(values.map(written))}` };
  },
  mean: (counted) => {
    const values = valuesOf(counted);
    return { value: values.length === 0 ? null : mean(values), text: `mean of ${listed(values.map(written))}` };
  },
  survival: (counted) => {
    const samples = counted
      .map(({ value, closesAt }) => ({ seconds: value ?? 0, recovered: closesAt !== null }))
      .sort((a, b) => a.seconds - b.seconds);
    const text = listed(samples.map(({ seconds, recovered }) => `${written(seconds)}${recovered ? '' : '+'}`));
    return { value: kaplanMeier(samples).median, text: `Kaplan–Meier median of ${text}` };
  },
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const numerators = (counted: readonly Contribution[]): number[] => counted.map(({ numerator }) => numerator ?? 0);
const denominators = (counted: readonly Contribution[]): number[] => counted.map(({ denominator }) => denominator ?? 0);
const valuesOf = (counted: readonly Contribution[]): number[] =>
  counted.flatMap(({ value }) => (value === null ? [] : [value])).sort((a, b) => a - b);

/** Up to six digits behind the point. */
const written = (value: number): string => String(Number(value.toFixed(6)));
const listed = (texts: readonly string[]): string => (texts.length === 0 ? 'nothing' : texts.join(', '));

/** Ones and zeros need not be written out: their sum says as much. */
function summed(values: readonly number[]): string {
  const isPlain = values.length < 2 || values.every((value) => value === 0 || value === 1);
  return isPlain ? written(sum(values)) : `(${values.map(written).join(' + ')})`;
}
