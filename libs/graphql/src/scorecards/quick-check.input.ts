import type { MetricId } from '@leadline/metrics';
import { Field, Float, ID, InputType, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { optional } from '../schema/optional.js';

@InputType({
  description: "A person's word on a number of the Quick Check of one scope. The latest holds; both are shown.",
})
export class QuickCheckAnswerInput {
  @Field(() => MetricIdEnum, { description: 'One of the five metrics.' })
  readonly metric!: MetricId;

  @Field(() => String, optional('Path of the team it is said for; without team and service: the organisation.'))
  readonly team?: string | null;

  @Field(() => String, optional('Name of the service it is said for.'))
  readonly service?: string | null;

  @Field(
    () => Float,
    optional(
      'Seconds, deployments a day, or a share from 0 to 1, as the metric has it; null takes the last word back.',
    ),
  )
  readonly value?: number | null;

  @Field(() => String, { description: 'Why, for those who come after: 3 to 2000 characters.' })
  readonly reason!: string;
}

@ObjectType({ description: 'What was written down.' })
export class QuickCheckAnswerPayload {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => ID, {
    description: 'Position of the delivery it lies in: `/readyz?after=<position>` tells when it counts.',
  })
  readonly position!: string;
}
