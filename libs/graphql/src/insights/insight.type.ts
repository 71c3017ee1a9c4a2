import type { Notable } from '@leadline/insights';
import type { MetricId, Unit } from '@leadline/metrics';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum, UnitEnum } from '../metrics/enums.js';
import { Outlier } from '../outliers/outlier.type.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';

export const InsightKindEnum = capitalizedEnum<Notable['kind']>('InsightKind', 'What is notable.', {
  change: 'A metric changed against the time before: beyond chance, and by enough to matter.',
  outlier: 'A team, a service, a deployment, an incident or a day stands out.',
  milestone: 'Something was reached and held. What is lost is never announced.',
});

export const InsightJudgementEnum = capitalizedEnum<Notable['judgement']>(
  'InsightJudgement',
  'Whether it is good news.',
  {
    better: 'It is.',
    worse: 'It is not.',
    neutral: 'Neither.',
  },
);

@ObjectType({ description: 'Something notable in a window, with the numbers that say so.' })
export class Insight {
  @Field(() => ID, { description: 'The same for the same insight of the same question.' })
  readonly id!: string;

  @Field(() => InsightKindEnum, { description: 'What is notable.' })
  readonly kind!: Notable['kind'];

  @Field(() => MetricIdEnum, { description: 'The metric that says so.' })
  readonly metric!: MetricId;

  @Field(() => InsightJudgementEnum, { description: 'Whether it is good news.' })
  readonly judgement!: Notable['judgement'];

  @Field(() => String, {
    description: 'One sentence with its numbers; names in it are as senders gave them: escape them.',
  })
  readonly text!: string;

  @Field(() => UnitEnum, { description: 'Of the values.' })
  readonly unit!: Unit;

  @Field(() => Float, optional('The value in the window; null: of a milestone.'))
  readonly value!: number | null;

  @Field(() => Float, optional('What it is compared with: the time before, or what is usual; null: of a milestone.'))
  readonly previous!: number | null;

  @Field(() => Int, optional('What the value was made from; null: of a milestone.'))
  readonly n!: number | null;

  @Field(() => Float, optional('How often chance alone would do as much; null: not tested so.'))
  readonly p!: number | null;

  @Field(() => ID, optional('The point of the metric in the window: `evidence(point:)` opens it.'))
  readonly point!: string | null;

  @Field(() => Outlier, optional('The outlier, with the rule that found it; null: it is none.'))
  readonly outlier!: Outlier | null;
}
