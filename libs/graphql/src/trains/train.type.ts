import type { TrainSummary } from '@leadline/pipeline';
import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

/** A train with the instant it was asked for. */
export interface AskedTrain extends TrainSummary {
  readonly asOf: number;
}

@ObjectType({ description: 'A release train: a departure that was planned, and what became of it.' })
export class Train {
  @Field(() => ID, { description: 'Its id, as its source gave it.' })
  readonly id!: string;

  @Field(() => [String], { description: 'Services it is of.' })
  readonly services!: readonly string[];

  @Field(() => [String], { description: 'Paths of the teams that owned them when it was planned.' })
  readonly teams!: readonly string[];

  @Field(() => DateTime, { description: 'When it was to leave.' })
  readonly plannedAt!: number;

  @Field(() => DateTime, optional('Until when changes are booked on it; null: until it was to leave.'))
  readonly cutoffAt!: number | null;

  @Field(() => DateTime, optional('When it left; null: it has not.'))
  readonly departedAt!: number | null;

  @Field(() => DateTime, optional('When it was cancelled; null: it was not.'))
  readonly cancelledAt!: number | null;

  @Field(() => [String], {
    description: 'Changes it was to take, as its manifest names them; empty: what had landed is booked.',
  })
  readonly manifest!: readonly string[];
}

@InputType({ description: 'Which release trains. Every member narrows; absent and empty ones do not.' })
export class TrainFilter {
  @Field(() => [ID], optional('Their ids.'))
  readonly trains?: string[] | null;

  @Field(() => [String], optional('Services they are of.'))
  readonly services?: string[] | null;

  @Field(
    () => [String],
    optional('Paths of teams that owned one of their services; a parent includes its descendants.'),
  )
  readonly teams?: string[] | null;

  @Field(() => DateTime, optional('Planned at or after.'))
  readonly from?: number | null;

  @Field(() => DateTime, optional('Planned before.'))
  readonly to?: number | null;
}
