import type { PhaseName } from '@leadline/metrics';
import type { DrivenMetric } from '@leadline/pipeline';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { documentedEnum } from '../schema/enum.js';
import { optional } from '../schema/optional.js';

const phaseTexts: Record<PhaseName, { readonly value: string; readonly text: string }> = {
  coding: { value: 'CODING', text: 'From the earliest commit until it was opened for review, or pushed.' },
  pickup: { value: 'PICKUP', text: 'From then to the first review by another human.' },
  review: { value: 'REVIEW', text: 'From then to the last approval.' },
  mergeWait: { value: 'MERGE_WAIT', text: 'From then to the merge.' },
  deployWait: {
    value: 'DEPLOY_WAIT',
    text: 'From then until its deployment started, less what it waited for approval.',
  },
  approvalWait: { value: 'APPROVAL_WAIT', text: 'What its deployment waited for people to approve it.' },
  deploy: { value: 'DEPLOY', text: 'From the start of its deployment to the finish, less that wait.' },
};

type Component = PhaseName | 'rate' | 'mix';
const componentTexts: Record<Component, { readonly value: string; readonly text: string }> = {
  ...phaseTexts,
  rate: { value: 'RATE', text: 'The rate of failures within services.' },
  mix: { value: 'MIX', text: 'Services having other shares of the samples than before.' },
};

function worded<T extends string>(name: string, description: string, texts: typeof componentTexts | typeof phaseTexts) {
  const words = Object.entries(texts);
  const reference = Object.fromEntries(words.map(([word, { value }]) => [value, word])) as Record<string, T>;
  const valuesMap = Object.fromEntries(words.map(([, { value, text }]) => [value, { description: text }]));
  registerEnumType(reference, { name, description, valuesMap });
  return reference;
}

export const PhaseEnum = worded<PhaseName>('Phase', 'A part of lead time, in their order.', phaseTexts);
const DriverEnum = worded<Component>('Driver', 'What a change of a metric is made of.', componentTexts);

export const DrivenMetricEnum = documentedEnum<DrivenMetric>('DrivenMetric', 'A metric whose change is taken apart.', {
  CHANGE_LEAD_TIME: 'By the phases of lead time, in means.',
  CHANGE_FAIL_RATE: 'By the rate of failures within services.',
});

@ObjectType({ description: 'A phase over all changes of a group; seconds.' })
export class LeadTimePhase {
  @Field(() => ID, {
    description:
      'Of its mean: `explain` and `evidence` take it as a point, and tell of each change what the phase took.',
  })
  readonly id!: string;

  @Field(() => PhaseEnum, { description: 'Which.' })
  readonly phase!: PhaseName;

  @Field(() => Int, { description: 'Changes in which it is known.' })
  readonly n!: number;

  @Field(() => Float, optional('Mean over all changes, 0 where it is not known: means of phases add up.'))
  readonly mean!: number | null;

  @Field(() => Float, optional('Median over those in which it is known: medians do not add up.'))
  readonly p50!: number | null;
}

@ObjectType({ description: 'Lead time of the changes of a group, from their earliest commit, in its phases.' })
export class LeadTimePhases {
  @Field(() => ID, {
    description: 'Of its mean: `explain` and `evidence` take it as a point, and tell of each change all of its phases.',
  })
  readonly id!: string;

  @Field(() => String, optional('Path of the team, where grouped by TEAM.'))
  readonly team!: string | null;

  @Field(() => String, optional('The service, where grouped by SERVICE.'))
  readonly service!: string | null;

  @Field(() => String, optional('The repository, where grouped by REPOSITORY.'))
  readonly repository!: string | null;

  @Field(() => String, optional('The environment, where grouped by ENVIRONMENT.'))
  readonly environment!: string | null;

  @Field(() => String, optional('The flag, where grouped by FLAG; "(none)" for changes without.'))
  readonly flag!: string | null;

  @Field(() => String, optional('The target, where grouped by TARGET.'))
  readonly target!: string | null;

  @Field(() => String, optional('Name of the tag, where grouped by TAG.'))
  readonly tagKey!: string | null;

