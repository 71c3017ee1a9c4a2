import type { Proportion } from './newcombe.js';
import { assertProportion } from './proportion.js';
import { shareOfUnlikelyOutcomes } from './unlikely-outcomes.js';

/**
 * Two-sided p-value that two rates are one: the hypergeometric tables with the same margins that are no likelier than the
 * observed one. 1 when either side is empty.
 *
 * Source: R. A. Fisher, "The Logic of Inductive Inference", Journal of the Royal Statistical Society 98 (1935), 39-82.
 */
export function fisherExact(before: Proportion, after: Proportion): number {
  assertProportion(before.k, before.n);
  assertProportion(after.k, after.n);
  const events = before.k + after.k;
  const low = Math.max(0, events - after.n);
  const high = Math.min(before.n, events);
  return shareOfUnlikelyOutcomes(
    before.k,
    low,
    high,
    (x) => ((before.n - x) * (events - x)) / ((x + 1) * (after.n - events + x + 1)),
  );
}
