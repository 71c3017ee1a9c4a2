import type { MetricDetail as Detail, MetricId, PointStatus, Unit } from '@leadline/metrics';
import type { ChangeVerdict, LevelName } from '@leadline/pipeline';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { VERDICT_COST } from '../limits/cost.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { ChangeVerdictEnum, LevelEnum, MetricIdEnum, PointStatusEnum, UnitEnum } from './enums.js';

@ObjectType({ description: 'A number that explains a value.' })
export class MetricDetail implements Detail {
  @Field(() => String, {
    description: 'Its name, as the reference of the metrics lists it: `activeDays`, `unmeasured`.',
  })
  readonly name!: Detail['name'];

  @Field(() => String, { description: 'What it says, in one sentence.' })
  readonly meaning!: string;

  @Field(() => Float, optional('The number; null: there is none.'))
  readonly value!: number | null;

  @Field(() => UnitEnum, optional('Its unit; null: an amount of money, in the `currency` of the point.'))
  readonly unit!: Unit | null;
}

@ObjectType({
  description: 'The value of a metric for one group and bucket: flat, so that it is a row of a table. Null is never 0.',
})
export class MetricPoint {
  @Field(() => ID, { description: 'Opaque: everything the number was made by. `evidence(point:)` opens it.' })
  readonly id!: string;

  @Field(() => MetricIdEnum, { description: 'Which metric.' })
  readonly metric!: MetricId;

  @Field(() => String, optional('Path of the team, where grouped by TEAM.'))
  readonly team!: string | null;

  @Field(() => String, optional('The service, where grouped by SERVICE.'))
  readonly service!: string | null;

  @Field(() => String, optional('The repository, where grouped by REPOSITORY.'))
  readonly repository!: string | null;

  @Field(() => String, optional('The environment, where grouped by ENVIRONMENT.'))
  readonly environment!: string | null;

  @Field(() => String, optional('The feature flag, where grouped by FLAG; "(none)": carries none.'))
  readonly flag!: string | null;

  @Field(() => String, optional('The target, where grouped by TARGET.'))
  readonly target!: string | null;

  @Field(() => String, optional('Name of the tag, where grouped by TAG.'))
  readonly tagKey!: string | null;

  @Field(() => String, optional('Value of the tag, where grouped by TAG; null: the service has none.'))
  readonly tag!: string | null;

  @Field(() => DateTime, { description: 'Begin of the bucket, else of the window.' })
  readonly bucketStart!: number;

  @Field(() => DateTime, { description: 'First instant after the bucket, else after the window.' })
  readonly bucketEnd!: number;

  @Field(() => Boolean, { description: 'The window or asOf cuts the bucket: leave it out of trends and medians.' })
  readonly partial!: boolean;

  @Field(() => Float, optional('The value, in its unit; null: there is none.'))
  readonly value!: number | null;

  @Field(() => UnitEnum, { description: 'Unit of value, p75, p90, low, high, lowerBound and previous.' })
  readonly unit!: Unit;

  @Field(() => PointStatusEnum, { description: 'How far the value may be relied on.' })
  readonly status!: PointStatus;

  @Field(() => Int, { description: 'Number of samples.' })
  readonly n!: number;

  @Field(() => Float, optional('What was counted: of a ratio or a rate.'))
  readonly numerator!: number | null;

  @Field(() => Float, optional('What it was counted against: deployments of a ratio, civil days of a rate.'))
  readonly denominator!: number | null;

  @Field(() => Float, optional('75th percentile, of durations.'))
  readonly p75!: number | null;

  @Field(() => Float, optional('90th percentile, of durations.'))
  readonly p90!: number | null;

  @Field(() => Int, optional('Samples that have not ended yet, of recoveries.'))
  readonly open!: number | null;

  @Field(() => Int, optional('Failures known by inference alone, of the fail rate.'))
  readonly inferred!: number | null;

  @Field(() => Float, optional('The value is at least this, where it is not reached yet.'))
  readonly lowerBound!: number | null;

  @Field(() => Float, optional('Low end of the 95 % interval.'))
  readonly low!: number | null;

  @Field(() => Float, optional('High end of the 95 % interval.'))
  readonly high!: number | null;

  @Field(() => LevelEnum, optional('DORA level, where the whole interval lies within one; else levelLow to levelHigh.'))
  readonly level!: LevelName | null;

  @Field(() => LevelEnum, optional('Least level the interval touches.'))
  readonly levelLow!: LevelName | null;

  @Field(() => LevelEnum, optional('Greatest level the interval touches.'))
  readonly levelHigh!: LevelName | null;

  @Field(() => Float, optional('Value of the same bucket of `compareTo`.'))
  readonly previous!: number | null;

  @Field(
    () => Float,
    optional(
      'Against `previous`: of durations and rates value / previous (1.4: 40 % more), of ratios value - previous.',
    ),
  )
  readonly change!: number | null;

  @Field(() => ChangeVerdictEnum, {
    ...optional(
      "Whether it changed against `previous`, by the tests of insights and weekly mails; null: it is none of DORA's five, or there is a bucket or no `compareTo`.",
    ),
    complexity: VERDICT_COST,
  })
  readonly verdict!: ChangeVerdict | null;

  @Field(() => Boolean, { description: 'One deployment may be in several of these groups: never add them up.' })
  readonly overlapping!: boolean;

  @Field(() => Boolean, {
    description:
      'Its services are judged by rules that differ (`services.<name>.rules` of the configuration), each by its own; an option that the query names holds for all.',
  })
  readonly rulesDiffer!: boolean;

  @Field(() => [MetricDetail], {
    description: 'What is returned beside the value: what was left out, parts of it, other ways to look at it.',
  })
  readonly details!: readonly Detail[];

  @Field(() => String, optional('Currency of the amounts among the details, where all are in one (ISO 4217).'))
  readonly currency!: string | null;

  @Field(() => DateTime, { description: 'When it was computed.' })
  readonly computedAt!: number;

  @Field(() => String, { description: 'Version of the configuration it was computed with.' })
  readonly configVersion!: string;
}
