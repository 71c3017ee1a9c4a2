import type { AnswerValue } from '@leadline/insights';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { optional } from '../schema/optional.js';
import { AnswerValueEnum } from './scorecard-enums.js';

@InputType({
  description: "A person's answer to a criterion of one scope. The latest holds, for 180 days.",
})
export class CriterionAnswerInput {
  @Field(() => ID, { description: 'The criterion, such as "1.C2": one that telemetry does not decide by itself.' })
  readonly criterion!: string;

  @Field(() => String, optional('Path of the team it is answered for; without team and service: the organisation.'))
  readonly team?: string | null;

  @Field(() => String, optional('Name of the service it is answered for.'))
  readonly service?: string | null;

  @Field(() => AnswerValueEnum, { description: 'What is said.' })
  readonly answer!: AnswerValue;

  @Field(() => String, { description: 'Why, for those who come after: 3 to 2000 characters.' })
  readonly reason!: string;

  @Field(() => String, optional('Where others can see it: an http or https address. Needed by "yes" to L5.1.'))
  readonly link?: string | null;
}

@ObjectType({ description: 'What was written down.' })
export class CriterionAnswerPayload {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => ID, {
    description: 'Position of the delivery it lies in: `/readyz?after=<position>` tells when it counts.',
  })
  readonly position!: string;
}
