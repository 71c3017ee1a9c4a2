import type { FlagChangeSummary, FlagExposure as Exposure, FlagSummary } from '@leadline/pipeline';
import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

@ObjectType({ description: 'What an environment sees of a flag since its last change there.' })
export class FlagExposure implements Exposure {
  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => String, { description: 'Tier of the environment.' })
  readonly tier!: string;

  @Field(() => Float, optional('Share of users, 0 to 100; null: on for targets of unknown size.'))
  readonly exposure!: number | null;

  @Field(() => DateTime, { description: 'Since when.' })
  readonly since!: number;
}

@ObjectType({ description: "A change of a flag's exposure in one environment." })
export class FlagChange implements FlagChangeSummary {
  @Field(() => ID, { description: 'Its id, as its source gave it.' })
  readonly id!: string;

  @Field(() => ID, { description: 'The entity its events are patches of.' })
  readonly entity!: string;

  @Field(() => String, { description: 'Key of the flag.' })
  readonly flag!: string;

  @Field(() => [String], { description: 'Services it changes.' })
  readonly services!: readonly string[];

  @Field(() => String, { description: 'The environment.' })
  readonly environment!: string;

  @Field(() => String, { description: 'Tier of the environment.' })
  readonly tier!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;

  @Field(() => Float, optional('Share of users from then on, 0 to 100; null: on for targets of unknown size.'))
  readonly exposure!: number | null;

  @Field(() => Boolean, { description: 'It was planned: narrowing it is no failure.' })
  readonly planned!: boolean;

  @Field(() => Boolean, optional('Whether it failed; null: nobody said.'))
  readonly failed!: boolean | null;

  @Field(() => String, { description: 'The source that reported it.' })
  readonly source!: string;
}

/** A flag with the instant it was asked for. */
export interface AskedFlag extends FlagSummary {
  readonly asOf: number;
}

@ObjectType({ description: 'A feature flag that was ever changed.' })
export class Flag {
  @Field(() => String, { description: 'Its key.' })
  readonly flag!: string;

  @Field(() => [String], { description: 'Services its changes named, and those that are declared for it.' })
  readonly services!: readonly string[];

  @Field(() => DateTime, { description: 'When it was changed last.' })
  readonly changedAt!: number;

  @Field(() => Int, { description: 'How often it was changed.' })
  readonly changeCount!: number;

  @Field(() => [FlagExposure], { description: 'Who sees it, by environment, production first.' })
  readonly exposures!: readonly Exposure[];

  @Field(() => Boolean, optional('It is meant to stay; null: nobody said.'))
  readonly permanent!: boolean | null;

  @Field(() => DateTime, optional('When it was archived.'))
  readonly archivedAt!: number | null;
}

@InputType({ description: 'Which flags. Every member narrows; absent and empty ones do not.' })
export class FlagFilter {
  @Field(() => [String], optional('Their keys.'))
  readonly flags?: string[] | null;

  @Field(
    () => [String],
    optional('Paths of teams that own a service they change at asOf; a parent includes its descendants.'),
  )
  readonly teams?: string[] | null;

  @Field(() => [String], optional('Services they change.'))
  readonly services?: string[] | null;

  @Field(() => [String], optional('Environments they were changed in; other changes are not looked at.'))
  readonly environments?: string[] | null;

  @Field(() => DateTime, optional('Changed last at or after.'))
  readonly from?: number | null;

  @Field(() => DateTime, optional('Changed last before.'))
  readonly to?: number | null;
}

@InputType({ description: 'Which changes of flags. Every member narrows; absent and empty ones do not.' })
export class FlagChangeFilter {
  @Field(() => [ID], optional('Their ids, as their sources gave them.'))
  readonly changes?: string[] | null;

  @Field(() => [String], optional('Keys of flags.'))
  readonly flags?: string[] | null;

  @Field(
    () => [String],
    optional('Paths of teams that owned a service they change when they happened; a parent includes its descendants.'),
  )
  readonly teams?: string[] | null;

  @Field(() => [String], optional('Services they change.'))
  readonly services?: string[] | null;

  @Field(() => [String], optional('Environments.'))
  readonly environments?: string[] | null;

  @Field(() => DateTime, optional('At or after.'))
  readonly from?: number | null;

  @Field(() => DateTime, optional('Before.'))
  readonly to?: number | null;
}

export const FlagConnection = connectionType('Flag', Flag, 'Flags, latest changed first.');
export const FlagChangeConnection = connectionType('FlagChange', FlagChange, 'Changes of flags, latest first.');
