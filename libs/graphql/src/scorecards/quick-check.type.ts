import type { MetricId } from '@leadline/metrics';
import { Field, Float, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { MetricPoint } from '../metrics/metric-point.type.js';
import { optional } from '../schema/optional.js';

@ObjectType({ description: 'What people of all industries answered, on the scale of the scores: 10 is good.' })
export class QuickCheckBenchmark {
  @Field(() => Float, { description: 'Mean of the scores, 0 to 10.' })
  readonly mean!: number;

  @Field(() => Float, { description: 'Their standard deviation.' })
  readonly standardDeviation!: number;
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
}
