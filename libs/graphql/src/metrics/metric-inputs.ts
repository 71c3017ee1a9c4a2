import type { Bucket, Dimension, MetricId } from '@leadline/metrics';
import { ArgsType, Field, InputType } from '@nestjs/graphql';
import { DateTime, TimeZone } from '../schema/scalars.js';
import { BucketEnum, DimensionEnum, MetricIdEnum } from './enums.js';
import { type GivenOptions, MetricOptionsInput } from './metric-options.input.js';

@InputType({ description: 'A half-open interval [from, to). Its days and buckets are civil in the time zone.' })
export class WindowInput {
  @Field(() => DateTime, { description: 'First instant of it.' })
  readonly from!: number;

  @Field(() => DateTime, { description: 'First instant after it.' })
  readonly to!: number;

  @Field(() => TimeZone, { nullable: true, defaultValue: 'UTC', description: 'Zone of its days and buckets.' })
  readonly timeZone?: string | null;
}

@InputType({ description: 'One dimension to group by.' })
export class GroupByInput {
  @Field(() => DimensionEnum, { description: 'What to group by.' })
  readonly dimension!: Dimension;

  @Field(() => String, { nullable: true, description: 'Name of the tag: with TAG, and only there.' })
  readonly tagKey?: string | null;
}

@InputType({
  description:
    'What to look at. Every list narrows; absent or empty ones do not. Without environments: those of tier production.',
})
export class ScopeInput {
  @Field(() => [String], {
    nullable: true,
    description: 'Paths of teams ("eng/payments"); a parent includes its descendants.',
  })
  readonly teams?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of services.' })
  readonly services?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Repositories, as deployments name them ("acme/payments").' })
  readonly repositories?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Names of environments.' })
  readonly environments?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Keys of feature flags that deployments carry.' })
  readonly flags?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Targets within environments.' })
  readonly targets?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Tags of services as "key:value"; several mean any of them.' })
  readonly tags?: string[] | null;
}

@ArgsType()
export class MetricsArguments {
  @Field(() => [MetricIdEnum], { description: 'Which metrics.' })
  readonly ids!: MetricId[];

  @Field(() => WindowInput, { description: 'When.' })
  readonly window!: WindowInput;

  @Field(() => BucketEnum, {
    nullable: true,
    description: 'Cut the window into these; absent: one value for all of it.',
  })
  readonly bucket?: Bucket | null;

  @Field(() => [GroupByInput], {
    nullable: true,
    description: 'One row per combination of these; absent: everything pooled.',
  })
  readonly by?: GroupByInput[] | null;

  @Field(() => ScopeInput, { nullable: true, description: 'What to look at; absent: everything in production.' })
  readonly scope?: ScopeInput | null;

  @Field(() => WindowInput, {
    nullable: true,
    description: 'A second window: its values are `previous`, bucket by bucket from its beginning.',
  })
  readonly compareTo?: WindowInput | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Count only what was known then; absent: now. Later than now: as if nothing more happened until then.',
  })
  readonly asOf?: number | null;

  @Field(() => MetricOptionsInput, { nullable: true, description: 'How to count.' })
  readonly options?: GivenOptions | null;
}
