import type { NotJudgedReason, OutlierMeasure, OutlierRule } from '@leadline/insights';
import type { MetricId } from '@leadline/metrics';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { NotJudgedReasonEnum, OutlierMeasureEnum, OutlierRuleEnum } from './outlier-enums.js';
import { OfGroup, Outlier } from './outlier.type.js';

@ObjectType({ description: 'How many were not judged, for one reason.' })
export class NotJudged {
  @Field(() => NotJudgedReasonEnum, { description: 'Why.' })
  readonly reason!: NotJudgedReason;

  @Field(() => Int, { description: 'How many.' })
  readonly count!: number;
}

@ObjectType({
  description: 'What one rule looked at, flagged or not: groups, days of UNUSUAL_DAY, records of SINGLE_RECORD.',
})
export class LookedAt {
  @Field(() => OutlierRuleEnum, { description: 'The rule.' })
  readonly rule!: OutlierRule;

  @Field(() => OutlierMeasureEnum, { description: 'What it looked at of them.' })
  readonly measure!: OutlierMeasure;

  @Field(() => Int, { description: 'How many it looked at.' })
  readonly looked!: number;

  @Field(() => Int, { description: 'How many of them it could judge.' })
  readonly judged!: number;

  @Field(() => Int, { description: 'How many of those stand out.' })
  readonly flagged!: number;

  @Field(() => Int, { description: 'How many were too small to judge, now or before.' })
  readonly tooFew!: number;

  @Field(() => [NotJudged], { description: 'Why the others were not judged.' })
  readonly notJudged!: readonly NotJudged[];
}

@ObjectType({ description: 'A group in a funnel plot: between its limits is what chance explains.' })
export class FunnelPoint extends OfGroup {
  @Field(() => Int, { description: 'Deployments.' })
  readonly n!: number;

  @Field(() => Int, { description: 'How many of them failed, or were rework.' })
  readonly numerator!: number;

  @Field(() => Float, { description: 'Their share.' })
  readonly value!: number;

  @Field(() => Float, { description: 'A group of this size falls below by chance once in forty times.' })
  readonly low95!: number;

  @Field(() => Float, { description: 'A group of this size rises above by chance once in forty times.' })
  readonly high95!: number;

  @Field(() => Float, { description: 'A group of this size falls below by chance once in a thousand times.' })
  readonly low998!: number;

  @Field(() => Float, { description: 'A group of this size rises above by chance once in a thousand times.' })
  readonly high998!: number;

  @Field(() => Boolean, { description: 'Whether it has the ten deployments it takes.' })
  readonly judged!: boolean;

  @Field(() => Boolean, { description: 'Whether it is an outlier: by the posterior rule, not by the limits.' })
  readonly flagged!: boolean;

  @Field(() => Float, optional('Probability that its true rate is above one and a half times the pooled one.'))
  readonly posterior!: number | null;

  @Field(() => ID, { description: 'The point of the metric: `evidence(point:)` opens it.' })
  readonly point!: string;
}

@ObjectType({ description: 'Shares of groups of every size against the share of all. It is no ranking.' })
export class Funnel {
  @Field(() => MetricIdEnum, { description: 'The metric.' })
  readonly metric!: MetricId;

  @Field(() => Float, optional('Share of all groups together; null: nothing was deployed.'))
  readonly pooled!: number | null;

  @Field(() => [FunnelPoint], { description: 'Groups with at least one deployment, by name.' })
  readonly points!: readonly FunnelPoint[];
}

@ObjectType({ description: 'Everything a search for outliers looked at, and what it found.' })
export class OutlierScan {
  @Field(() => [Outlier], { description: 'What stands out, strongest evidence first, single records last.' })
  readonly outliers!: readonly Outlier[];

  @Field(() => [LookedAt], { description: 'What each rule looked at, and what it could not judge.' })
  readonly lookedAt!: readonly LookedAt[];

  @Field(() => [Funnel], { description: 'A funnel plot for each share among the metrics.' })
  readonly funnels!: readonly Funnel[];

  @Field(() => Int, { description: 'How many judgements were made, single records aside.' })
  readonly tests!: number;

  @Field(() => Float, { description: 'How many of the flags are to be expected false, at most; single records aside.' })
  readonly expectedFalse!: number;

  @Field(() => DateTime, { description: 'When it was computed.' })
  readonly computedAt!: number;

  @Field(() => String, { description: 'Version of the configuration it was computed with.' })
  readonly configVersion!: string;
}
