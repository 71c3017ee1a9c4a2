import type { BoundaryName, LeftOutReason, PhaseName } from '@leadline/metrics';
import type { ToldBoundary, ToldGate, ToldPart, ToldPhases } from '@leadline/pipeline';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { EventReference } from '../deployments/deployment-detail.types.js';
import { PhaseEnum } from '../lead-time-phases/breakdown.types.js';
import { documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { LeftOutReasonEnum } from './evidence.type.js';
import { reasonTexts } from './reason-texts.js';

const boundaryWords = {
  firstCommit: 'FIRST_COMMIT',
  ready: 'READY',
  firstReview: 'FIRST_REVIEW',
  approval: 'APPROVAL',
  merge: 'MERGE',
  push: 'PUSH',
  start: 'START',
  finish: 'FINISH',
} as const satisfies Readonly<Record<BoundaryName, string>>;
type BoundaryWord = (typeof boundaryWords)[BoundaryName];

export const PhaseBoundaryEnum = documentedEnum<BoundaryWord>('PhaseBoundaryKind', 'What bounds phases of lead time.', {
  FIRST_COMMIT: 'Its earliest commit was made.',
  READY: 'It was opened for review; a draft: ready for it.',
  FIRST_REVIEW: 'Another human looked at it first.',
  APPROVAL: 'It was approved last, before the merge.',
  MERGE: 'It was merged.',
  PUSH: 'It was pushed to the deployed branch.',
  START: 'Its deployment started.',
  FINISH: 'Its deployment was finished.',
});

@ObjectType({ description: 'Where a phase of a change begins or ends.' })
export class PhaseBoundary {
  @Field(() => PhaseBoundaryEnum, { description: 'What happened then.' })
  readonly what!: BoundaryWord;

  @Field(() => DateTime, { description: 'Where it stands.' })
  readonly at!: number;

  @Field(() => DateTime, {
    description: 'When it was, as was told: earlier than `at` where it moved up to the boundary before it.',
  })
  readonly toldAt!: number;

  @Field(() => [EventReference], { description: 'Events that told it, oldest first.' })
  readonly toldBy!: ToldBoundary['toldBy'];
}

@ObjectType({ description: 'An approval that a deployment waited for.' })
export class PhaseGate {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => String, { description: 'What had to be approved.' })
  readonly gate!: string;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly requestedAt!: number;

  @Field(() => DateTime, optional('When it was decided; null: it is not.'))
  readonly decidedAt!: number | null;

  @Field(() => [EventReference], { description: 'Events that told that it was asked for.' })
  readonly requestedBy!: ToldGate['requestedBy'];

  @Field(() => [EventReference], { description: 'Events that told of the decision.' })
  readonly decidedBy!: ToldGate['decidedBy'];
}

@ObjectType({ description: 'What a phase took of the lead time of one change, with what bounds it.' })
export class PhaseOfChange {
  @Field(() => PhaseEnum, { description: 'Which.' })
  readonly phase!: PhaseName;

  @Field(() => Float, optional('Seconds, less waits for approval within; null: it is not known.'))
  readonly seconds!: number | null;

  @Field(() => String, optional('Why it is not known, in words.'))
  readonly reason!: string | null;

  @Field(() => LeftOutReasonEnum, optional('The same for programs.'))
  readonly reasonCode!: LeftOutReason | null;

  @Field(() => PhaseBoundary, optional('Where it begins; null: it is not known, or is made of gates.'))
  readonly from!: PhaseBoundary | null;

  @Field(() => PhaseBoundary, optional('Where it ends.'))
  readonly to!: PhaseBoundary | null;

  @Field(() => [PhaseGate], {
    description: 'Of the wait for approval: what it is made of, each as far as it lies between landing and finish.',
  })
  readonly gates!: readonly PhaseGate[];
}

@ObjectType({ description: 'The lead time of one change in its phases.' })
export class PhasesOfChange {
  @Field(() => ID, { description: '"change:<repository>#<number>", or "commit:<sha>" for a direct push.' })
  readonly change!: string;

  @Field(() => Float, { description: 'Seconds from its earliest commit to the finish: the sum of the phases.' })
  readonly seconds!: number;

  @Field(() => [PhaseOfChange], { description: 'The phases, in their order.' })
  readonly phases!: readonly PhaseOfChange[];
}

const boundaryShown = (bound: ToldBoundary | null): PhaseBoundary | null =>
  bound && { ...bound, what: boundaryWords[bound.what] };

const partShown = ({ reason, from, to, ...part }: ToldPart): PhaseOfChange => ({
  ...part,
  reason: reason === null ? null : reasonTexts[reason],
  reasonCode: reason,
  from: boundaryShown(from),
  to: boundaryShown(to),
});

export const phasesOfChangeShown = ({ change, seconds, parts }: ToldPhases): PhasesOfChange => ({
  change,
  seconds,
  phases: parts.map(partShown),
});
