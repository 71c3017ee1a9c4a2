import type { LookedAt, NotJudgedReason, Outlier, OutlierMeasure, OutlierRule } from './outlier.js';

/** An outlier whose q is known when all tests are. */
export type Suspect = Omit<Outlier, 'certainty'>;

/** A hypothesis that was tested. */
export interface Test {
  readonly p: number;
  /** What it is if it is rejected; null: the difference would be too small to matter. */
  readonly suspect: Suspect | null;
}

/** What a rule made of everything it looked at. */
export interface Judgement {
  readonly rule: OutlierRule;
  readonly measure: OutlierMeasure;
  readonly looked: number;
  readonly notJudged: LookedAt['notJudged'];
  /** Of rules that decide by themselves. */
  readonly found: readonly Outlier[];
  /** Of rules whose p-values go into a family. */
  readonly tests: readonly Test[];
}

/** Counts why something was not judged. */
export function reasonCounts(reasons: readonly (NotJudgedReason | null)[]): LookedAt['notJudged'] {
  const counts: Partial<Record<NotJudgedReason, number>> = {};
  for (const reason of reasons) if (reason !== null) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** A judgement out of what became of each thing that was looked at. */
export function judgementOf(
  rule: OutlierRule,
  measure: OutlierMeasure,
  looked: readonly (NotJudgedReason | Test)[],
): Judgement {
  return {
    rule,
    measure,
    looked: looked.length,
    notJudged: reasonCounts(looked.map((one) => (typeof one === 'string' ? one : null))),
    found: [],
    tests: looked.filter((one) => typeof one !== 'string'),
  };
}
