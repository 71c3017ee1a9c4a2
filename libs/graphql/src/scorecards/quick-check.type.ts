import type { MetricId } from '@leadline/metrics';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { MetricPoint } from '../metrics/metric-point.type.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

@ObjectType({ description: 'What people of all industries answered, on the scale of the scores: 10 is good.' })
export class QuickCheckBenchmark {
  @Field(() => Float, { description: 'Mean of the scores, 0 to 10.' })
  readonly mean!: number;

  @Field(() => Float, { description: 'Their standard deviation.' })
  readonly standardDeviation!: number;
}

@ObjectType({ description: 'What people say that a number of the Quick Check is.' })
export class QuickCheckAnswer {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => Float, { description: 'In the unit of the metric.' })
  readonly value!: number;

  @Field(() => Float, optional('Its score, 0 to 10.'))
  readonly score!: number | null;

  @Field(() => String, { description: 'Why.' })
  readonly reason!: string;

  @Field(() => String, { description: 'Who said it: the id of a token, or "local".' })
  readonly by!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;
}

@ObjectType({ description: 'The score of one of the five metrics.' })
export class QuickCheckScore {
  @Field(() => MetricIdEnum, { description: 'Which.' })
  readonly metric!: MetricId;

  @Field(() => Float, optional('0 to 10, 10 is good; null: there is no value, and the means leave it out.'))
  readonly score!: number | null;

  @Field(() => QuickCheckBenchmark, { description: 'All industries.' })
  readonly benchmark!: QuickCheckBenchmark;

  @Field(() => MetricPoint, { description: 'The number it is the score of.' })
  readonly point!: MetricPoint;

  @Field(() => QuickCheckAnswer, optional('What people say that the number is; null: nobody says otherwise.'))
  readonly answer!: QuickCheckAnswer | null;
}

@ObjectType({ description: 'The means with what people say in the place of what tools told.' })
export class CorrectedQuickCheck {
  @Field(() => Float, optional('Mean of the scores there are, 0 to 10.'))
  readonly overall!: number | null;

  @Field(() => Float, optional('Mean of lead time, frequency and recovery, as far as they are there.'))
  readonly throughput!: number | null;

  @Field(() => Float, optional('Mean of fail rate and rework rate, as far as they are there.'))
  readonly stability!: number | null;
}

@ObjectType({
  description:
    "DORA's Quick Check, answered by telemetry instead of a survey. It shows where numbers lie among answers of people, not what a team is.",
})
export class QuickCheck {
  @Field(() => String, { description: 'Edition that scores and benchmark are of.' })
  readonly edition!: string;

  @Field(() => Float, optional('Mean of the scores there are, 0 to 10.'))
  readonly overall!: number | null;

  @Field(() => Float, optional('Mean of lead time, frequency and recovery, as far as they are there.'))
  readonly throughput!: number | null;

  @Field(() => Float, optional('Mean of fail rate and rework rate, as far as they are there.'))
  readonly stability!: number | null;

  @Field(() => QuickCheckBenchmark, { description: 'Throughput of all industries.' })
  readonly throughputBenchmark!: QuickCheckBenchmark;

  @Field(() => QuickCheckBenchmark, { description: 'Stability of all industries.' })
  readonly stabilityBenchmark!: QuickCheckBenchmark;

  @Field(() => [QuickCheckScore], { description: 'The five metrics, those without a value too.' })
  readonly scores!: readonly QuickCheckScore[];

  @Field(
    () => CorrectedQuickCheck,
    optional('The same with what people say; null: nobody corrected a number of this very scope.'),
  )
  readonly corrected!: CorrectedQuickCheck | null;
}
