import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';

export type CorrectionKind =
  | 'DEPLOYMENT_FAILED'
  | 'DEPLOYMENT_OK'
  | 'DEPLOYMENT_IS_HOTFIX'
  | 'DEPLOYMENT_EXCLUDED'
  | 'INCIDENT_CAUSED_BY'
  | 'INCIDENT_CAUSED_BY_FLAG'
  | 'INCIDENT_NOT_CAUSED_BY_CHANGE'
  | 'INCIDENT_FALSE_POSITIVE';

export const CorrectionKindEnum = documentedEnum<CorrectionKind>('CorrectionKind', 'What a person says.', {
  DEPLOYMENT_FAILED: 'This deployment failed, whatever its source says.',
  DEPLOYMENT_OK: 'This deployment did not fail, whatever else says so.',
  DEPLOYMENT_IS_HOTFIX: 'This deployment is a hotfix; with `fixes`, for that one, which failed.',
  DEPLOYMENT_EXCLUDED: 'This deployment counts nowhere: a test of the pipeline, say.',
  INCIDENT_CAUSED_BY: 'This incident was caused by this deployment.',
  INCIDENT_CAUSED_BY_FLAG: 'This incident was caused by this change of a feature flag, and by no deployment.',
  INCIDENT_NOT_CAUSED_BY_CHANGE: 'This incident was not caused by a change.',
  INCIDENT_FALSE_POSITIVE: 'This incident never was a disturbance.',
});

@InputType({
  description:
    "A person's word on a deployment or an incident. It outranks every inference, and every later event of a source.",
})
export class CorrectionInput {
  @Field(() => CorrectionKindEnum, { description: 'What is said.' })
  readonly kind!: CorrectionKind;

  @Field(
    () => ID,
    optional('The deployment, by its id or that of an attempt: of every DEPLOYMENT_… and of INCIDENT_CAUSED_BY.'),
  )
  readonly deployment?: string | null;

  @Field(() => ID, optional('The incident, as its source names it: of every INCIDENT_….'))
  readonly incident?: string | null;

  @Field(
    () => ID,
    optional('The change of a feature flag, by its id (`flagChanges`): of INCIDENT_CAUSED_BY_FLAG alone.'),
  )
  readonly flagChange?: string | null;

  @Field(() => ID, optional('The deployment that a hotfix repairs: of DEPLOYMENT_IS_HOTFIX alone.'))
  readonly fixes?: string | null;

  @Field(() => String, { description: 'Why, for those who come after: 3 to 2000 characters.' })
  readonly reason!: string;
}

@InputType({ description: 'Takes back what somebody said of a deployment or an incident: name one of the two.' })
export class WithdrawalInput {
  @Field(() => ID, { description: 'Id of the event, as `recordCorrection` and `corrections` give it.' })
  readonly event!: string;

  @Field(() => ID, optional('The deployment it was said of, by its id or that of an attempt.'))
  readonly deployment?: string | null;

  @Field(() => ID, optional('The incident it was said of, as its source names it.'))
  readonly incident?: string | null;

  @Field(() => String, { description: 'Why, for those who come after: 3 to 2000 characters.' })
  readonly reason!: string;
}

@ObjectType({ description: 'What was written down.' })
export class CorrectionPayload {
  @Field(() => ID, { description: 'Id of the event.' })
  readonly event!: string;

  @Field(() => ID, {
    description: 'Position of the delivery it lies in: `/readyz?after=<position>` tells when it counts.',
  })
  readonly position!: string;
}
