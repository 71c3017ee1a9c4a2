import type { DeploymentStatus } from '@leadline/pipeline';
import { Field, InputType } from '@nestjs/graphql';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { DeploymentKindEnum, DeploymentStatusEnum } from './deployment-enums.js';

@InputType({ description: 'Which deployments. Every member narrows; absent and empty ones do not.' })
export class DeploymentFilter {
  @Field(() => [String], optional('Names of services.'))
  readonly services?: string[] | null;

  @Field(() => [String], optional('Names of environments; absent: all, not production alone.'))
  readonly environments?: string[] | null;

  @Field(() => [String], optional('Paths of teams that owned the service then; a parent includes its descendants.'))
  readonly teams?: string[] | null;

  @Field(() => [String], optional('Repositories.'))
  readonly repositories?: string[] | null;

  @Field(() => [String], optional('Targets within environments.'))
  readonly targets?: string[] | null;

  @Field(() => [String], optional('Feature flags they carry.'))
  readonly flags?: string[] | null;

  @Field(() => [String], optional('Tags as "key:value"; several mean any of them.'))
  readonly tags?: string[] | null;

  @Field(() => [DeploymentStatusEnum], optional('How they stand.'))
  readonly statuses?: DeploymentStatus[] | null;

  @Field(() => [DeploymentKindEnum], optional('What they are for.'))
  readonly kinds?: string[] | null;

  @Field(() => String, optional('The deployed SHA, or at least its first 7 digits.'))
  readonly sha?: string | null;

  @Field(() => DateTime, optional('Finished (while they run: started) at or after.'))
  readonly from?: number | null;

  @Field(() => DateTime, optional('Finished (while they run: started) before.'))
  readonly to?: number | null;

  @Field(() => Boolean, optional('Whether they failed, by the rules of the change fail rate.'))
  readonly failed?: boolean | null;
}
