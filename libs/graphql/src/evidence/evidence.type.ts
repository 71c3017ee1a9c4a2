import { type EvidencePart, type FailureEvidence as Failure, type LeftOutReason } from '@leadline/metrics';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { connectionType } from '../schema/connection.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import { reasonTexts } from './reason-texts.js';

export const EvidencePartEnum = capitalizedEnum<EvidencePart>('EvidencePart', 'Where a row stands in a number.', {
  numerator: 'Counted above the line, and below it.',
  denominator: 'Counted below the line alone.',
  sample: 'A sample of a metric that is no ratio.',
  left_out: 'Not counted; the reason says why.',
});

export const LeftOutReasonEnum = capitalizedEnum<LeftOutReason>(
  'LeftOutReason',
  'Why something is no part of a number, or of its denominator alone.',
  reasonTexts,
);

export type EvidenceKind = 'deployment' | 'change' | 'commit';
export const EvidenceKindEnum = capitalizedEnum<EvidenceKind>('EvidenceKind', 'What a row of evidence is.', {
  deployment: 'A deployment.',
  change: 'A pull request in a deployment.',
  commit: 'A commit in a deployment.',
});

export const FailureRuleOfEvidence = capitalizedEnum<Failure['rule']>(
  'EvidenceRule',
  'What says that a deployment failed.',
  {
    person: 'A person.',
    rollout: 'Its own status, or that of one of its attempts.',
    incident: 'An incident names it.',
    rollback: 'It was rolled back.',
    fix: 'A fix names it.',
    inferred: 'An incident without a named cause began soon after it.',
  },
);

@ObjectType({ description: 'What says that a deployment failed.' })
export class FailureEvidence {
  @Field(() => FailureRuleOfEvidence, { description: 'By which rule.' })
  readonly rule!: Failure['rule'];

  @Field(() => ID, { description: 'The incident or deployment that says so; "": a person, or the rollout itself.' })
  readonly by!: string;
}

/** An entry with the instant it was asked for. */
export interface AskedEvidence extends EvidenceItem {
  readonly asOf: number;
}

@ObjectType({ description: 'A deployment, or a sample of it, that a number was made from or might have been.' })
export class EvidenceItem {
  @Field(() => EvidenceKindEnum, { description: 'What it is.' })
  readonly kind!: EvidenceKind;

  @Field(() => ID, { description: 'The change or commit of the sample, else the deployment as its source names it.' })
  readonly id!: string;

  @Field(() => String, optional('Title of the change or commit, else the version of the deployment.'))
  readonly title!: string | null;

  @Field(() => DateTime, { description: 'The instant that puts it into a window.' })
  readonly at!: number;

  @Field(() => Float, optional('The sample, in seconds; null: the metric is no duration, or it has not ended.'))
  readonly value!: number | null;

  @Field(() => String, optional('Page of the deployment at its source.'))
  readonly url!: string | null;

  @Field(() => Boolean, { description: 'Whether the number was made from it.' })
  readonly counted!: boolean;

  @Field(() => EvidencePartEnum, { description: 'Where it stands in the number.' })
  readonly part!: EvidencePart;

  @Field(() => String, optional('Why it is left out, or not above the line, in words.'))
  readonly reason!: string | null;

  @Field(() => LeftOutReasonEnum, optional('The same for programs.'))
  readonly reasonCode!: LeftOutReason | null;

  @Field(() => String, { description: 'Service of the deployment.' })
  readonly service!: string;

  @Field(() => String, { description: 'Environment of the deployment.' })
  readonly environment!: string;

  @Field(() => String, optional('The deployed commit.'))
  readonly sha!: string | null;

  @Field(() => DateTime, optional('Where the clock of the sample opens.'))
  readonly opensAt!: number | null;

  @Field(() => DateTime, optional('Where it closes; null: it has not.'))
  readonly closesAt!: number | null;

  @Field(() => [FailureEvidence], {
    description: 'What says that it failed; empty: nothing, or the metric does not ask.',
  })
  readonly failures!: readonly FailureEvidence[];

  @Field(() => [ID], { description: 'Incidents of its recovery.' })
  readonly incidents!: readonly string[];

  @Field(() => ID, { description: 'Id of the deployment; `deployment(id:)` takes it.' })
  readonly deploymentId!: string;
}

export const EvidenceConnection = connectionType(
  'Evidence',
  EvidenceItem,
  'What a number was made from, latest first.',
);
