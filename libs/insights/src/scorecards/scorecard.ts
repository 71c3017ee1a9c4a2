import { answersInForce, type ScorecardAnswer } from './answer.js';
import { type Card, type CardId, type Criterion, isAnswerable, isMeasurement, type KnownBy } from './criterion.js';
import type { ScorecardFacts, ScorecardScope } from './facts.js';
import { cards } from './registry.js';
import type { CriterionEvidence, RuleOutcome } from './rule-outcome.js';

/** What is to be said of a criterion. */
export type CriterionVerdict =
  | { readonly status: 'met'; readonly evidence: readonly CriterionEvidence[] }
  | { readonly status: 'not_met'; readonly evidence: readonly CriterionEvidence[] }
  /** `expired`: what somebody said too long ago. */
  | {
      readonly status: 'unknown';
      readonly missing: string;
      readonly expired: ScorecardAnswer | null;
      readonly evidence: readonly CriterionEvidence[];
    }
  /** Telemetry says so, and nobody has confirmed it. */
  | {
      readonly status: 'proposed';
      readonly proposes: 'met' | 'not_met';
      readonly expired: ScorecardAnswer | null;
      readonly evidence: readonly CriterionEvidence[];
    }
  /** A person said so. `isContradicted`: telemetry says the opposite. */
  | {
      readonly status: 'answered';
      readonly answer: ScorecardAnswer;
      readonly isContradicted: boolean;
      readonly evidence: readonly CriterionEvidence[];
    };

export interface JudgedCriterion {
  readonly id: string;
  readonly text: string;
  readonly knownBy: KnownBy;
  /** Whether a person may answer it. */
  readonly isAnswerable: boolean;
  /** What the rule asks for; null: people are asked. */
  readonly asks: string | null;
  readonly verdict: CriterionVerdict;
}

/** What the criteria of a card come to. */
export interface CardStanding {
  readonly card: CardId;
  readonly title: string;
  readonly isOfSymptoms: boolean;
  /** Nothing has to be met of level 1: it is where everybody starts. */
  readonly isReached: boolean;
  readonly total: number;
  /** Decided by telemetry, or a person's "yes". */
  readonly met: number;
  readonly notMet: number;
  readonly notApplicable: number;
  /** Not confirmed yet. */
  readonly proposed: number;
  readonly unknown: number;
  readonly criteria: readonly JudgedCriterion[];
}

export interface Scorecard {
  readonly scope: ScorecardScope;
  readonly asOf: number;
  readonly cards: readonly CardStanding[];
  /** 0: no phase is reached. */
  readonly phase: 0 | 1 | 2 | 3;
  /** Maturity of deployment; 1 is the start. */
  readonly level: 1 | 2 | 3 | 4 | 5;
}

/** A tenth of a phase's criteria may be "not applicable" (metrics-deployment.md D). */
const MOST_NOT_APPLICABLE = 0.1;

/** Judges every criterion, and says which phase and level are reached. */
export function scorecardOf(facts: ScorecardFacts, answers: readonly ScorecardAnswer[]): Scorecard {
  const { inForce, expired } = answersInForce(answers, facts.asOf);
  const judged = cards.map((card) => ({
    card,
    criteria: card.criteria.map((criterion): JudgedCriterion => {
      const { id, text, knownBy } = criterion;
      const asks = criterion.knownBy === 'people' ? null : criterion.asks;
      const said = { answer: inForce.get(id) ?? null, expired: expired.get(id) ?? null };
      return {
        id,
        text,
        knownBy,
        isAnswerable: isAnswerable(criterion),
        asks,
        verdict: verdictOf(criterion, facts, said),
      };
    }),
  }));
  const counted = judged.map(({ card, criteria }) => countedCard(card, criteria));
  const standings = withReached(counted);
  const reached = (id: CardId): boolean => standings.some(({ card, isReached }) => card === id && isReached);
  return {
    scope: facts.scope,
    asOf: facts.asOf,
    cards: standings,
    phase: reached('PHASE_3') ? 3 : reached('PHASE_2') ? 2 : reached('PHASE_1') ? 1 : 0,
    level: reached('LEVEL_5') ? 5 : reached('LEVEL_4') ? 4 : reached('LEVEL_3') ? 3 : reached('LEVEL_2') ? 2 : 1,
  };
}

