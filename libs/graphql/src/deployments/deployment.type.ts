import type { DeploymentStatus, DeploymentSummary } from '@leadline/pipeline';
import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { DeploymentKindEnum, DeploymentStatusEnum, VerdictEnum } from './deployment-enums.js';

/** A deployment with the instant it was asked for, so that what lies beneath it is shown as of the same. */
export interface AskedDeployment extends DeploymentSummary {
  readonly asOf: number;
}

export const deploymentAt = (found: DeploymentSummary | undefined, asOf: number): AskedDeployment | null =>
  found === undefined ? null : { ...found, asOf };

@ObjectType({ description: 'A version on its way into an environment: all attempts of one group together.' })
export class Deployment {
  @Field(() => ID, { description: 'Opaque; `deployment(id:)` takes it.' })
  readonly id!: string;

  @Field(() => ID, { description: 'Smallest id of its attempts, as their source gave it.' })
  readonly reportedId!: string;

  @Field(() => [String], { description: 'Ids of all its attempts, as their sources gave them.' })
  readonly attempts!: readonly string[];

  @Field(() => String, { description: 'What was deployed.' })
  readonly service!: string;

  @Field(() => String, { description: 'Where to.' })
  readonly environment!: string;

  @Field(() => String, { description: 'Tier of the environment: production, staging, …' })
  readonly tier!: string;

  @Field(() => String, { description: 'Where its code lives; "": not known.' })
  readonly repository!: string;

  @Field(() => [String], {
    description: 'Other repositories that it brought commits of: it counts for each of them too.',
  })
  readonly otherRepositories!: readonly string[];

  @Field(() => [String], { description: 'Paths of the teams that owned the service at its instant.' })
  readonly teams!: readonly string[];

  @Field(() => [String], { description: 'Feature flags it carries.' })
  readonly flags!: readonly string[];

  @Field(() => [String], { description: 'Parts of the environment it went to.' })
  readonly targets!: readonly string[];

  @Field(() => DeploymentStatusEnum, { description: 'How it stands.' })
  readonly status!: DeploymentStatus;

  @Field(() => DeploymentKindEnum, { description: 'What it is for.' })
  readonly kind!: string;

  @Field(() => VerdictEnum, optional('What a person said of it last.'))
  readonly verdict!: string | null;

  @Field(() => Boolean, { description: 'It was planned: no rework.' })
  readonly planned!: boolean;

  @Field(() => DateTime, optional('When it started.'))
  readonly startedAt!: number | null;

  @Field(() => DateTime, optional('When it finished; null: it is in progress.'))
  readonly finishedAt!: number | null;

  @Field(() => String, optional('The deployed commit.'))
  readonly sha!: string | null;

  @Field(() => String, optional('The version as people call it.'))
  readonly version!: string | null;

  @Field(() => String, { description: 'The source that reported it, e.g. "github".' })
  readonly source!: string;

  /** What stands for who started it; its name is looked up where it is asked for. */
  readonly actor!: string | null;

  @Field(() => String, optional('Its page at the source.'))
  readonly url!: string | null;

  @Field(() => Boolean, { description: 'Whether it counts as a deployment, under the default options.' })
  readonly counted!: boolean;

  @Field(() => Boolean, {
    description: 'Whether it failed, by the rules of the change fail rate, under the default options.',
  })
  readonly failed!: boolean;

  @Field(() => Int, { description: 'Commits it brought for the first time.' })
  readonly commitCount!: number;

  @Field(() => Int, { description: 'Changes it brought for the first time.' })
  readonly changeCount!: number;
}

export const DeploymentConnection = connectionType('Deployment', Deployment, 'Deployments, latest first.');
