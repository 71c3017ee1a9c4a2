import type { MetricId } from '@leadline/metrics';
import type {
  Advice as Step,
  DataGap as Gap,
  OutcomeCounts as Counts,
  ReconciledTarget as Reconciled,
  RefusedHooks as Refused,
  SourceHealth as Health,
} from '@leadline/pipeline';
import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { MetricIdEnum } from '../metrics/enums.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

@ObjectType({ description: 'What became of deliveries.' })
export class OutcomeCounts implements Counts {
  @Field(() => Int, { description: 'Understood.' })
  readonly normalized!: number;

  @Field(() => Int, { description: 'Understood, and of no interest.' })
  readonly ignored!: number;

  @Field(() => Int, { description: 'Not understood.' })
  readonly quarantined!: number;
}

@ObjectType({ description: 'What is wrong, and the next step.' })
export class Advice implements Step {
  @Field(() => String, {
    description: 'The same for programs: off, refused, never_received, clock, silent, quarantine or only_ignored.',
  })
  readonly code!: string;

  @Field(() => String, { description: 'What is wrong.' })
  readonly message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  readonly fix!: string;
}

@ObjectType({ description: 'The last delivery that was not understood.' })
export class SourceError {
  @Field(() => DateTime, { description: 'When it came.' })
  readonly at!: number;

  @Field(() => String, { description: 'Why it was not understood, for programs: unreadable_body, invalid_body, …' })
  readonly reason!: string;
}

@ObjectType({
  description: 'What was answered 401 in the last seven days: its signature or token was wrong, or there was none.',
})
export class RefusedHooks implements Refused {
  @Field(() => DateTime, { description: 'When the last one came.' })
  readonly lastAt!: number;

  @Field(() => Int, { description: 'In the last 24 hours.' })
  readonly last24Hours!: number;

  @Field(() => Int, { description: 'In the last 7 days.' })
  readonly last7Days!: number;

  @Field(() => Int, { description: 'Of these, signed well, but too long ago or ahead of the clock here.' })
  readonly stale!: number;
}

@ObjectType({ description: 'A look at what a sender could not deliver, by its own list of deliveries.' })
export class ReconciledTarget implements Reconciled {
  @Field(() => String, { description: 'Whose webhook, e.g. "acme/shop".' })
  readonly target!: string;

  @Field(() => DateTime, { description: 'When it was looked.' })
  readonly at!: number;

  @Field(() => Int, { description: 'Attempts to deliver that were looked at.' })
  readonly attempts!: number;

  @Field(() => Int, { description: 'Deliveries that none of them brought.' })
  readonly missed!: number;

  @Field(() => Int, { description: 'Of those, asked to be sent again.' })
  readonly sentAgain!: number;

  @Field(() => Int, { description: 'Of those, refused so often that they are not asked for any more.' })
  readonly givenUp!: number;

  @Field(() => String, optional('Why it could not be done, and what it takes; null: it could.'))
  readonly problem!: string | null;
}

@ObjectType({
  description: 'An endpoint that is declared, on, knocked at or ever received something, and whether it still does.',
})
export class SourceHealth implements Health {
  @Field(() => String, { description: 'Name of the endpoint.' })
  readonly endpoint!: string;

  @Field(() => String, { description: 'The source it understands, e.g. "github".' })
  readonly source!: string;

  @Field(() => Boolean, { description: 'Whether it is on: configured, with a secret where it needs one.' })
  readonly configured!: boolean;

  @Field(() => DateTime, optional('When it received something last; null: never.'))
  readonly lastReceivedAt!: number | null;

  @Field(() => DateTime, optional('When a test event was sent to it last; these count nowhere else.'))
  readonly lastTestAt!: number | null;

  @Field(() => OutcomeCounts, { description: 'Received in the last 24 hours.' })
  readonly last24Hours!: OutcomeCounts;

  @Field(() => OutcomeCounts, { description: 'Received in the last 7 days.' })
  readonly last7Days!: OutcomeCounts;

  @Field(() => Int, { description: 'In quarantine now, whenever they came.' })
  readonly openInQuarantine!: number;

  @Field(() => SourceError, optional('The last delivery that was not understood; null: every one was.'))
  readonly lastError!: SourceError | null;

  @Field(
    () => Float,
    optional(
      '19 of 20 gaps between deliveries of the last 28 days were shorter, in seconds; null: fewer than 20 came.',
    ),
  )
  readonly usualGapSeconds!: number | null;

  @Field(() => Boolean, {
    description: 'Nothing came for longer than a day, and for longer than thrice the usual gap.',
  })
  readonly silent!: boolean;

  @Field(() => [ReconciledTarget], {
    description: 'The last look at what its sender could not deliver, one for each target; empty: nobody looked.',
  })
  readonly reconciled!: readonly Reconciled[];

  @Field(
    () => RefusedHooks,
    optional('What was refused in the last seven days, of which nothing is stored; null: nothing.'),
  )
  readonly refused!: Refused | null;

  @Field(() => [Advice], { description: 'What is wrong with it, and the next step; empty: nothing.' })
  readonly advice!: readonly Step[];
}

export const DataGapCodeEnum = capitalizedEnum<Gap['code']>('DataGapCode', 'What is missing.', {
  no_deployments: 'No deployment arrived lately.',
  no_production: 'No environment is of tier production.',
  no_commits: 'The commits of no deployment are known.',
  commits_unknown: 'The commits of many deployments are not all known.',
  no_incidents: 'No incident ever came.',
  incidents_elsewhere: 'Incidents name services that deploy nothing to production.',
  incidents_open: 'Incidents were never closed.',
  deployments_open: 'Deployments were never reported to their end.',
});

@ObjectType({ description: 'Something without which numbers cannot be known, or are less than they seem.' })
export class DataGap implements Gap {
  @Field(() => DataGapCodeEnum, { description: 'What is missing, for programs.' })
  readonly code!: Gap['code'];

  @Field(() => [MetricIdEnum], { description: 'Metrics that suffer.' })
  readonly metrics!: readonly MetricId[];

  @Field(() => String, { description: 'What is missing.' })
  readonly message!: string;

  @Field(() => String, { description: 'What to do about it.' })
  readonly fix!: string;
}
