import type {
  Drift as FoundDrift,
  DriftState,
  LivePlace,
  PendingChange as Pending,
  Place as Where,
} from '@leadline/pipeline';
import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DeploymentKindEnum } from '../deployments/deployment-enums.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const DriftStateEnum = capitalizedEnum<DriftState>('DriftState', 'How what is live in two places compares.', {
  level: 'The same version.',
  behind: 'It lacks changes that are live in what it is compared with.',
  ahead: 'It has changes that are not live there: a hotfix.',
  diverged: 'Both.',
  unknown: 'The versions differ, and the commits between them are not known.',
});

@ObjectType({ description: 'A target of an environment of a service.' })
export class Place implements Where {
  @Field(() => String, { description: 'The service.' })
  readonly service!: string;

  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => String, optional('The target within it; null: it has one.'))
  readonly target!: string | null;
}

@ObjectType({ description: 'A change that is live in one place and not in another.' })
export class PendingChange implements Pending {
  @Field(() => ID, { description: '"change:<repository>#<number>", or "commit:<sha>" for a direct push.' })
  readonly change!: string;

  @Field(() => String, optional('Its title; null: not known.'))
  readonly title!: string | null;

  @Field(() => String, optional('Its page at the forge.'))
  readonly url!: string | null;

  @Field(() => DateTime, optional('When it was merged or committed; null: not known.'))
  readonly landedAt!: number | null;
}

@ObjectType({ description: 'How far what is live in a place is behind what is live in another.' })
export class Drift implements FoundDrift {
  @Field(() => Place, { description: 'What it is compared with.' })
  readonly from!: Where;

  @Field(() => DriftStateEnum, { description: 'How the two compare.' })
  readonly state!: DriftState;

  @Field(() => Int, optional('Changes that are live there and not here; null: not known.'))
  readonly changesBehind!: number | null;

  @Field(() => Int, optional('Changes that are live here and not there; null: not known.'))
  readonly changesAhead!: number | null;

  @Field(
    () => DateTime,
    optional('When the first missing change went live there; null: none is missing, or not known.'),
  )
  readonly behindSince!: number | null;

  @Field(() => Float, optional('Seconds since then; 0: none is missing; null: not known.'))
  readonly secondsBehind!: number | null;

  @Field(
    () => Boolean,
    optional('Whether the configuration differs at the same commit; false at different ones; null: not known.'),
  )
  readonly configDiffers!: boolean | null;

  @Field(() => Boolean, { description: 'More commits lie between than are read: the counts are the least.' })
  readonly truncated!: boolean;

  @Field(() => [PendingChange], { description: 'The missing changes, latest first, at most 100.' })
  readonly missing!: readonly Pending[];
}

@ObjectType({ description: 'What is live in a place: an environment of a service, or a target of one.' })
export class EnvironmentState {
  @Field(() => String, { description: 'The service.' })
  readonly service!: string;

  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => String, { description: 'Tier of the environment.' })
  readonly tier!: string;

  @Field(() => String, optional('The target within it; null: it has one.'))
  readonly target!: string | null;

  @Field(() => [String], { description: 'Paths of the teams that own the service.' })
  readonly teams!: readonly string[];

  @Field(() => String, optional('The live commit; null: its deployment named none.'))
  readonly sha!: string | null;

  @Field(() => String, optional('The live version as people call it.'))
  readonly version!: string | null;

  @Field(() => DateTime, { description: 'Since when: finish of the deployment that brought it.' })
  readonly since!: number;

  @Field(() => DeploymentKindEnum, {
    description: 'What that deployment was for; ROLLBACK: it was taken back to this.',
  })
  readonly kind!: string;
}

/** A place with the instant it was asked for, and what is read of all places together when it is asked for. */
export interface AskedPlace extends LivePlace {
  readonly asOf: number;
  readonly drifts: () => Promise<{ readonly behindStage: FoundDrift | null; readonly behindTarget: FoundDrift | null }>;
}