interface Said {
  readonly answer: ScorecardAnswer | null;
  readonly expired: ScorecardAnswer | null;
}

function verdictOf(criterion: Criterion, facts: ScorecardFacts, said: Said): CriterionVerdict {
  switch (criterion.knownBy) {
    case 'telemetry':
      return measuredOf(criterion.rule(facts), criterion.elsePeople === true ? said : nobody);
    case 'proposal':
      return proposalOf(criterion.rule(facts), said);
    case 'people': {
      const { answer, expired } = said;
      if (answer !== null) return { status: 'answered', answer, isContradicted: false, evidence: [] };
      const missing = expired === null ? 'nobody has answered' : 'the last answer is older than 180 days';
      return { status: 'unknown', missing, expired, evidence: [] };
    }
  }
}

const nobody: Said = { answer: null, expired: null };

function measuredOf(told: RuleOutcome, { answer, expired }: Said): CriterionVerdict {
  switch (told.outcome) {
    case 'met':
    case 'not_met':
      return { status: told.outcome, evidence: told.evidence };
    case 'unknown':
      return answer === null
        ? { status: 'unknown', missing: told.missing, expired, evidence: told.evidence }
        : { status: 'answered', answer, isContradicted: false, evidence: told.evidence };
  }
}

function proposalOf(told: RuleOutcome, { answer, expired }: Said): CriterionVerdict {
  const { evidence } = told;
  if (answer !== null) {
    const isContradicted =
      (answer.value === 'yes' && told.outcome === 'not_met') || (answer.value === 'no' && told.outcome === 'met');
    return { status: 'answered', answer, isContradicted, evidence };
  }
  switch (told.outcome) {
    case 'met':
    case 'not_met':
      return { status: 'proposed', proposes: told.outcome, expired, evidence };
    case 'unknown':
      return { status: 'unknown', missing: told.missing, expired, evidence };
  }
}

type Tally = 'met' | 'notMet' | 'notApplicable' | 'proposed' | 'unknown';

function tallyOf({ id, verdict }: JudgedCriterion): Tally {
  switch (verdict.status) {
    case 'met':
      return 'met';
    case 'not_met':
      return 'notMet';
    case 'unknown':
      return 'unknown';
    case 'proposed':
      return 'proposed';
    case 'answered':
      switch (verdict.answer.value) {
        case 'yes':
          return 'met';
        case 'no':
          return 'notMet';
        // A measurement always applies.
        case 'not_applicable':
          return isMeasurement({ id }) ? 'notMet' : 'notApplicable';
      }
  }
}

type Counted = Omit<CardStanding, 'isReached'>;

function countedCard({ id, title, isOfSymptoms = false }: Card, criteria: readonly JudgedCriterion[]): Counted {
  const tallies = criteria.map(tallyOf);
  const count = (wanted: Tally): number => tallies.filter((tally) => tally === wanted).length;
  return {
    card: id,
    title,
    isOfSymptoms,
    total: criteria.length,
    met: count('met'),
    notMet: count('notMet'),
    notApplicable: count('notApplicable'),
    proposed: count('proposed'),
    unknown: count('unknown'),
    criteria,
  };
}

/** A phase is reached with those before it, a level with those from the second on. */
function withReached(counted: readonly Counted[]): CardStanding[] {
  let phases = true;
  let levels = true;
  return counted.map((card) => {
    if (card.card.startsWith('PHASE_')) {
      phases = phases && isPhaseComplete(card);
      return { ...card, isReached: phases };
    }
    levels = levels && (card.isOfSymptoms || card.met === card.total);
    return { ...card, isReached: levels };
  });
}

const isPhaseComplete = ({ total, met, notApplicable }: Counted): boolean =>
  met + notApplicable === total && notApplicable <= MOST_NOT_APPLICABLE * total;
