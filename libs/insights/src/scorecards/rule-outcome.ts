import type { MeasuredPoint } from './facts.js';

/** What a verdict rests on. */
export type CriterionEvidence =
  /** A number of a metric, with its n and interval; it can be opened. */
  | { readonly kind: 'point'; readonly point: MeasuredPoint }
  | { readonly kind: 'share'; readonly what: string; readonly numerator: number; readonly denominator: number }
  | { readonly kind: 'count'; readonly what: string; readonly count: number }
  | { readonly kind: 'list'; readonly what: string; readonly items: readonly string[] };

/** What telemetry says. */
export type RuleOutcome =
  | { readonly outcome: 'met'; readonly evidence: readonly CriterionEvidence[] }
  | { readonly outcome: 'not_met'; readonly evidence: readonly CriterionEvidence[] }
  /** `missing`: what would have to be known. */
  | { readonly outcome: 'unknown'; readonly missing: string; readonly evidence: readonly CriterionEvidence[] };

export const met = (...evidence: readonly CriterionEvidence[]): RuleOutcome => ({ outcome: 'met', evidence });
export const notMet = (...evidence: readonly CriterionEvidence[]): RuleOutcome => ({ outcome: 'not_met', evidence });
export const unknown = (missing: string, ...evidence: readonly CriterionEvidence[]): RuleOutcome => ({
  outcome: 'unknown',
  missing,
  evidence,
});

export const decided = (isMet: boolean, ...evidence: readonly CriterionEvidence[]): RuleOutcome => ({
  outcome: isMet ? 'met' : 'not_met',
  evidence,
});

export const pointOf = (point: MeasuredPoint): CriterionEvidence => ({ kind: 'point', point });
export const countOf = (what: string, count: number): CriterionEvidence => ({ kind: 'count', what, count });
export const shareOf = (what: string, numerator: number, denominator: number): CriterionEvidence => ({
  kind: 'share',
  what,
  numerator,
  denominator,
});
export const listOf = (what: string, items: readonly string[]): CriterionEvidence => ({ kind: 'list', what, items });

/** A list, unless it is empty. */
export const listed = (what: string, items: readonly string[]): readonly CriterionEvidence[] =>
  items.length === 0 ? [] : [listOf(what, items)];

/** All of several: one that is not met decides, else one that is unknown. */
export function allOf(...outcomes: readonly RuleOutcome[]): RuleOutcome {
  const evidence = outcomes.flatMap((one) => one.evidence);
  if (outcomes.some(({ outcome }) => outcome === 'not_met')) return notMet(...evidence);
  const missing = outcomes.flatMap((one) => (one.outcome === 'unknown' ? [one.missing] : []));
  return missing.length > 0 ? unknown([...new Set(missing)].join('; '), ...evidence) : met(...evidence);
}
