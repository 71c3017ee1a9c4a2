import type { Combination, MetricId, PhaseName } from '@leadline/metrics';
import type {
  ExplainedIncident as Explained,
  IncidentReason,
  OptionInForce as Option,
  RulesInForce as Rules,
} from '@leadline/pipeline';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { type AskedIncident, Incident } from '../incidents/incident.type.js';
import { PhaseEnum } from '../lead-time-phases/breakdown.types.js';
import { MetricIdEnum } from '../metrics/enums.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime, TimeZone } from '../schema/scalars.js';

export const incidentReasonTexts: Readonly<Record<IncidentReason, string>> = {
  false_positive: 'It was a false positive.',
  duplicate: 'It was a duplicate.',
  not_caused_by_change: 'No change caused it, somebody said.',
  not_production: 'It happened in an environment that is not production.',
  cause_unknown: 'It names a deployment as its cause that nobody reported.',
  no_deployment: 'No deployment of its service came before it.',
  below_severity: 'It is less severe than asked for (option minSeverity).',
  not_user_facing: 'Users did not notice (option excludeNonUserFacing).',
  not_near:
    'It names no cause and began too long after the deployment (option timeWindowS), or inference is off (option timeWindowAttribution).',
};

export const IncidentReasonEnum = capitalizedEnum<IncidentReason>(
  'IncidentReason',
  'Why an incident is no failure of a deployment in a number.',
  incidentReasonTexts,
);

export const CombinationEnum = capitalizedEnum<Combination>(
  'Combination',
  'How a value is made of what its evidence contributes.',
  {
    share: 'Everything above the line over everything below it.',
    median: 'Middle of the samples.',
    mean: 'Sum of the samples over their number.',
    survival: 'Kaplan–Meier median of the samples; what has not ended yet is taken into account.',
    per_day: 'Number of entries over the civil days of the window.',
    count: 'Number of entries above the line.',
    sum: 'Sum of the samples.',
  },
);

@ObjectType({ description: 'A value of a statement, which stands in it as `{name:Type}`.' })
export class StatementParameter {
  @Field(() => String, { description: 'Its name.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value, as JSON.' })
  readonly value!: string;
}

@ObjectType({ description: 'An option that a number was made with.' })
export class OptionInForce implements Option {
  @Field(() => String, { description: 'Its name, as `options` takes it.' })
  readonly name!: string;

  @Field(() => String, { description: 'Its value, as JSON.' })
  readonly value!: string;

  @Field(() => Boolean, { description: 'Whether it has its default.' })
  readonly isDefault!: boolean;
}

@ObjectType({ description: 'Options that services have for themselves, in place of those of all.' })
export class RulesInForce implements Rules {
  @Field(() => [String], { description: 'The services.' })
  readonly services!: readonly string[];

  @Field(() => [OptionInForce], { description: 'Their own options; the others are those of all.' })
  readonly options!: readonly Option[];
}

@ObjectType({ description: 'How many entries of the evidence there are of each part.' })
export class EvidenceCounts {
  @Field(() => Int, { description: 'Above the line, and below it.' })
  readonly numerator!: number;

  @Field(() => Int, { description: 'Below the line alone.' })
  readonly denominator!: number;

  @Field(() => Int, { description: 'Samples of a metric that is no ratio.' })
  readonly sample!: number;

  @Field(() => Int, { description: 'Not counted.' })
  readonly leftOut!: number;
}

@ObjectType({ description: 'Whether an incident is a failure in a number, under the options of that number.' })
export class ExplainedIncident {
  @Field(() => Incident, { description: 'The incident.' })
  readonly incident!: AskedIncident;

  @Field(() => Boolean, {
    description: 'It says of a deployment that it failed; whether that deployment counts, the evidence shows.',
  })
  readonly counted!: boolean;

  @Field(() => String, optional('Why not, in words; null: it is counted.'))
  readonly reason!: string | null;

  @Field(() => IncidentReasonEnum, optional('The same for programs.'))
  readonly reasonCode!: IncidentReason | null;
}

/** An explained incident with the instant it was asked for. */
export interface AskedExplainedIncident extends ExplainedIncident, Pick<Explained, 'blames'> {
  readonly asOf: number;
}

@ObjectType({
  description: 'How a number was made: its rule, its options, and everything that was counted or left out.',
})
export class Explanation {
  @Field(() => MetricIdEnum, { description: 'The metric.' })
  readonly metric!: MetricId;

  @Field(() => PhaseEnum, optional('Phase of lead time that was asked for; null: none, or all of them.'))
  readonly phase!: PhaseName | null;

  @Field(() => String, { description: 'Its name.' })
  readonly title!: string;

  @Field(() => String, { description: 'What is counted.' })
  readonly rule!: string;

  @Field(() => String, { description: 'Address of the definition it follows.' })
  readonly source!: string;

  @Field(() => DateTime, { description: 'First instant of the window.' })
  readonly from!: number;

  @Field(() => DateTime, { description: 'First instant after it.' })
  readonly to!: number;

  @Field(() => TimeZone, { description: 'Zone of its days.' })
  readonly timeZone!: string;

  @Field(() => DateTime, { description: 'What was known then is counted.' })
  readonly asOf!: number;

  @Field(() => [OptionInForce], { description: 'Every option, with its value.' })
  readonly options!: readonly Option[];

  @Field(() => [RulesInForce], { description: 'What holds for some services in their place.' })
  readonly serviceRules!: readonly Rules[];

  @Field(() => CombinationEnum, optional('How its value is made of what its evidence contributes; null: it has none.'))
  readonly made!: Combination | null;
}
