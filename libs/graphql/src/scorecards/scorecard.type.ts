import type { AnswerValue, CardId, CriterionVerdict, KnownBy, ScorecardScope } from '@leadline/insights';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { MetricPoint } from '../metrics/metric-point.type.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import {
  AnswerValueEnum,
  CardIdEnum,
  CriterionStatusEnum,
  KnownByEnum,
  ProposalEnum,
  ScorecardScopeKindEnum,
} from './scorecard-enums.js';

@ObjectType({ description: 'Whose scorecard it is: always named, as another scope may stand elsewhere.' })
export class ScorecardScopeType {
  @Field(() => ScorecardScopeKindEnum, { description: 'What kind of scope.' })
  readonly kind!: ScorecardScope['kind'];

  @Field(() => String, optional('Path of the team, or name of the service; null: the organisation.'))
  readonly name!: string | null;
}

@ObjectType({ description: 'What a person said of a criterion.' })
export class ScorecardAnswer {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => AnswerValueEnum, { description: 'What was said.' })
  readonly value!: AnswerValue;

  @Field(() => String, { description: 'Why.' })
  readonly reason!: string;

  @Field(() => String, optional('Where others can see it.'))
  readonly link!: string | null;

  @Field(() => String, { description: 'Who said it: the id of a token, or "local".' })
  readonly by!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;

  @Field(() => DateTime, { description: 'From when on it is too old to count.' })
  readonly expiresAt!: number;
}

@ObjectType({ description: 'One thing that a verdict rests on: a number of a metric, a share, a count or a list.' })
export class CriterionEvidence {
  @Field(() => String, { description: 'What it is.' })
  readonly what!: string;

  @Field(() => MetricPoint, optional('The number of a metric, with its n and interval; `evidence(point:)` opens it.'))
  readonly point!: MetricPoint | null;

  @Field(() => Float, optional('What was counted, of a count or a share.'))
  readonly numerator!: number | null;

  @Field(() => Float, optional('Of how many, of a share.'))
  readonly denominator!: number | null;

  @Field(() => [String], { description: 'Of a list; some of them, where there are many.' })
  readonly items!: readonly string[];
}

@ObjectType({ description: 'A criterion and what is to be said of it.' })
export class Criterion {
  @Field(() => ID, { description: 'As the milestones and levels number it: "1.M4", "L4.2".' })
  readonly id!: string;

  @Field(() => String, { description: 'What is asked for.' })
  readonly text!: string;

  @Field(() => KnownByEnum, { description: 'How it is known.' })
  readonly knownBy!: KnownBy;

  @Field(() => Boolean, { description: 'Whether a person may answer it: `answerCriterion`.' })
  readonly answerable!: boolean;

  @Field(() => String, optional('What telemetry is asked; null: people are asked.'))
  readonly asks!: string | null;

  @Field(() => CriterionStatusEnum, { description: 'What is to be said of it.' })
  readonly status!: CriterionVerdict['status'];

  @Field(() => ProposalEnum, optional('What telemetry proposes, where nobody has confirmed it.'))
  readonly proposes!: 'met' | 'not_met' | null;

  @Field(() => String, optional('What would have to be known, where it is unknown.'))
  readonly missing!: string | null;

  @Field(
    () => ScorecardAnswer,
    optional('The answer that holds; of an unknown or proposed one, the last that is too old.'),
  )
  readonly answer!: ScorecardAnswer | null;

  @Field(() => Boolean, { description: 'Telemetry says the opposite of the answer.' })
  readonly contradicted!: boolean;

  @Field(() => [CriterionEvidence], { description: 'What telemetry says rests on.' })
  readonly evidence!: readonly CriterionEvidence[];
}

@ObjectType({ description: 'A card: a phase of the milestones, or a level of maturity.' })
export class Card {
  @Field(() => CardIdEnum, { description: 'Which.' })
  readonly card!: CardId;

  @Field(() => String, { description: 'Its title.' })
  readonly title!: string;

  @Field(() => Boolean, { description: 'Its criteria are symptoms: "met" says that one is there.' })
  readonly ofSymptoms!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it is reached. A phase: every criterion met, at most a tenth of them not applicable, and the phases before it. A level: every criterion from level 2 on.',
  })
  readonly reached!: boolean;

  @Field(() => Int, { description: 'Criteria.' })
  readonly total!: number;

  @Field(() => Int, { description: 'Met by telemetry, or by the "yes" of a person.' })
  readonly met!: number;

  @Field(() => Int, { description: 'Not met.' })
  readonly notMet!: number;

  @Field(() => Int, { description: 'Not applicable, a person says.' })
  readonly notApplicable!: number;

  @Field(() => Int, { description: 'Proposed, and not confirmed.' })
  readonly proposed!: number;

  @Field(() => Int, { description: 'Unknown.' })
  readonly unknown!: number;

  @Field(() => [Criterion], { description: 'Its criteria, in their order.' })
  readonly criteria!: readonly Criterion[];
}

@ObjectType({ description: 'A full week that criteria are judged by.' })
export class ScorecardWeek {
  @Field(() => DateTime, { description: 'First instant of it.' })
  readonly from!: number;

  @Field(() => DateTime, { description: 'First instant after it.' })
  readonly to!: number;
}

@ObjectType({
  description:
    'Where a scope stands among the milestones to a hundred deployments a day and the levels of maturity of deployment. It is no ranking.',
})
export class Scorecard {
  @Field(() => ScorecardScopeType, { description: 'Whose it is.' })
  readonly scope!: ScorecardScopeType;

  @Field(() => Int, { description: 'The last phase that is reached; 0: none.' })
  readonly phase!: number;

  @Field(() => Int, { description: 'The level that is reached; 1 is where everybody starts.' })
  readonly level!: number;

  @Field(() => [Card], { description: 'Phases 1 to 3, then levels 1 to 5.' })
  readonly cards!: readonly Card[];

  @Field(() => [ScorecardWeek], { description: 'The last four full weeks, oldest first.' })
  readonly weeks!: readonly ScorecardWeek[];

  @Field(() => DateTime, { description: 'When it was computed.' })
  readonly computedAt!: number;

  @Field(() => String, { description: 'Version of the configuration it was computed with.' })
  readonly configVersion!: string;
}
