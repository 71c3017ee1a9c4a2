import type { EvidencePart, EvidenceThing, FailureEvidence as Failure, LeftOutReason } from '@leadline/metrics';
import type { OptionInForce as Option } from '@leadline/pipeline';
import { Field, Float, ID, ObjectType } from '@nestjs/graphql';
import { OptionInForce } from '../explain/explanation.type.js';
import { connectionType } from '../schema/connection.js';
import { capitalizedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';
import { DateTime } from '../schema/scalars.js';
import type { AskedPhases } from '../loading/loaders.js';
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

export const EvidenceKindEnum = capitalizedEnum<EvidenceThing>('EvidenceKind', 'What a row of evidence is.', {
  deployment: 'A deployment.',
  change: 'A pull request.',
  commit: 'A commit.',
  attempt: 'An attempt of a deployment, over all its targets.',
  gate: 'An approval that a deployment had to wait for.',
  rollback: 'A deployment that was taken back, or a rollout that was aborted.',
  incident: 'An incident.',
  flag: 'A feature flag.',
  flag_release: 'The steps that brought a feature flag to users in one environment.',
  observation: 'What was measured of a service elsewhere.',
  run: 'An attempt of a run of a pipeline.',
  train: 'A release train.',
  place: 'A target of an environment of a service, compared with another.',
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
  /** By what its phases are found; null: it has none. */
  readonly phased: AskedPhases | null;
}

@ObjectType({ description: 'Something that a number was made from or might have been, with what it adds.' })
export class EvidenceItem {
  @Field(() => EvidenceKindEnum, { description: 'What it is.' })
  readonly kind!: EvidenceThing;

  @Field(() => ID, { description: 'The change or commit of the sample, else what it is as its source names it.' })
  readonly id!: string;

  @Field(() => String, optional('Its title, where it has one, else the version of its deployment.'))
  readonly title!: string | null;

  @Field(() => DateTime, { description: 'The instant that puts it into a window.' })
  readonly at!: number;

  @Field(
    () => Float,
    optional('The sample, in the unit of the metric; null: the metric is made of shares, or it is left out.'),
  )
  readonly value!: number | null;

  @Field(() => Float, optional('What it adds above the line; null: the metric is no share, or it is left out.'))
  readonly numerator!: number | null;

  @Field(() => Float, optional('What it adds below the line.'))
  readonly denominator!: number | null;

  @Field(() => String, optional('Its page at its source.'))
  readonly url!: string | null;

  @Field(() => Boolean, { description: 'Whether the number was made from it.' })
  readonly counted!: boolean;

  @Field(() => EvidencePartEnum, { description: 'Where it stands in the number.' })
  readonly part!: EvidencePart;

  @Field(() => String, optional('Why it is left out, or not above the line, in words.'))
  readonly reason!: string | null;

  @Field(() => LeftOutReasonEnum, optional('The same for programs.'))
  readonly reasonCode!: LeftOutReason | null;

  @Field(() => String, optional('Service it belongs to; null: none, or several.'))
  readonly service!: string | null;

  @Field(() => String, optional('Environment it belongs to; null: none.'))
  readonly environment!: string | null;

  @Field(() => String, optional('The deployed commit; of a change that may not be deployed, the one it landed with.'))
  readonly sha!: string | null;

  @Field(() => DateTime, optional('Where the clock of the sample opens.'))
  readonly opensAt!: number | null;

  @Field(() => DateTime, optional('Where it closes; null: it has not.'))
  readonly closesAt!: number | null;

  @Field(() => [FailureEvidence], {
    description: 'What says that it failed; empty: nothing, or the metric does not ask.',
  })
  readonly failures!: readonly FailureEvidence[];

  @Field(() => [ID], { description: 'Incidents it is about.' })
  readonly incidents!: readonly string[];

  @Field(() => ID, optional('The release train it was booked on.'))
  readonly train!: string | null;

  @Field(() => [OptionInForce], {
    description: 'Rules of its own service that it was judged by, in place of the options of the others.',
  })
  readonly rules!: readonly Option[];

  @Field(() => ID, optional('Id of the deployment it is or belongs to, which `deployment(id:)` takes; null: none.'))
  readonly deploymentId!: string | null;
}

export const EvidenceConnection = connectionType(
  'Evidence',
  EvidenceItem,
  'What a number was made from, latest first.',
);
