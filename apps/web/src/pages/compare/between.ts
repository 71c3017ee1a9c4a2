import { distance, type Estimate } from '../../measures/comparison.js';
import type { Measure } from '../../measures/measure.js';

/** How far the first of two places is from the second. */
export interface Between {
  /** Whether chance cannot explain it. */
  readonly isSure: boolean;
  readonly text: string;
}

/** No place is better than another: what differs is said, and whether chance could do it. */
export function betweenText(measure: Measure, first: Estimate, second: Estimate): Between {
  const hasNone = [first, second].some(({ value, status }) => value === null || status === 'NO_DATA');
  if (hasNone) return { isSure: false, text: '–' };
  const apart = distance(measure, first, second);
  if (apart === null) return { isSure: false, text: 'too few' };
  if (first.value === second.value) return { isSure: false, text: 'the same' };
  return { ...apart, text: `${apart.text}, ${apart.isSure ? 'beyond chance' : 'within chance'}` };
}
