import type { Direction } from '@leadline/insights';
import { type ComparedMetric } from '@leadline/pipeline';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ComparedMetricEnum, WantedEnum } from '../before-after/before-after.resolver.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

@ObjectType({ description: 'Something people set out to change, judged by a metric that they named.' })
export class Project {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => String, { description: 'What it is called.' })
  readonly name!: string;

  @Field(() => String, { description: 'What it touches: "organisation", "team:eng/payments" or "service:shop".' })
  readonly scope!: string;

  @Field(() => String, { description: 'The metric it is judged by.' })
  readonly metric!: string;

  @Field(() => WantedEnum, { description: 'Which way the metric was wanted to go.' })
  readonly wanted!: Direction;

  @Field(() => DateTime, { description: 'When it begins to change things.' })
  readonly start!: number;

  @Field(() => DateTime, optional('When it was done; null: it is not.'))
  readonly end!: number | null;

  @Field(() => String, optional('Why.'))
  readonly reason!: string | null;

  @Field(() => String, optional('Where others can see it.'))
  readonly link!: string | null;

  @Field(() => String, { description: 'Who named what it is judged by: the id of a token, or "local".' })
  readonly by!: string;

  @Field(() => DateTime, { description: 'When metric, direction, scope and start were last named.' })
  readonly namedAt!: number;

  @Field(() => Boolean, {
    description: 'Whether that was before it began. What was named later is exploration: some metric always fits.',
  })
  readonly namedBeforehand!: boolean;
}

@InputType({ description: 'A project, or what is new of one: what is left out stays as it was said.' })
export class ProjectInput {
  @Field(() => ID, { description: 'A short name that it keeps, such as "smaller-batches".' })
  readonly id!: string;

  @Field(() => String, optional('What it is called; default: its id.'))
  readonly name?: string | null;

  @Field(() => String, optional('Path of the team it touches; without team and service: the organisation.'))
  readonly team?: string | null;

  @Field(() => String, optional('Name of the service it touches.'))
  readonly service?: string | null;

  @Field(() => ComparedMetricEnum, optional('The one metric it is judged by. Needed of a new one.'))
  readonly metric?: ComparedMetric | null;

  @Field(() => WantedEnum, optional('Which way the metric should go. Needed of a new one.'))
  readonly wanted?: Direction | null;

  @Field(() => DateTime, optional('When it begins to change things. Needed of a new one.'))
  readonly start?: number | null;

  @Field(() => DateTime, optional('When it is done.'))
  readonly end?: number | null;

  @Field(() => String, optional('Why, for those who come after: at most 2000 characters.'))
  readonly reason?: string | null;

  @Field(() => String, optional('Where others can see it: an http or https address.'))
  readonly link?: string | null;

  @Field(() => Boolean, optional('It is no project any more; it stays in the log.'))
  readonly withdrawn?: boolean | null;
}

@ObjectType({ description: 'What was written down.' })
export class ProjectPayload {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => ID, {
    description: 'Position of the delivery it lies in: `/readyz?after=<position>` tells when it counts.',
  })
  readonly position!: string;
}
