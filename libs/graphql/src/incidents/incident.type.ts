import type { Blame, IncidentSummary } from '@leadline/pipeline';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { FailureRuleEnum } from '../deployments/deployment-detail.types.js';
import { connectionType } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

/** An incident with the instant it was asked for. */
export interface AskedIncident extends IncidentSummary {
  readonly asOf: number;
}

@ObjectType({ description: 'A disturbance of a service.' })
export class Incident {
  @Field(() => ID, { description: 'Its id, as its source gave it.' })
  readonly id!: string;

  @Field(() => ID, { description: 'The entity its events are patches of.' })
  readonly entity!: string;

  @Field(() => String, { description: 'The service it disturbs.' })
  readonly service!: string;

  @Field(() => String, optional('Where it happened; null: its source did not say.'))
  readonly environment!: string | null;

  @Field(
    () => String,
    optional(
      'Tier of that environment; null: nobody tells it. One that is known not to be production counts in no metric of production.',
    ),
  )
  readonly tier!: string | null;

  @Field(() => String, optional('As its source calls it; sev1 is worst.'))
  readonly severity!: string | null;

  @Field(() => String, optional('As its source calls it.'))
  readonly status!: string | null;

  @Field(() => String, { description: 'What happened.' })
  readonly title!: string;

  @Field(() => String, optional('Its page at the source.'))
  readonly url!: string | null;

  @Field(() => String, { description: 'The source that reported it.' })
  readonly source!: string;

  @Field(() => DateTime, { description: 'When users began to suffer.' })
  readonly startedAt!: number;

  @Field(() => DateTime, optional('When it was noticed.'))
  readonly detectedAt!: number | null;

  @Field(() => DateTime, optional('When somebody took it on.'))
  readonly acknowledgedAt!: number | null;

  @Field(() => DateTime, optional('When it was over; null: it is open.'))
  readonly resolvedAt!: number | null;

  @Field(() => Boolean, { description: 'Whether users noticed.' })
  readonly userFacing!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether it may be the failure of a deployment; false: a false positive, a duplicate, or no change caused it.',
  })
  readonly counts!: boolean;
}

@ObjectType({ description: 'A deployment that an incident is laid to.' })
export class IncidentCause {
  @Field(() => FailureRuleEnum, { description: 'By which rule.' })
  readonly rule!: Blame['rule'];

  @Field(() => Boolean, { description: 'Whether it speaks under the default options.' })
  readonly counts!: boolean;
}

export interface AskedCause extends Blame {
  readonly asOf: number;
}

@InputType({ description: 'Which incidents. Every member narrows; absent and empty ones do not.' })
export class IncidentFilter {
  @Field(() => [String], optional('Services they disturb.'))
  readonly services?: string[] | null;

  @Field(() => [String], optional('Paths of teams that own the services; a parent includes its descendants.'))
  readonly teams?: string[] | null;

  @Field(() => Boolean, optional('Whether they are open.'))
  readonly open?: boolean | null;

  @Field(() => DateTime, optional('Began at or after.'))
  readonly from?: number | null;

  @Field(() => DateTime, optional('Began before.'))
  readonly to?: number | null;
}

export const IncidentConnection = connectionType('Incident', Incident, 'Incidents, latest first.');