  @Field(() => String, optional('Value of the tag, where grouped by TAG.'))
  readonly tag!: string | null;

  @Field(() => Int, { description: 'Pull requests and direct pushes that were deployed in the window.' })
  readonly n!: number;

  @Field(() => Float, optional('Mean of the whole lead time, in seconds: the sum of the means of the phases.'))
  readonly mean!: number | null;

  @Field(() => Float, optional('Median of the whole lead time, in seconds.'))
  readonly p50!: number | null;

  @Field(() => Int, {
    description: 'Changes of which a boundary between phases is not known: two phases are one there.',
  })
  readonly missing!: number;

  @Field(() => [LeadTimePhase], { description: 'The phases, in their order.' })
  readonly phases!: readonly LeadTimePhase[];
}

@ObjectType({
  description: 'What one component contributed to a change; seconds of lead time, or a share of failures.',
})
export class DriverComponent {
  @Field(() => DriverEnum, { description: 'Which.' })
  readonly component!: Component;

  @Field(() => Float, { description: 'Its contribution: all of them add up to `delta`.' })
  readonly value!: number;

  @Field(() => String, { description: 'How that comes of its services, written out.' })
  readonly arithmetic!: string;
}

@ObjectType({
  description:
    'What one component of one service contributed to a change: half the sum of its shares times the difference of its means.',
})
export class ServiceComponent {
  @Field(() => DriverEnum, { description: 'Which.' })
  readonly component!: Component;

  @Field(() => Float, { description: 'Its contribution.' })
  readonly value!: number;

  @Field(() => Float, { description: 'Mean in the window compared with; without samples there, that of the other.' })
  readonly before!: number;

  @Field(() => Float, { description: 'Mean in the window; without samples there, that of the other.' })
  readonly after!: number;

  @Field(
    () => ID,
    optional(
      'Of the mean before: `explain` takes it as a point. Null: the service had no samples, or its samples were compared one by one.',
    ),
  )
  readonly pointBefore!: string | null;

  @Field(() => ID, optional('Of the mean after.'))
  readonly pointAfter!: string | null;
}

@ObjectType({ description: 'What one service contributed to a change.' })
export class ServiceContribution {
  @Field(() => String, { description: 'The service.' })
  readonly service!: string;

  @Field(() => Int, { description: 'Its samples in the window compared with.' })
  readonly nBefore!: number;

  @Field(() => Int, { description: 'Its samples in the window.' })
  readonly nAfter!: number;

  @Field(() => Float, { description: 'Its share of all samples before.' })
  readonly shareBefore!: number;

  @Field(() => Float, { description: 'Its share of all samples after.' })
  readonly shareAfter!: number;

  @Field(() => Float, {
    description:
      'What its having another share contributed: the difference of its shares times how far its own mean lies from that of all.',
  })
  readonly mix!: number;

  @Field(() => [ServiceComponent], { description: 'What changed within it.' })
  readonly components!: readonly ServiceComponent[];
}

@ObjectType({ description: 'Where the difference of a metric between two windows comes from.' })
export class Drivers {
  @Field(() => Float, optional('Mean in the window compared with; null: no samples.'))
  readonly before!: number | null;

  @Field(() => Float, optional('Mean in the window; null: no samples.'))
  readonly after!: number | null;

  @Field(() => Int, { description: 'Samples in the window compared with.' })
  readonly nBefore!: number;

  @Field(() => Int, { description: 'Samples in the window.' })
  readonly nAfter!: number;

  @Field(() => Float, optional('after - before; null: one of the windows has no samples.'))
  readonly delta!: number | null;

  @Field(() => DriverEnum, optional('The component with at least half of the change; null: none dominates.'))
  readonly driver!: Component | null;

  @Field(() => Boolean, {
    description: 'The mix of services changed it, while within services it went the other way (Simpson).',
  })
  readonly isMixAgainstWithin!: boolean;

  @Field(() => [DriverComponent], { description: 'What adds up to `delta`; empty where there is none.' })
  readonly components!: readonly DriverComponent[];

  @Field(() => [ServiceContribution], {
    description: 'What each service contributed: the components are the sums of these.',
  })
  readonly services!: readonly ServiceContribution[];
}
