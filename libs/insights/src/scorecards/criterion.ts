import type { ScorecardFacts } from './facts.js';
import type { RuleOutcome } from './rule-outcome.js';

export const cardIds = [
  'PHASE_1',
  'PHASE_2',
  'PHASE_3',
  'LEVEL_1',
  'LEVEL_2',
  'LEVEL_3',
  'LEVEL_4',
  'LEVEL_5',
] as const;
/** Phases of the milestones "zero to a hundred deployments a day", and levels of the maturity model of deployment. */
export type CardId = (typeof cardIds)[number];

/** What telemetry says of a criterion, as a function of what was gathered. */
export type Rule = (facts: ScorecardFacts) => RuleOutcome;

interface CriterionText {
  /** As the milestones and levels number them: "1.M4", "L4.2". */
  readonly id: string;
  readonly text: string;
}

/** Telemetry decides: nobody is asked. */
export interface MeasuredCriterion extends CriterionText {
  readonly knownBy: 'telemetry';
  /** What the rule asks for, in words. */
  readonly asks: string;
  readonly rule: Rule;
  /** People are asked where nothing measures it. */
  readonly elsePeople?: true;
}

/** Telemetry proposes and a person confirms. */
export interface ProposedCriterion extends CriterionText {
  readonly knownBy: 'proposal';
  readonly asks: string;
  readonly rule: Rule;
}

/** No tool can know it: people answer. */
export interface AskedCriterion extends CriterionText {
  readonly knownBy: 'people';
  /** A "yes" needs a link, for others to see. */
  readonly needsLink?: true;
}

/** One line of a scorecard, as data. */
export type Criterion = MeasuredCriterion | ProposedCriterion | AskedCriterion;
export type KnownBy = Criterion['knownBy'];

export interface Card {
  readonly id: CardId;
  readonly title: string;
  /** Of level 1: its criteria are symptoms, which nobody has to have. */
  readonly isOfSymptoms?: boolean;
  readonly criteria: readonly Criterion[];
}

export const measured = (id: string, text: string, asks: string, rule: Rule): MeasuredCriterion => ({
  id,
  text,
  knownBy: 'telemetry',
  asks,
  rule,
});

export const proposed = (id: string, text: string, asks: string, rule: Rule): ProposedCriterion => ({
  id,
  text,
  knownBy: 'proposal',
  asks,
  rule,
});

export const asked = (id: string, text: string): AskedCriterion => ({ id, text, knownBy: 'people' });

/** Whether the criterion is a measurement (".M"): those can never be "not applicable". */
export const isMeasurement = ({ id }: Pick<Criterion, 'id'>): boolean => /^\d\.M\d+$/.test(id);

/** Whether a person may answer it. */
export const isAnswerable = (criterion: Criterion): boolean =>
  criterion.knownBy !== 'telemetry' || criterion.elsePeople === true;
