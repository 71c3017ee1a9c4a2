import {
  type Comparison,
  type LookedAt,
  measures,
  type NotJudgedReason,
  type Outlier,
  type OutlierMeasure,
  type OutlierRule,
  type Span,
} from './outlier.js';

/** An outlier whose q is known when all tests are. */
export type Suspect = Omit<Outlier, 'certainty'>;

/** What a group's value in a span was compared with: its own past, or all groups of the span. */
interface ComparedWith extends Pick<Comparison, 'members' | 'n' | 'center'> {
  readonly of: Extract<Comparison['of'], 'peers' | 'history'>;
  readonly span: Span;
  /** null: the rule knows no such limits. */
  readonly usual: { readonly low: number; readonly high: number } | null;
}

interface SuspectGroup extends Pick<Outlier, 'rule' | 'measure' | 'value' | 'n' | 'direction' | 'isProvisional'> {
  readonly group: string;
  /** Of a rate; default: null. */
  readonly numerator?: number;
  readonly span: Span;
  readonly against: ComparedWith;
}

/** A group that stands out, with the numbers that open what it was compared with and what it is now. */
export function suspectGroup(suspect: SuspectGroup): Suspect {
  const { rule, measure, group, value, n, numerator = null, span, against, direction, isProvisional } = suspect;
  const { metric } = measures[measure];
  const { of, members, center, usual } = against;
  return {
    rule,
    measure,
    subject: { kind: 'group', group },
    value,
    n,
    numerator,
    comparedWith: {
      of,
      members,
      n: against.n,
      center,
      low: usual?.low ?? null,
      high: usual?.high ?? null,
      evidence: { metric, from: against.span.from, to: against.span.to, group: of === 'history' ? group : null },
    },
    direction,
    since: span.from,
    evidence: { metric, from: span.from, to: span.to, group },
    isProvisional,
  };
}

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
