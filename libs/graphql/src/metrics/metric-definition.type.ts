import type { MetricId, Unit } from '@leadline/metrics';
import { Field, ObjectType } from '@nestjs/graphql';
import { type Direction, DirectionEnum, MetricIdEnum, UnitEnum } from './enums.js';

@ObjectType({ description: 'What a metric means.' })
export class MetricDefinition {
  @Field(() => MetricIdEnum, { description: 'What it is asked for by.' })
  readonly id!: MetricId;

  @Field(() => String, { description: 'Its name.' })
  readonly title!: string;

  @Field(() => String, { description: 'One sentence.' })
  readonly summary!: string;

  @Field(() => UnitEnum, { description: 'What its values are measured in.' })
  readonly unit!: Unit;

  @Field(() => DirectionEnum, { description: 'Which way is better.' })
  readonly direction!: Direction;

  @Field(() => String, {
    description: 'What it counts, in which unit, which way is better, and whose definition it is.',
  })
  readonly documentation!: string;

  @Field(() => String, { description: 'Address of the definition it follows.' })
  readonly source!: string;
}
