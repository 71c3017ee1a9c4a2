import type {
  Approval as FoundApproval,
  RolloutAction,
  RolloutStep as Step,
  Verification as FoundVerification,
} from '@leadline/pipeline';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';

export const RolloutActionEnum = capitalizedEnum<RolloutAction>('RolloutAction', 'What a step of a rollout did.', {
  started: 'It began.',
  stepped: 'It went on to another share of traffic.',
  paused: 'It waits.',
  resumed: 'It goes on.',
  promoted: 'Everybody has the version.',
  aborted: 'It was called off.',
});

@ObjectType({ description: 'A step of a gradual rollout.' })
export class RolloutStep implements Step {
  @Field(() => ID, { description: 'Its id, as its source gave it.' })
  readonly id!: string;

  @Field(() => DateTime, { description: 'When.' })
  readonly at!: number;

  @Field(() => RolloutActionEnum, { description: 'What it did.' })
  readonly action!: RolloutAction;

  @Field(() => Float, optional('Share of traffic from then on, 0 to 100; null: not told.'))
  readonly weight!: number | null;

  @Field(() => Boolean, { description: 'A person did it.' })
  readonly manual!: boolean;
}

export const VerificationStageEnum = capitalizedEnum<FoundVerification['stage']>(
  'VerificationStage',
  'When a check takes place.',
  { preflight: 'Before the rollout.', canary: 'While a part of traffic has the version.', post: 'After it.' },
);
export const VerificationResultEnum = capitalizedEnum<NonNullable<FoundVerification['result']>>(
  'VerificationResult',
  'How a check ended.',
  { passed: 'It found nothing.', failed: 'It found something.', inconclusive: 'It could not tell.' },
);

@ObjectType({ description: 'A check before, during or after a rollout.' })
export class Verification implements FoundVerification {
  @Field(() => ID, { description: 'Its id, as its source gave it.' })
  readonly id!: string;

  @Field(() => VerificationStageEnum, { description: 'When it takes place.' })
  readonly stage!: FoundVerification['stage'];

  @Field(() => String, { description: 'What is checked.' })
  readonly check!: string;

  @Field(() => String, optional('The step it belongs to.'))
  readonly step!: string | null;

  @Field(() => DateTime, optional('When it began.'))
  readonly startedAt!: number | null;

  @Field(() => DateTime, optional('When it ended; null: it runs.'))
  readonly finishedAt!: number | null;

  @Field(() => VerificationResultEnum, optional('How it ended; null: it has not.'))
  readonly result!: FoundVerification['result'];
}

export const ApprovalDecisionEnum = capitalizedEnum<NonNullable<FoundApproval['decision']>>(
  'ApprovalDecision',
  'What a gate answered.',
  { approved: 'It may go on.', rejected: 'It may not.', expired: 'Nobody answered in time.' },
);
export const ApprovalByEnum = capitalizedEnum<NonNullable<FoundApproval['by']>>('ApprovalBy', 'Who answered.', {
  person: 'A person.',
  policy: 'A rule.',
});

@ObjectType({ description: 'A gate that was asked whether a deployment may go on.' })
export class Approval implements FoundApproval {
  @Field(() => ID, { description: 'Id of the request, as its source gave it.' })
  readonly id!: string;

  @Field(() => String, { description: 'Name of the gate.' })
  readonly gate!: string;

  @Field(() => DateTime, { description: 'When it was asked.' })
  readonly requestedAt!: number;

  @Field(() => DateTime, optional('When it answered; null: it waits.'))
  readonly decidedAt!: number | null;

  @Field(() => ApprovalDecisionEnum, optional('What it answered; null: it waits.'))
  readonly decision!: FoundApproval['decision'];

  @Field(() => ApprovalByEnum, optional('Who answered.'))
  readonly by!: FoundApproval['by'];
}

@ObjectType({ description: 'A deployment on its way, with what its tools tell of it.' })
export class Rollout {
  @Field(() => [RolloutStep], { description: 'Its steps, oldest first; empty: none were told.' })
  readonly steps!: readonly Step[];

  @Field(() => [Verification], { description: 'Its checks, oldest first.' })
  readonly verifications!: readonly FoundVerification[];

  @Field(() => [Approval], { description: 'The gates it was held at, oldest first.' })
  readonly approvals!: readonly FoundApproval[];

  @Field(() => Float, optional('Share of traffic that has the version, 0 to 100; null: not told.'))
  readonly weight!: number | null;

  @Field(() => Boolean, { description: 'Its last step paused it.' })
  readonly paused!: boolean;

  @Field(() => Boolean, {
    description: 'A later deployment of the same place has finished: how this one ended was probably never told.',
  })
  readonly overtaken!: boolean;
}
