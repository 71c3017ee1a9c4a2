import {
  expiresAt,
  type CriterionVerdict,
  type JudgedCriterion,
  type ScorecardAnswer as Answer,
} from '@leadline/insights';
import type { CriterionEvidence as Evidence } from '@leadline/insights';
import { metricById } from '@leadline/metrics';
import type { QueriedScorecard } from '@leadline/pipeline';
import type { Criterion, CriterionEvidence, Scorecard, ScorecardAnswer } from './scorecard.type.js';

type Rows = QueriedScorecard['rows'];

/** A scorecard as the schema gives it. */
export function scorecardRow(
  { scorecard, weeks, rows }: QueriedScorecard,
  provenance: { readonly computedAt: number; readonly configVersion: string },
): Scorecard {
  const { scope, phase, level, cards } = scorecard;
  return {
    scope: { kind: scope.kind, name: scope.kind === 'organisation' ? null : scope.name },
    phase,
    level,
    weeks,
    cards: cards.map(({ isOfSymptoms, isReached, criteria, ...card }) => ({
      ...card,
      ofSymptoms: isOfSymptoms,
      reached: isReached,
      criteria: criteria.map((criterion) => criterionRow(criterion, rows)),
    })),
    ...provenance,
  };
}

function criterionRow({ id, text, knownBy, isAnswerable, asks, verdict }: JudgedCriterion, rows: Rows): Criterion {
  return {
    id,
    text,
    knownBy,
    answerable: isAnswerable,
    asks,
    status: verdict.status,
    ...saidOf(verdict),
    evidence: verdict.evidence.flatMap((evidence) => evidenceRow(evidence, rows)),
  };
}

type Said = Pick<Criterion, 'proposes' | 'missing' | 'answer' | 'contradicted'>;
const nothing: Said = { proposes: null, missing: null, answer: null, contradicted: false };

function saidOf(verdict: CriterionVerdict): Said {
  switch (verdict.status) {
    case 'met':
    case 'not_met':
      return nothing;
    case 'unknown':
      return { ...nothing, missing: verdict.missing, answer: answerRow(verdict.expired) };
    case 'proposed':
      return { ...nothing, proposes: verdict.proposes, answer: answerRow(verdict.expired) };
    case 'answered':
      return { ...nothing, answer: answerRow(verdict.answer), contradicted: verdict.isContradicted };
  }
}

function answerRow(answer: Answer | null): ScorecardAnswer | null {
  if (answer === null) return null;
  const { event, value, reason, link, by, at } = answer;
  return { event, value, reason, link, by, at, expiresAt: expiresAt(answer) };
}

const noNumbers = { point: null, numerator: null, denominator: null, items: [] };

function evidenceRow(evidence: Evidence, rows: Rows): CriterionEvidence[] {
  switch (evidence.kind) {
    case 'point': {
      const point = rows.get(evidence.point.id);
      return point === undefined ? [] : [{ ...noNumbers, what: metricById(point.metric).title, point }];
    }
    case 'share': {
      const { what, numerator, denominator } = evidence;
      return [{ ...noNumbers, what, numerator, denominator }];
    }
    case 'count':
      return [{ ...noNumbers, what: evidence.what, numerator: evidence.count }];
    case 'list':
      return [{ ...noNumbers, what: evidence.what, items: evidence.items }];
  }
}
