import type { Catalogue } from '@leadline/events';
import { civilDaysOf, evidenceRuleOf, summedUp } from '@leadline/metrics';
import type { Analytics } from '@leadline/ports';
import { evidence } from './evidence.js';
import type { PointReference } from './types.js';

/** Most entries that a sum is written out of. */
export const MOST_SUMMED = 100;

/** A point's value once more, of what its evidence contributes, in words; null: there are too many entries to read. */
export async function explainArithmetic(
  analytics: Analytics,
  catalogue: Catalogue,
  point: PointReference,
): Promise<string | null> {
  const { items, hasNext } = await evidence(analytics, catalogue, point, {
    first: MOST_SUMMED,
    parts: ['numerator', 'denominator', 'sample'],
  });
  if (hasNext) return null;
  const made = evidenceRuleOf(point)?.made;
  return made === undefined ? null : summedUp(made, items, civilDaysOf(point)).text;
}
