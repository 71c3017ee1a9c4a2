import type { Outlier as Found, OutlierMeasure, OutlierRule } from '@leadline/insights';
import type { MetricId, Unit } from '@leadline/metrics';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum, UnitEnum } from '../metrics/enums.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { ComparedWithEnum, OutlierDirectionEnum, OutlierMeasureEnum, OutlierRuleEnum } from './outlier-enums.js';

@ObjectType({ description: 'What the value of an outlier was compared with, in its unit.' })
export class OutlierReference {
  @Field(() => ComparedWithEnum, { description: 'What it is.' })
  readonly of!: Found['comparedWith']['of'];

  @Field(() => Int, { description: 'How many groups, weeks, days or records; 1: a span of time.' })
  readonly members!: number;

  @Field(() => Int, { description: 'Deployments, or records, behind them.' })
  readonly n!: number;

  @Field(() => Float, { description: 'Their pooled rate, median or mean.' })
  readonly center!: number;

  @Field(() => Float, optional('Lowest value that is nothing unusual; null: there is no such limit.'))
  readonly low!: number | null;

  @Field(() => Float, optional('Highest value that is nothing unusual; null: there is no such limit.'))
  readonly high!: number | null;

  @Field(() => ID, optional('The point of the metric it is made of: `evidence(point:)` opens it.'))
  readonly point!: string | null;
}

/** The group something is of, flat as those of MetricPoint. */
@ObjectType({ isAbstract: true })
export abstract class OfGroup {
  @Field(() => String, optional('Path of the team, when compared by it.'))
  readonly team!: string | null;

  @Field(() => String, optional('Service, when compared by it, and of single records.'))
  readonly service!: string | null;

  @Field(() => String, optional('Repository, when compared by it.'))
  readonly repository!: string | null;

  @Field(() => String, optional('Environment, when compared by it.'))
  readonly environment!: string | null;

  @Field(() => String, optional('Key of the tag, when compared by one.'))
  readonly tagKey!: string | null;

  @Field(() => String, optional('Value of the tag, when compared by one.'))
  readonly tag!: string | null;
}

@ObjectType({
  description: 'Something that stands out, with the rule that says so, what it was compared with, and how sure it is.',
})
export class Outlier extends OfGroup {
  @Field(() => ID, { description: 'Tells it apart; the same whenever the same is found.' })
  readonly id!: string;

  @Field(() => OutlierRuleEnum, { description: 'What found it.' })
  readonly rule!: OutlierRule;

  @Field(() => OutlierMeasureEnum, { description: 'What stands out.' })
  readonly measure!: OutlierMeasure;

  @Field(() => MetricIdEnum, { description: 'The metric it is a value or a part of.' })
  readonly metric!: MetricId;

  @Field(() => Float, { description: 'The value that stands out.' })
  readonly value!: number;

  @Field(() => UnitEnum, { description: 'What it is measured in.' })
  readonly unit!: Unit;

  @Field(() => Int, { description: 'Deployments behind the value; 1 of a single record.' })
  readonly n!: number;

  @Field(() => Int, optional('Of a rate: how many of the n.'))
  readonly numerator!: number | null;

  @Field(() => OutlierReference, { description: 'What it was compared with.' })
  readonly comparedWith!: OutlierReference;

  @Field(
    () => Float,
    optional('Ratio to the center for durations and frequency, difference for shares; null: the center is 0.'),
  )
  readonly change!: number | null;

  @Field(() => OutlierDirectionEnum, { description: 'Whether it is good news.' })
  readonly direction!: Found['direction'];

  @Field(
    () => Float,
    optional('Probability that the true rate is above one and a half times the center; null: the rule has none.'),
  )
  readonly posterior!: number | null;

  @Field(() => Boolean, optional('Whether it is above twice the center as well, with 95 % probability.'))
  readonly strong!: boolean | null;

  @Field(
    () => Float,
    optional(
      'How often chance alone would give as much or more, on either side (UNUSUAL_DAY: as many failures); null: no test.',
    ),
  )
  readonly p!: number | null;

  @Field(
    () => Float,
    optional('p adjusted for everything that was tested: the smallest false discovery rate at which it is flagged.'),
  )
  readonly q!: number | null;

  @Field(() => Float, optional('Robust standard deviations above the median, of logarithms; of single records.'))
  readonly score!: number | null;

  @Field(() => Float, optional('What the score must exceed.'))
  readonly threshold!: number | null;

  @Field(() => DateTime, { description: 'When it began; of a share, the beginning of the window.' })
  readonly since!: number;

  @Field(() => Boolean, { description: 'It may still change: failures of the last seven days may not be known yet.' })
  readonly provisional!: boolean;

  @Field(() => ID, optional('The point of the metric that the value is: `evidence(point:)` opens it.'))
  readonly point!: string | null;

  @Field(() => ID, optional('The single deployment: `deployment(id:)` opens it.'))
  readonly deployment!: string | null;

  @Field(() => ID, optional('The single incident.'))
  readonly incident!: string | null;

  @Field(() => Boolean, { description: 'The incident has not ended: the value is what it took so far.' })
  readonly open!: boolean;
}
