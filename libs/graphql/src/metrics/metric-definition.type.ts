import type { DetailName, MetricId, MetricTarget as Target, Unit } from '@leadline/metrics';
import { Field, Float, ObjectType } from '@nestjs/graphql';
import { documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { type Direction, DirectionEnum, MetricIdEnum, UnitEnum } from './enums.js';

export const TargetBoundEnum = documentedEnum<Target['is']>('TargetBound', 'How a value is compared with a target.', {
  AT_LEAST: 'It is met by the value itself, and above.',
  AT_MOST: 'It is met by the value itself, and below.',
  BELOW: 'It is met below the value.',
});

@ObjectType({ description: 'What is customarily asked of a metric: something to begin with, and no verdict.' })
export class MetricTarget {
  @Field(() => TargetBoundEnum, { description: 'How a value is compared with it.' })
  readonly is!: Target['is'];

  @Field(() => Float, { description: 'What is asked.' })
  readonly value!: number;

  @Field(() => UnitEnum, { description: 'What it is measured in: as the metric, or as the detail.' })
  readonly unit!: Unit;

  @Field(() => String, optional('Name of the detail that is to keep it; null: the value itself.'))
  readonly of!: DetailName | null;
}

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

  @Field(() => MetricTarget, optional('What guides to deployments customarily ask for; null: nothing in general.'))
  readonly target!: MetricTarget | null;
}
